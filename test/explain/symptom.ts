/**
 * A symptom as a transcript: scenario, what the client's user reads, the chain of causes, and the remedies that open
 * least.
 */
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { remedies, settingsText, type Remedies } from '../../src/explain/remedies/remedies';
import { load } from '../../src/parts';
import { readScenario } from '../../src/scenario/text/file';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Scenario } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/trace';
import { phraseText, symptomLines } from '../../src/strings/en/diagnosis';
import { impossibleText, opensText } from '../../src/strings/en/exposure';

/** Remedies shown of each. */
const SHOWN = 4;

const loaded = new Map<string, ReturnType<typeof load>>();

/** Parts are loaded once: the test runner takes its time over each import. */
export async function ran(scenario: Scenario): Promise<Trace> {
  const wanted = needs(scenario);
  const parts = loaded.get(wanted.join()) ?? load(wanted);
  loaded.set(wanted.join(), parts);
  return run(scenario, await parts);
}

export async function cured(scenario: Scenario, trace: Trace): Promise<Remedies> {
  const search = remedies(scenario, trace);
  let step = search.next();
  while (!step.done) step = search.next(await ran(step.value.scenario));
  return step.value;
}

/** `knob: value` lines, as in scenario files. */
export function scenarioOf(lines: readonly string[]): Scenario {
  const found = readScenario(lines.join('\n'), 'symptom');
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  return found.scenario;
}

export async function transcribed(lines: readonly string[]): Promise<readonly string[]> {
  const scenario = scenarioOf(lines);
  const trace = await ran(scenario);
  const found = diagnose(trace);
  if (!found) return ['says', '    (nothing: it works)'];
  const { remedies: cures, impossible } = await cured(scenario, trace);
  return [
    'says',
    ...symptomLines(found).map((line) => `    ${line}`),
    'because',
    ...found.chain.map(
      ({ phrase, moment, knob }) =>
        `    ${phraseText(phrase)}${moment === null ? '' : ` [${moment}]`}${knob === null ? '' : ` {${knob}}`}`,
    ),
    'remedies',
    ...cures.slice(0, SHOWN).map(({ set, opens }) => `    ${settingsText(set)} -- opens ${opensText(opens)}`),
    ...(impossible === null ? [] : [`    none: ${impossibleText(impossible)}`]),
  ];
}

export interface Section {
  readonly title: string;
  readonly scenario: readonly string[];
}

/** Sections begin with '# '; the lines down to 'says' are the scenario's. */
export function sections(text: string): readonly Section[] {
  return text
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.trimEnd().split('\n');
      const cut = lines.indexOf('says');
      return { title, scenario: lines.slice(0, cut < 0 ? lines.length : cut) };
    });
}
