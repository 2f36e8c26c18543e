/** Reads the small YAML maps of a lesson, with the line of each field, and reports what is not a field. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Pair, type YAMLMap } from 'yaml';
import { tooMuchYaml } from '../wire/text/yaml-guard';
import { nearest } from '../wire/text/nearest';

type Report = (line: number, text: string, remedy: string) => void;

export interface Fields {
  has(field: string): boolean;
  /** A value as written; null when it is not there. */
  text(field: string): string | null;
  list(field: string): readonly string[];
  map(field: string): Readonly<Record<string, string>>;
  inner(field: string, known: readonly string[]): Fields;
  /** Line of a field in the file, or of the map where the field is missing. */
  line(field: string): number;
}

/** `firstLine` is the line of the file on which the YAML begins, from 1. */
export function readMap(text: string, firstLine: number, known: readonly string[], report: Report): Fields {
  const much = tooMuchYaml(text);
  if (much !== null) report(firstLine, much, 'write one `name: value` a line');
  const counter = new LineCounter();
  const document = parseDocument(much === null ? text : '', {
    schema: 'core',
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const lineAt = (offset: number): number => firstLine + Math.max(0, counter.linePos(offset).line - 1);
  for (const { message, pos } of document.errors)
    report(
      lineAt(pos[0]),
      `this is not YAML: ${message}`,
      'write one `name: value` a line; quote a value that holds a colon and a space',
    );
  const { contents } = document;
  if (contents !== null && !isMap(contents))
    report(firstLine, 'this is not a list of fields', 'write one `name: value` a line');
  return fieldsOf(isMap(contents) ? contents : null, firstLine, known, report, lineAt);
}

function fieldsOf(
  map: YAMLMap | null,
  ownLine: number,
  known: readonly string[],
  report: Report,
  lineAt: (offset: number) => number,
): Fields {
  const pairs = new Map((map?.items ?? []).map((pair) => [written(pair.key), pair] as const));
  const lineOf = (pair: Pair | undefined): number =>
    isScalar(pair?.key) && pair.key.range ? lineAt(pair.key.range[0]) : ownLine;
  for (const [name, pair] of pairs)
    if (!known.includes(name)) report(lineOf(pair), `there is no field '${name}'`, meant(name, known));
  const wrong = (name: string, remedy: string): void =>
    report(lineOf(pairs.get(name)), `${name} is written wrongly`, remedy);
  /** A value as `read` has it; `none` where there is none, or none that can be read. */
  const read = <T>(name: string, none: T, readIt: (value: unknown) => T | null, remedy: string): T => {
    const value = pairs.get(name)?.value;
    if (value === undefined || value === null) return none;
    const found = readIt(value);
    if (found === null) wrong(name, remedy);
    return found ?? none;
  };
  return {
    has: (name) => pairs.has(name),
    line: (name) => lineOf(pairs.get(name)),
    text: (name) => read<string | null>(name, null, textIn, `write: ${name}: and its value on the same line`),
    list: (name) => read(name, [], listIn, 'write one a line, each behind a dash'),
    map: (name) => read(name, {}, mapIn, 'write one `name: value` a line, indented'),
    inner(name, inside) {
      const pair = pairs.get(name);
      if (pair && !isMap(pair.value)) wrong(name, `write its fields below it, indented: ${inside.join(', ')}`);
      return fieldsOf(isMap(pair?.value) ? pair.value : null, lineOf(pair), inside, report, lineAt);
    },
  };
}

const meant = (name: string, known: readonly string[]): string =>
  `did you mean '${nearest(name, known)}'? known are ${known.join(', ')}`;

const textIn = (value: unknown): string | null => (isScalar(value) ? written(value) : null);

const listIn = (value: unknown): readonly string[] | null => (isSeq(value) ? value.items.map(written) : null);

const mapIn = (value: unknown): Readonly<Record<string, string>> | null =>
  isMap(value) ? Object.fromEntries(value.items.map((pair) => [written(pair.key), written(pair.value)])) : null;

/** A scalar as it stands in the file: `010` and `yes` stay what they are. */
function written(node: unknown): string {
  return isScalar(node) ? (node.source ?? String(node.value)) : String(node ?? '');
}
