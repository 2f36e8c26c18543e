/**
 * How arguments and replies are written: one pattern a form, whose named groups are its fields. What stands between
 * two fields is no field; where the text does not fit, none is found.
 */
import { SIX, TWO_TWENTY_NINE } from './host-port';

type Groups = Readonly<Record<string, string>>;
/** What a value comes to, from it and the fields beside it; as it stands where there is nothing to work out. */
type Work = (value: string, all: Groups) => string;

export interface Form<Field extends string> {
  readonly pattern: RegExp;
  readonly fields: Readonly<Record<Field, Work>>;
}

const asIs: Work = (value) => value;

/** Fields that are read as they stand. */
function form<Field extends string>(pattern: RegExp, ...names: readonly Field[]): Form<Field> {
  const fields = Object.fromEntries(names.map((name) => [name, asIs])) as Record<Field, Work>;
  return { pattern, fields };
}

/** The port of two octets, worked out as a person does it. */
const high: Work = (p1) => `${p1} × 256 = ${Number(p1) * 256}`;
const low: Work = (p2, { p1 }) => `${Number(p1) * 256} + ${p2} = port ${Number(p1) * 256 + Number(p2)}`;

const hostPort = (pattern: RegExp): Form<'h1' | 'h2' | 'h3' | 'h4' | 'p1' | 'p2'> => ({
  pattern,
  fields: { h1: asIs, h2: asIs, h3: asIs, h4: asIs, p1: high, p2: low },
});
const path = form(/^(?<path>[^]+)$/d, 'path');

/** Arguments, by their verb. */
export const argumentForms = {
  USER: form(/^(?<name>[^]+)$/d, 'name'),
  PASS: form(/^(?<password>[^]+)$/d, 'password'),
  ACCT: form(/^(?<account>[^]+)$/d, 'account'),
  PORT: hostPort(new RegExp(`^${SIX}$`, 'd')),
  EPRT: form(
    /^(?<d>[!-~])(?<protocol>[12])\k<d>(?<address>[^|]+)\k<d>(?<port>\d{1,5})\k<d>$/d,
    ...(['protocol', 'address', 'port'] as const),
  ),
  EPSV: form(/^(?<protocol>[12]|ALL)$/di, 'protocol'),
  TYPE: form(/^(?<type>[AEIL])(?: (?<second>\S+))?$/di, 'type', 'second'),
  STRU: form(/^(?<structure>[FRP])$/di, 'structure'),
  MODE: form(/^(?<mode>[SBC])$/di, 'mode'),
  REST: form(/^(?<marker>[!-~]+)$/d, 'marker'),
  ALLO: form(/^(?<size>\d+)(?: R (?<record>\d+))?$/d, 'size', 'record'),
  AUTH: form(/^(?<mechanism>\S+)$/d, 'mechanism'),
  PBSZ: form(/^(?<size>\d+)$/d, 'size'),
  PROT: form(/^(?<level>[CSEP])$/di, 'level'),
  OPTS: form(/^(?<command>\S+)(?: (?<options>[^]+))?$/d, 'command', 'options'),
  SITE: form(/^(?<command>\S+)(?: (?<arguments>[^]+))?$/d, 'command', 'arguments'),
  MFMT: form(/^(?<time>\d{14}) (?<path>[^]+)$/d, 'time', 'path'),
  HOST: form(/^(?<host>\S+)$/d, 'host'),
  LANG: form(/^(?<tag>\S+)$/d, 'tag'),
  CLNT: form(/^(?<program>[^]+)$/d, 'program'),
  CSID: form(/^(?<program>[^]+)$/d, 'program'),
  PRET: form(/^(?<command>\S+)(?: (?<path>[^]*))?$/d, 'command', 'path'),
  HELP: form(/^(?<topic>[^]+)$/d, 'topic'),
  LIST: form(/^(?<options>-\S+)?(?: ?(?<path>[^-][^]*))?$/d, 'options', 'path'),
  NLST: form(/^(?<options>-\S+)?(?: ?(?<path>[^-][^]*))?$/d, 'options', 'path'),
  ...{ CWD: path, XCWD: path, SMNT: path, RETR: path, STOR: path, STOU: path, APPE: path, DELE: path },
  ...{ RNFR: path, RNTO: path, MKD: path, XMKD: path, RMD: path, XRMD: path, STAT: path },
  ...{ SIZE: path, MDTM: path, MLST: path, MLSD: path },
} as const;

/** What the text of a reply is to say for programs too, by its code. */
export const replyForms = {
  213: form(/^(?:(?<time>\d{14}(?:\.\d+)?)|(?<size>\d+))$/d, 'time', 'size'),
  215: form(/^(?<system>\S+)/d, 'system'),
  227: hostPort(new RegExp(`(?<!\\d)${SIX}(?!\\d)`, 'd')),
  229: form(TWO_TWENTY_NINE, 'left_out', 'port', 'end'),
  257: form(/"(?<path>(?:[^"]|"")*)"/d, 'path'),
} as const;

/** Lines: of a listing, of the answer to FEAT. */
export const lineForms = {
  LIST: form(
    new RegExp(
      '^(?<type>[-bcdlps])(?<permissions>[-rwxstST]{9})[+.@]? +(?<links>\\d+) +(?<owner>\\S+) +(?<group>\\S+) +' +
        '(?<size>\\d+) (?<date>\\w{3} [ \\d]\\d +[\\d:]+) (?<name>[^]*)$',
      'd',
    ),
    ...(['type', 'permissions', 'links', 'owner', 'group', 'size', 'date', 'name'] as const),
  ),
  NLST: form(/^(?<name>[^]+)$/d, 'name'),
  FEAT: form(/^ (?<feature>\S+)(?: (?<parameters>[^]+))?$/d, 'feature', 'parameters'),
} as const;

type FieldsOf<Table> = {
  [Name in keyof Table & (string | number)]: Table[Name] extends Form<infer Field> ? `${Name}.${Field}` : never;
}[keyof Table & (string | number)];

export type ArgumentField = FieldsOf<typeof argumentForms>;
export type ReplyField = FieldsOf<typeof replyForms>;
export type LineField = FieldsOf<typeof lineForms>;

/** A field that was found: `gap` is what stands between two, or before the first and behind the last. */
export interface Piece {
  readonly name: string | null;
  readonly from: number;
  readonly to: number;
  /** As written. */
  readonly text: string;
  /** Worked out. */
  readonly value: string;
}

/** The pieces of a text by a form, in order and without a gap; null where it does not fit. */
export function piecesOf({ pattern, fields }: Form<never> | Form<string>, text: string): readonly Piece[] | null {
  const found = pattern.exec(text);
  const places = found?.indices?.groups;
  if (!found?.groups || !places) return null;
  const pieces: Piece[] = [];
  const between = (from: number, to: number): void => {
    if (from < to) pieces.push({ name: null, from, to, text: text.slice(from, to), value: text.slice(from, to) });
  };
  let at = 0;
  for (const [name, work] of Object.entries<Work>(fields)) {
    const [from, to] = places[name] ?? [0, 0];
    if (from === to) continue;
    between(at, from);
    const own = text.slice(from, to);
    pieces.push({ name, from, to, text: own, value: work(own, found.groups) });
    at = to;
  }
  between(at, text.length);
  return pieces;
}
