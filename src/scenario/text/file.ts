/**
 * A scenario as a file: YAML (or JSON, which is YAML), one knob a line under its name, and the interventions.
 *
 *     dataMode: PORT
 *     actions: list /; get hello.txt
 *     interventions:
 *       - drop data 1 / SYN
 */
import { LineCounter, parseDocument, isMap, isNode, isScalar, isSeq, stringify, type Pair } from 'yaml';
import { over } from '../../wire/caps';
import { shown } from '../../wire/text/shown';
import { isViolation } from '../../wire/violation';
import { tooMuchYaml } from '../../wire/text/yaml-guard';
import { expected, formatValue, parseValue } from '../values/knob';
import { knobNamed, knobs, nearestName } from '../knobs/knobs';
import { INTERVENTION_FORMS, interventionText, parseIntervention } from '../interventions';
import { emptyScenario, problems as conflicts, withKnob, type Problem, type Scenario } from '../scenario';
import { Complaints } from './complaints';

interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What cannot be read is said here; what was read and cannot run is a code, and said by a language. */
export type FileProblem = Place & ({ readonly text: string; readonly expected: string } | { readonly why: Problem });

export function writeScenario(scenario: Scenario): string {
  const lines = knobs.flatMap((knob) => {
    const value = scenario.knobs[knob.name];
    return value === undefined ? [] : [[knob.name, formatValue(knob, value)] as const];
  });
  const acts = scenario.interventions.map(interventionText);
  return stringify({ ...Object.fromEntries(lines), ...(acts.length > 0 ? { interventions: acts } : {}) });
}

/** What of YAML's own complaints would advise who writes programs. */
const OURS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this name stands here a second time',
  MULTIPLE_DOCS: 'a second document begins here, and a scenario file holds one',
};

type ReadScenario = { readonly scenario: Scenario } | { readonly problems: readonly FileProblem[] };

/** Reads a scenario file. Every mistake is reported, each with its line and what was expected; never throws. */
export function readScenario(text: string, file: string): ReadScenario {
  const much = over('file', text.length) ?? tooMuchYaml(text);
  if (much !== null)
    return {
      problems: [{ file, line: 1, text: much, expected: 'one `name: value` a line, and no more than are knobs' }],
    };
  const counter = new LineCounter();
  // The failsafe schema leaves every scalar the text it is, so that 21:20 stays 21:20 and the table reads it.
  const document = parseDocument(text, {
    lineCounter: counter,
    schema: 'failsafe',
    uniqueKeys: true,
    prettyErrors: false,
  });
  const complaints = new Complaints<{ readonly line: number; readonly wanted: () => string }>();
  const complain: Complain = (offset, what, wanted) => {
    const { line } = counter.linePos(offset);
    complaints.add(what, () => what, { line, wanted }, String(line));
  };
  for (const { code, message, pos } of document.errors)
    complain(pos[0], OURS[code] ?? message.split('\n')[0] ?? code, () => 'YAML: one `name: value` a line');
  const where = new Map<string, number>();
  const scenario = readRoot(document.contents, complain, where);
  if (complaints.none) {
    const clashes = conflicts(scenario).map((why) => ({
      file,
      line: counter.linePos(where.get(why.knob) ?? 0).line,
      why,
    }));
    return clashes.length > 0 ? { problems: clashes } : { scenario };
  }
  const all = complaints.all();
  return {
    problems: all.map(([what, of]) => ({ file, line: of?.line ?? 1, text: what, expected: of?.wanted() ?? 'none' })),
  };
}

type Complain = (offset: number, text: string, expected: () => string) => void;

/** `where` comes to hold the place of each name. */
function readRoot(root: unknown, complain: Complain, where: Map<string, number>): Scenario {
  if (root === null) return emptyScenario;
  if (!isMap(root)) {
    complain(0, 'the file is no map of knobs', () => 'one `name: value` a line, as in `dataMode: PORT`');
    return emptyScenario;
  }
  let scenario = emptyScenario;
  for (const pair of root.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
    where.set(name, offset);
    if (name === 'interventions') scenario = readActs(pair, scenario, complain, offset);
    else scenario = readKnob(pair, name, scenario, complain, offset);
  }
  return scenario;
}

function readKnob(pair: Pair, name: string, scenario: Scenario, complain: Complain, offset: number): Scenario {
  const knob = knobNamed(name);
  if (!knob) {
    complain(offset, `there is no knob ${shown(name)}`, () => `did you mean '${nearestName(name)}'?`);
    return scenario;
  }
  if (!isScalar(pair.value)) {
    complain(offset, `${name} has no value on its line`, () => expected(knob));
    return scenario;
  }
  const value = parseValue(knob, String(pair.value.value));
  if (!isViolation(value)) return withKnob(scenario, knob.name, value);
  complain(offset, value.text, () => expected(knob));
  return scenario;
}

function readActs(pair: Pair, scenario: Scenario, complain: Complain, offset: number): Scenario {
  if (!isSeq(pair.value)) {
    complain(offset, 'interventions are no list', () => "a list, as in '- drop data 1 / SYN'");
    return scenario;
  }
  const acts = pair.value.items.map((item) => {
    const act = parseIntervention(isScalar(item) ? String(item.value) : '');
    const own = isNode(item) ? item.range?.[0] : undefined;
    if (typeof act === 'string') complain(own ?? offset, act, () => INTERVENTION_FORMS.join(', '));
    return act;
  });
  return { ...scenario, interventions: acts.filter((act) => typeof act !== 'string') };
}
