import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkKnobs, checkRuns, scenarioAt } from '../../src/lesson/check';
import type { Lesson } from '../../src/lesson/lesson';
import { parseLesson } from '../../src/lesson/parse';
import { ask } from '../../src/lesson/query';
import { before } from '../../src/lesson/withhold';
import { DEPTHS, stepsOf } from '../../src/diagram/steps/steps';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Trace } from '../../src/trace/trace';

const names = readdirSync('lessons').flatMap((part) => readdirSync(`lessons/${part}`).map((name) => `${part}/${name}`));

function read(name: string): Lesson {
  const file = `lessons/${name}/lesson.md`;
  const parsed = parseLesson(readFileSync(file, 'utf8'), file, name);
  if ('problems' in parsed)
    throw new Error(parsed.problems.map((problem) => `${file}:${problem.line}: ${problem.text}`).join('\n'));
  return parsed.lesson;
}

async function runsOf(lesson: Lesson): Promise<readonly Trace[]> {
  return Promise.all(
    lesson.steps.map(async (_, step) => {
      const scenario = scenarioAt(lesson, step);
      return run(scenario, await load(needs(scenario)));
    }),
  );
}

test.each(names)('%s fits the knobs, and its runs hold every moment and answer that it speaks of', async (name) => {
  const lesson = read(name);
  const runs = await runsOf(lesson);
  expect(checkKnobs(lesson, name)).toEqual([]);
  expect(checkRuns(lesson, name, (step) => runs[step]!)).toEqual([]);
});

test.each(names)('%s is short: at most seven steps of at most 45 words, and two predictions', (name) => {
  const { steps } = read(name);
  expect(steps.length).toBeLessThanOrEqual(7);
  expect(steps.filter(({ words }) => words > 45).map(({ title }) => title)).toEqual([]);
  expect(steps.filter(({ ask: question }) => question !== null)).toHaveLength(2);
});

test.each(names)('%s: while a question is open, what may be seen holds no answer', async (name) => {
  const lesson = read(name);
  const runs = await runsOf(lesson);
  const asked = lesson.steps.flatMap((step, index) => (step.ask ? [{ ...step.ask, trace: runs[index]! }] : []));
  expect(asked.map(({ trace, query, before: moment }) => ask(before(trace, moment), query))).toEqual([null, null]);
});

test('a reply that is withheld is nowhere: not in a segment on its way either', async () => {
  const lesson = read('02-boxes/02-what-the-nat-changed');
  const runs = await runsOf(lesson);
  const step = lesson.steps.findIndex(({ ask: question }) => question?.before === 'control 1 / 500');
  const seen = before(runs[step]!, 'control 1 / 500');
  expect(seen.moments.has('control 1 / PORT')).toBe(true);
  expect(JSON.stringify(seen.entries)).not.toContain('500');
  for (const depth of DEPTHS)
    expect(
      stepsOf(seen, depth)
        .map(({ label }) => `${label.term} ${label.text}`)
        .join(),
    ).not.toMatch(/\b500\b/);
});

test('the run answers who dials, and what is withheld does not', async () => {
  const lesson = read('01-two-connections/01-who-dials');
  const runs = await runsOf(lesson);
  const asked = lesson.steps.flatMap((step, index) => (step.ask ? [{ ...step.ask, trace: runs[index]! }] : []));
  expect(asked.map(({ trace, query }) => ask(trace, query))).toEqual(['server', 'server']);
  expect(runs.map((trace) => ask(trace, 'outcome of action 1'))).toEqual(lesson.steps.map(() => 'achieved'));
});

test('a moment that no run has is named with the nearest, and an answer that is no option with itself', async () => {
  const lesson = read('01-two-connections/01-who-dials');
  const runs = await runsOf(lesson);
  const broken: Lesson = {
    ...lesson,
    steps: lesson.steps.map((step) => ({
      ...step,
      moment: step.moment === 'control 1 / 227' ? 'control 1 / 2277' : step.moment,
      ask: step.ask && { ...step.ask, options: step.ask.options.filter(({ value }) => value !== 'server') },
    })),
  };
  expect(
    checkRuns(broken, 'lesson.md', (step) => runs[step]!).map(
      ({ line, text, remedy }) => `${line}: ${text}: ${remedy}`,
    ),
  ).toEqual([
    expect.stringMatching(/^\d+: the run has no moment 'control 1 \/ 2277': did you mean 'control 1 \/ 227'\?$/),
    expect.stringMatching(/^\d+: the run answers 'server', which is no option: add the option 'server'$/),
    expect.stringMatching(/^\d+: the run answers 'server', which is no option: add the option 'server'$/),
  ]);
});
