/**
 * A recorded case's `setup` as a scenario: the knobs have the setup's names, so that this is little more than
 * flattening. Each value goes through the knob's own reader, as a link's does.
 */
import { over } from '../../wire/caps';
import { cut, valueShown } from '../../wire/text/shown';
import { isViolation, mistake, type Mistake } from '../../wire/violation';
import { checkForwards, forwardsText } from '../values/forwards';
import { filesOfSetup } from '../values/files';
import { parseActions, readActions } from '../values/actions';
import { expected, parseValue, type KnobValue } from '../values/knob';
import { knobNamed, type Knob } from '../knobs/knobs';
import type { KnobName } from '../knobs/table';
import { emptyScenario, valueOf, withKnob, type Scenario } from '../scenario';
import { Complaints } from './complaints';

interface OfSetup {
  readonly scenario: Scenario;
  /** What of the setup no knob stands for yet: such a case cannot be reproduced. */
  readonly missing: readonly string[];
  /** What a knob stands for, and cannot be: by place, and what would be. */
  readonly wrong: readonly string[];
}

export function fromSetup(setup: unknown): OfSetup {
  const missing = new Complaints();
  const wrong = new Complaints();
  let scenario = emptyScenario;
  for (const [path, value] of leaves(setup)) {
    const name = path.replace(/^server\.settings\./, 'server.');
    const knob = knobNamed(name);
    const without = () =>
      `${cut(path)}=${typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : valueShown(value)}`;
    const told = path === 'client.extra' ? optionsOf(value) : null;
    if (isViolation(told)) wrong.add(path, () => `setup.${path}: ${told.text}`, null);
    else if (told) for (const [option, said] of told) scenario = withKnob(scenario, option, said);
    else if (knob && isUnset(knob, value)) continue;
    else if (knob) {
      const read = readValue(knob, value);
      if (!isViolation(read)) scenario = withKnob(scenario, knob.name, read);
      else if (knob.kind === 'choice') missing.add(path, without, null);
      else wrong.add(path, () => `setup.${cut(path)}: ${read.text}`, null);
    } else if (!(Object.hasOwn(PLAIN, path) && PLAIN[path]?.includes(plainText(value))))
      missing.add(path, without, null);
  }
  return {
    scenario: asRecorded(scenario),
    missing: missing.all().map(([said]) => said),
    wrong: wrong.all().map(([said]) => said),
  };
}

/**
 * What no setup tells of: the recordings' hosts had just come up, so that on IPv6 the first solicitation for the server
 * went unanswered, each time; and a server let anonymous in where somebody came as such.
 */
function asRecorded(scenario: Scenario): Scenario {
  const late = valueOf(scenario, 'ipVersion') === 6;
  const waits = late ? withKnob(scenario, 'serverEdge.neighbourWaitMs', 1000) : scenario;
  return valueOf(waits, 'user') === 'anonymous' ? withKnob(waits, 'server.anonymous', true) : waits;
}

/** What a setup writes where a knob means nothing; it stays as by default. */
const isUnset = ({ kind, values, optional }: Knob, value: unknown): boolean =>
  optional !== true && (value === null || (kind === 'choice' && value === 'none' && !values?.includes(value)));

/** A case file's text: its id and scenario, or what is wrong with it, each with what would be right. Never throws. */
export function readCase(text: string): ({ readonly id: string } & OfSetup) | { readonly problems: readonly string[] } {
  const long = over('case', text.length);
  if (long !== null) return { problems: [`${long}; expected an object with 'id' and 'setup'`] };
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    return { problems: [`no JSON: ${(error as Error).message}`] };
  }
  const { id, setup } = (typeof read === 'object' && read !== null ? read : {}) as { id?: unknown; setup?: unknown };
  if (typeof id !== 'string' || typeof setup !== 'object' || setup === null)
    return { problems: ["no case; expected an object with 'id' and 'setup'"] };
  const of = fromSetup(setup);
  return of.wrong.length > 0 ? { problems: of.wrong } : { id, ...of };
}

/** Settings without a knob yet, and the values of theirs that mean the plain world there is. */
const PLAIN: Readonly<Record<string, readonly string[]>> = {
  'client.version': ['"7.88.1"', '"4.9.2"', '"20210827-4+b1"', '"Python 3.11.7"', '"7.93"', '"3.0.22"'],
  'client.extra': ['[]'],
  'server.version': ['"3.0.3-13+b2"', '"1.3.8"', '"1.0.50"', 'null'],
  tls: ['null'],
};

function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[...]';
  return typeof value === 'string' ? `"${value}"` : String(value);
}

/** curl's options that a knob stands for; one without a value of its own sets `true`. */
const OPTIONS: Readonly<Record<string, { readonly knob: KnobName; readonly bare?: true }>> = {
  '--max-time': { knob: 'client.maxTime' },
  '--ftp-method': { knob: 'client.ftpMethod' },
  '--ftp-create-dirs': { knob: 'client.createDirs', bare: true },
};

/** What further arguments say, where knobs stand for all of them and some are there; else null, or what is wrong. */
function optionsOf(extra: unknown): readonly (readonly [KnobName, KnobValue])[] | Mistake | null {
  if (!Array.isArray(extra) || extra.length === 0) return null;
  const told: (readonly [KnobName, KnobValue])[] = [];
  const words = extra.map(String);
  for (let at = 0; at < words.length; at += 1) {
    const option = OPTIONS[words[at] ?? ''];
    const said = option?.bare ? 'true' : words[(at += 1)];
    if (!option || said === undefined) return null;
    const value = parseValue(knobNamed(option.knob), said);
    if (isViolation(value)) return value;
    told.push([option.knob, value]);
  }
  return told;
}

/**
 * Leaves of the setup by their path; lists are leaves, and so is what nests deeper than any setting does. A fault's
 * parts go by the knobs' names.
 */
function leaves(value: unknown, path = '', depth = 0): readonly (readonly [string, unknown])[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || depth > DEEPEST) {
    return [[path === `${DROP}.segment` ? DROP : path.replace(`${DROP}.`, 'faults.'), value]];
  }
  return Object.entries(value).flatMap(([key, part]) => leaves(part, path === '' ? key : `${path}.${key}`, depth + 1));
}

const DEEPEST = 5;
/** In a setup an object of its own. */
const DROP: KnobName = 'faults.drop';

/** A value of JSON by way of the text that a link would have for it. */
function readValue(knob: Knob, value: unknown): KnobValue | Mistake {
  if (knob.kind === 'work') return typeof value === 'string' ? parseActions(value) : readActions(value);
  if (value === null) return null;
  const text = TEXTS[knob.kind]?.(value) ?? (typeof value === 'object' ? null : String(value));
  return text === null ? mistake('bad-value', `${valueShown(value)} is not ${expected(knob)}`) : parseValue(knob, text);
}

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number');

/** How a list in a setup is written in a link. */
const TEXTS: Partial<Readonly<Record<Knob['kind'], (value: unknown) => string | null>>> = {
  ports: (value) => (isNumbers(value) ? value.join('-') : null),
  portList: (value) => (isNumbers(value) ? value.join(', ') : null),
  files: (value) => (typeof value === 'string' ? value : filesOfSetup(value)),
  forwards(value) {
    if (!Array.isArray(value) || !value.every(isForward)) return null;
    const text = forwardsText(value as Parameters<typeof forwardsText>[0]);
    return isViolation(checkForwards(text)) ? null : text;
  },
};

const isRange = (value: unknown): boolean => isNumbers(value) && value.length === 2;

const isForward = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const { ports, to = [0, 0] } = value as { readonly ports?: unknown; readonly to?: unknown };
  return isRange(ports) && isRange(to);
};
