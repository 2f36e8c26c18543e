/**
 * A scenario as a file: YAML (or JSON, which is YAML), one knob a line under its name, and the interventions.
 *
 *     dataMode: PORT
 *     actions: list /; get hello.txt
 *     interventions:
 *       - drop data 1 / SYN
 */
import { LineCounter, parseDocument, isMap, isScalar, isSeq, stringify, type Pair } from 'yaml';
import { isViolation } from '../../wire/violation';
import { expected, formatValue, parseValue } from '../values/knob';
import { knobNamed, knobs, nearestName } from '../knobs/knobs';
import { INTERVENTION_FORMS, interventionText, parseIntervention } from '../interventions';
import { emptyScenario, problems as conflicts, withKnob, type Scenario } from '../scenario';

export interface FileProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly expected: string;
}

export function writeScenario(scenario: Scenario): string {
  const lines = knobs.flatMap((knob) => {
    const value = scenario.knobs[knob.name];
    return value === undefined ? [] : [[knob.name, formatValue(knob, value)] as const];
  });
  const acts = scenario.interventions.map(interventionText);
  return stringify({ ...Object.fromEntries(lines), ...(acts.length > 0 ? { interventions: acts } : {}) });
}

/** Reads a scenario file. Every mistake is reported at once, each with its line and what was expected. */
export function readScenario(
  text: string,
  file: string,
): { readonly scenario: Scenario } | { readonly problems: readonly FileProblem[] } {
  const counter = new LineCounter();
  // The failsafe schema leaves every scalar the text it is, so that 21:20 stays 21:20 and the table reads it.
  const document = parseDocument(text, { lineCounter: counter, schema: 'failsafe', uniqueKeys: true });
  const problems: FileProblem[] = [];
  const complain = (offset: number, text_: string, wanted: string) => {
    problems.push({ file, line: counter.linePos(offset).line, text: text_, expected: wanted });
  };
  for (const error of document.errors)
    complain(error.pos[0], error.message.split('\n')[0] ?? error.code, 'YAML: one `name: value` a line');
  const root = document.contents;
  let scenario = emptyScenario;
  if (root !== null && !isMap(root))
    complain(0, 'the file is no map of knobs', 'one `name: value` a line, as in `dataMode: PORT`');
  else
    for (const pair of (root?.items ?? []) as Pair[]) {
      const name = isScalar(pair.key) ? String(pair.key.value) : '';
      const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
      if (name === 'interventions') scenario = readActs(pair, scenario, complain, offset);
      else scenario = readKnob(pair, name, scenario, complain, offset);
    }
  if (problems.length === 0) for (const problem of conflicts(scenario)) complain(0, problem.text, problem.remedy);
  return problems.length > 0 ? { problems } : { scenario };
}

type Complain = (offset: number, text: string, expected: string) => void;

function readKnob(pair: Pair, name: string, scenario: Scenario, complain: Complain, offset: number): Scenario {
  const knob = knobNamed(name);
  if (!knob) {
    complain(offset, `there is no knob '${name}'`, `did you mean '${nearestName(name)}'?`);
    return scenario;
  }
  if (!isScalar(pair.value)) {
    complain(offset, `${name} has no value on its line`, expected(knob));
    return scenario;
  }
  const value = parseValue(knob, String(pair.value.value));
  if (!isViolation(value)) return withKnob(scenario, name, value);
  complain(offset, value.text, expected(knob));
  return scenario;
}

function readActs(pair: Pair, scenario: Scenario, complain: Complain, offset: number): Scenario {
  if (!isSeq(pair.value)) {
    complain(offset, 'interventions are no list', "a list, as in '- drop data 1 / SYN'");
    return scenario;
  }
  const acts = pair.value.items.map((item) => parseIntervention(isScalar(item) ? String(item.value) : ''));
  for (const act of acts) if (typeof act === 'string') complain(offset, act, INTERVENTION_FORMS.join(', '));
  return { ...scenario, interventions: acts.filter((act) => typeof act !== 'string') };
}
