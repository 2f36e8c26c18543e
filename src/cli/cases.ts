/** What the command line is to run: cases and scenarios from files, with what --set says. */
import { noKnob, knobNamed } from '../scenario/knobs/knobs';
import { emptyScenario, withKnob, type Scenario } from '../scenario/scenario';
import { readCase as readSetup } from '../scenario/text/case';
import { readScenario } from '../scenario/text/file';
import { parseValue } from '../scenario/values/knob';
import { shown } from '../wire/text/shown';
import { isViolation } from '../wire/violation';
import { BadInput, problemLine, text } from './files';

export interface Case {
  readonly id: string;
  readonly scenario: Scenario;
  /** What of a case no knob stands for: it cannot be reproduced. */
  readonly missing: readonly string[];
}

/** A recorded case; a text says what is wrong with it. */
export function readCase(file: string): Case | string {
  const found = readSetup(text(file));
  return 'problems' in found ? found.problems.map((one) => `${file}:1: ${one}`).join('\n') : found;
}

/** What is run where no file is named. */
export const NOTHING: Case = { id: 'run', scenario: emptyScenario, missing: [] };

/** A scenario file; a text says what is wrong with it. */
export function readPlain(file: string): Case | string {
  const found = readScenario(text(file), file);
  return 'scenario' in found
    ? { id: file, scenario: found.scenario, missing: [] }
    : found.problems.map(problemLine).join('\n');
}

/** What a file asks to be run, by its name: a recorded case is JSON, a scenario YAML. */
export const readAny = (file: string): Case | string => (file.endsWith('.json') ? readCase(file) : readPlain(file));

/** The scenario with what --set says, and what of that cannot be. */
export function withSets(
  scenario: Scenario,
  sets: readonly string[] = [],
): { readonly scenario: Scenario; readonly wrong: readonly string[] } {
  const wrong: string[] = [];
  let next = scenario;
  for (const set of sets) {
    const [name = '', value] = /^([^=]*)=(.*)$/s.exec(set)?.slice(1) ?? [set];
    const knob = knobNamed(name);
    const read = knob && parseValue(knob, value ?? '');
    if (knob && value === undefined) wrong.push(`--set ${shown(set)}: has no value; expected ${name}=VALUE`);
    else if (!knob) wrong.push(`--set ${shown(set)}: ${noKnob(name || set)}`);
    else if (isViolation(read)) wrong.push(`--set ${read.text}`);
    else next = withKnob(next, knob.name, read ?? null);
  }
  return { scenario: next, wrong };
}

/**
 * What was read, with what --set says, and the complaints of what was not: one bad file keeps no other from its run,
 * but a mistake in --set is everybody's.
 */
export function withSetsEach(read: readonly (Case | string)[], sets: readonly string[] = []) {
  const { wrong } = withSets(emptyScenario, sets);
  if (wrong.length > 0) throw new BadInput(wrong);
  return {
    cases: read.filter((one) => typeof one !== 'string').map((one) => ({ ...one, ...withSets(one.scenario, sets) })),
    unread: read.filter((one) => typeof one === 'string'),
  };
}
