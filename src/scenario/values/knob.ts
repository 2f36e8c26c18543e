/** What a knob is, and the few kinds of value there are: how each is written, read, checked and varied. */
import type { Action } from '../../ftp/protocol/requests';
import { checkForwards } from './forwards';
import { parseRules, rulesText } from '../../middlebox/firewall/rules-text';
import { checkAccounts } from './accounts';
import { actionText, parseActions } from './actions';
import { checkFiles } from './files';
import { isViolation, mistake, type Mistake } from '../../wire/violation';
import { parseAddress } from '../../wire/packet/address';
import { shown } from '../../wire/text/shown';

export type KnobValue = string | number | boolean | null | readonly number[] | readonly Action[];

export type Group =
  | 'protocol'
  | 'data connection'
  | 'client'
  | "client's edge"
  | 'network'
  | "server's edge"
  | 'server'
  | 'tcp'
  | 'work'
  | 'run';

export type Kind =
  | 'choice'
  | 'integer'
  | 'boolean'
  | 'text'
  | 'ports'
  | 'portList'
  | 'forwards'
  | 'rules'
  | 'address'
  | 'files'
  | 'accounts'
  | 'work';

/** When a knob means something: other knobs by name, each with the values it may have, or the one it must not. */
export type Conditions = Readonly<Record<string, readonly KnobValue[] | { readonly not: KnobValue }>>;

/** What a value exposes that is no port. */
export interface Hazard<V = KnobValue> {
  readonly value: V;
  /** As how many ports it counts. */
  readonly weight: number;
}

/** What a run shows of whether a setting that shuts something was needed open. */
export type Evidence = 'calls to the client' | 'calls to the server' | 'a password in clear' | 'unseen';

/** Whoever filters packets by rules: the hosts themselves, and their edges. */
export type FilterSite = 'client' | 'clientEdge' | 'serverEdge' | 'server';

export const isFilterSite = (node: string | null): node is FilterSite =>
  node === 'client' || node === 'server' || isEdge(node);

/** A router whose keeper one can ask. */
export type Edge = 'clientEdge' | 'serverEdge';

export const isEdge = (node: string | null): node is Edge => node === 'clientEdge' || node === 'serverEdge';

/** A router that keeps connections in mind: a carrier's does, too. */
export const isRouter = (node: string | null): node is Edge | 'carrier' => node === 'carrier' || isEdge(node);

/** A row of the knob table, under the knob's name: all that is known of it. Its words are a language's (strings/). */
export interface Row<V = KnobValue> {
  readonly group: Group;
  readonly kind: Kind;
  /** The choices of a choice; values an integer may take besides its range, by name. */
  readonly values?: readonly (string | number)[];
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  /** Whether `none` (null) is a value. */
  readonly optional?: boolean;
  readonly default: V;
  /** Otherwise it is not read, shown or tried. Of a list, one is enough. */
  readonly when?: Conditions | readonly Conditions[];

  // What the explanations ask.
  /** Never tried: what was asked for and with which program, what is chance or the machines' own. */
  readonly fixed?: boolean;
  /** It takes something away or goes wrong: nothing is repaired by any value but the default. */
  readonly restricts?: boolean;
  /** What an end says of TLS: no remedy where neither speaks it. */
  readonly speaksTls?: boolean;
  /** Whose filter it is part of: no remedy where that dropped nothing. */
  readonly filters?: FilterSite;
  /** An address that the server announces as its own: no remedy is another machine's. */
  readonly announced?: boolean;
  /** What the user asks for or is, not how anything is set up; `unless` was so before. */
  readonly marked?: { readonly unless?: V };
  /** It is there to shut something: tried where a run came out well. */
  readonly shuts?: Evidence;
  readonly hazards?: readonly Hazard<V>[];
  /** How long what is idle is remembered; and what keeps it from being idle. */
  readonly remembers?: boolean;
  readonly refreshes?: boolean;
}

/** A file's part of the table, by the knobs' names. */
export type Rows = Readonly<Record<string, Row>>;

export interface NamedRow extends Row {
  /** As in links, scenario files and --set; the recorded cases' `setup` calls it the same. */
  readonly name: string;
}

/** The values that a row's knob can have. */
export type ValueOf<R> =
  | (R extends { readonly optional: true } ? null : never)
  | (R extends Choices<infer V> ? V : never)
  | (R extends { readonly kind: infer K extends keyof ByKind } ? ByKind[K] : never);

interface Choices<V> {
  readonly kind: 'choice' | 'integer';
  readonly values: readonly V[];
}

interface ByKind {
  readonly integer: number;
  readonly boolean: boolean;
  readonly text: string;
  readonly ports: readonly [from: number, to: number];
  readonly portList: readonly number[];
  readonly forwards: string;
  readonly rules: string;
  readonly address: string;
  readonly files: string;
  readonly accounts: string;
  readonly work: readonly Action[];
}

/** The one-line text of a value: what links, files, flags and controls hold. */
export function formatValue(knob: Row, value: KnobValue): string {
  if (value === null) return 'none';
  if (!Array.isArray(value)) return String(value);
  const parts = value as readonly (number | Action)[];
  return typeof parts[0] === 'number'
    ? parts.join(knob.kind === 'portList' ? ', ' : '-')
    : (parts as readonly Action[]).map(actionText).join('; ');
}

/** Reads what formatValue writes. A text that is no value of the knob is a violation that says what would be. */
export function parseValue(knob: NamedRow, text: string): KnobValue | Mistake {
  if (knob.optional && text === 'none') return null;
  return READ[knob.kind](knob, text.trim());
}

/** One sentence that names what the knob takes. */
export function expected(knob: Row): string {
  const takes = TAKES[knob.kind];
  const none = knob.optional && knob.kind !== 'boolean' && knob.kind !== 'work' ? ', or none' : '';
  return `${typeof takes === 'string' ? takes : takes(knob)}${none}`;
}

const TAKES: Readonly<Record<Kind, string | ((knob: Row) => string)>> = {
  choice: ({ values = [] }) => `one of ${values.join(', ')}`,
  boolean: 'true or false',
  integer({ values = [], min = 0, max = 2 ** 32 - 1, unit }) {
    const named = values.length > 0 ? `, or ${values.join(', ')}` : '';
    return `a whole number from ${min} to ${max}${unit ? ` (${unit})` : ''}${named}`;
  },
  ports: 'two ports, low-high, each 1 to 65535',
  portList: 'ports from 1 to 65535, with commas between',
  forwards: "ports of the router, as in '21; 50020-50045' or '2121 to 21'",
  rules: "rules with ';' between, as in 'state established accept; from outside tcp dport 21 accept; tcp drop'",
  address: 'an IPv4 or IPv6 address',
  files: "files with their octets and folders, as in 'tide table.txt 120; logs/'",
  accounts: "names with their passwords, as in 'ann sesame; bob tide'",
  work: "actions separated by ';', as in 'list /; get hello.txt; put notes.txt'",
  text: 'text',
};

type Reader = (knob: NamedRow, text: string) => KnobValue | Mistake;

const READ: Readonly<Record<Kind, Reader>> = {
  choice: (knob, text) => (knob.values ?? []).find((value) => String(value) === text) ?? wrong(knob, text),
  boolean: (knob, text) => (text === 'true' || text === 'false' ? text === 'true' : wrong(knob, text)),
  integer(knob, text) {
    const named = knob.values?.find((value) => String(value) === text);
    if (named !== undefined) return named;
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= (knob.min ?? 0) && value <= (knob.max ?? 2 ** 32 - 1) ? value : wrong(knob, text);
  },
  text: (knob, text) => (text === '' ? wrong(knob, text) : text),
  ports(knob, text) {
    const found = /^(\d{1,5})-(\d{1,5})$/.exec(text);
    const [from, to] = [Number(found?.[1]), Number(found?.[2])];
    return from >= 1 && from <= to && to <= 65535 ? [from, to] : wrong(knob, text);
  },
  portList(knob, text) {
    const ports = text.split(',').map((part) => (/^\s*\d{1,5}\s*$/.test(part) ? Number(part) : NaN));
    return ports.every((port) => port >= 1 && port <= 65535) ? ports : wrong(knob, text);
  },
  forwards: (knob, text) => (isViolation(checkForwards(text)) ? wrong(knob, text) : text),
  rules: (knob, text) => {
    const rules = parseRules(text);
    return isViolation(rules) ? named(knob, rules) : rulesText(rules);
  },
  address: (knob, text) => (isViolation(parseAddress(text)) ? wrong(knob, text) : text),
  files: (knob, text) => named(knob, checkFiles(text)),
  accounts: (knob, text) => named(knob, checkAccounts(text)),
  work: (knob, text) => {
    const actions = parseActions(text);
    return isViolation(actions) ? named(knob, actions) : actions;
  },
};

/** What a value's own reader says, under the knob's name. */
const named = <V>(knob: NamedRow, read: V | Mistake): V | Mistake =>
  isViolation(read) ? mistake('bad-value', `${knob.name}: ${read.text}`) : read;

function wrong(knob: NamedRow, text: string): Mistake {
  return mistake('bad-value', `${knob.name}: ${shown(text)} is not ${expected(knob)}`);
}
