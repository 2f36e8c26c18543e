/** Whether a lesson fits the knobs there are, and whether its runs hold the moments and answers that it speaks of. */
import { nearest } from '../wire/text/nearest';
import { isViolation } from '../wire/violation';
import { parseValue } from '../scenario/values/knob';
import { knobNamed, nearestName } from '../scenario/knobs/knobs';
import { emptyScenario, problems, withKnob, type Scenario } from '../scenario/scenario';
import type { Trace } from '../trace/trace';
import { knobsAt, type Lesson, type LessonProblem } from './lesson';
import { ask } from './query';

/** The scenario of a step. Knobs that do not exist or values that are none are left out; checkKnobs names them. */
export function scenarioAt(lesson: Lesson, step: number): Scenario {
  return Object.entries(knobsAt(lesson, step)).reduce((scenario, [name, text]) => {
    const knob = knobNamed(name);
    const value = knob ? parseValue(knob, text) : null;
    return !knob || isViolation(value) ? scenario : withKnob(scenario, knob.name, value);
  }, emptyScenario);
}

export function checkKnobs(lesson: Lesson, file: string): readonly LessonProblem[] {
  const places = [{ line: 1, set: lesson.scenario }, ...lesson.steps];
  const values = places.flatMap(({ line, set }) =>
    Object.entries(set).flatMap(([name, text]): LessonProblem[] => {
      const knob = knobNamed(name);
      if (!knob)
        return [{ file, line, text: `there is no knob '${name}'`, remedy: `did you mean '${nearestName(name)}'?` }];
      const value = parseValue(knob, text);
      return isViolation(value) ? [{ file, line, text: value.text, remedy: 'write one of these' }] : [];
    }),
  );
  const conflicts = lesson.steps.flatMap(({ line }, index) =>
    problems(scenarioAt(lesson, index)).map(({ knob, why }) => ({
      file,
      line,
      text: `the scenario cannot run: ${why.code}`,
      remedy: `change ${knob}`,
    })),
  );
  return [...values, ...conflicts];
}

/** `runAt` gives the run of a step. */
export function checkRuns(lesson: Lesson, file: string, runAt: (step: number) => Trace): readonly LessonProblem[] {
  return lesson.steps.flatMap((step, index): LessonProblem[] => {
    const trace = runAt(index);
    const wanted = [step.moment, step.ask?.before ?? null].filter((moment) => moment !== null);
    const missing = wanted
      .filter((moment) => !trace.moments.has(moment))
      .map((moment) => ({
        file,
        line: step.line,
        text: `the run has no moment '${moment}'`,
        remedy: `did you mean '${nearest(moment, [...trace.moments.keys()])}'?`,
      }));
    const answer = step.ask && ask(trace, step.ask.query);
    const unanswered =
      step.ask && !step.ask.options.some(({ value }) => value === answer)
        ? [
            {
              file,
              line: step.line,
              text: `the run answers '${answer}', which is no option`,
              remedy: `add the option '${answer}'`,
            },
          ]
        : [];
    return [...missing, ...unanswered];
  });
}
