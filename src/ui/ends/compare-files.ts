/** Two files octet by octet: whether they are the same, where they part, and what TYPE A did to line ends. Pure. */
import type { Files } from '../../machine/files';

export type Comparison =
  | { readonly kind: 'same' }
  /** The shorter one is the beginning of the longer. */
  | { readonly kind: 'beginning'; readonly first: number; readonly shorter: 'here' | 'there' }
  /** Equal but for CRs before LF; so many more on each side. */
  | {
      readonly kind: 'line ends';
      readonly first: number;
      readonly more: 'here' | 'there';
      readonly carriageReturns: number;
    }
  | { readonly kind: 'differs'; readonly first: number };

const CR = 13;
const LF = 10;

/** `first` is the first octet that is not the same, counted from 0. */
export function compare(here: Uint8Array, there: Uint8Array): Comparison {
  const shared = Math.min(here.length, there.length);
  let first = 0;
  while (first < shared && here[first] === there[first]) first += 1;
  if (first === here.length && first === there.length) return { kind: 'same' };
  const difference = here.length - there.length;
  if (onlyLineEnds(here, there))
    return { kind: 'line ends', first, more: difference > 0 ? 'here' : 'there', carriageReturns: Math.abs(difference) };
  if (first === shared) return { kind: 'beginning', first, shorter: difference < 0 ? 'here' : 'there' };
  return { kind: 'differs', first };
}

/** Whether both are the same once every CR before an LF is left out. */
function onlyLineEnds(here: Uint8Array, there: Uint8Array): boolean {
  let [i, j] = [0, 0];
  const skips = (octets: Uint8Array, at: number): boolean => octets[at] === CR && octets[at + 1] === LF;
  while (i < here.length || j < there.length) {
    if (skips(here, i)) i += 1;
    if (skips(there, j)) j += 1;
    if (here[i] !== there[j]) return false;
    i += 1;
    j += 1;
  }
  return true;
}

/** A place of the two side by side: null where one has nothing to set against the other. */
interface Cell {
  readonly here: number | null;
  readonly there: number | null;
  readonly same: boolean;
}

interface CellRow {
  /** The offset of the row's first octet, at each end. */
  readonly here: number;
  readonly there: number;
  readonly cells: readonly Cell[];
}

/**
 * Both from the row of the first difference on; a CR that one side lacks leaves a gap there, so that what follows is in
 * line again.
 */
export function sideBySide(
  here: Uint8Array,
  there: Uint8Array,
  found: Comparison,
  perRow: number,
  rows: number,
): readonly CellRow[] {
  if (found.kind === 'same') return [];
  let i = found.first - (found.first % perRow);
  let j = i;
  const made: CellRow[] = [];
  while (made.length < rows && (i < here.length || j < there.length)) {
    const row = { here: i, there: j, cells: [] as Cell[] };
    while (row.cells.length < perRow && (i < here.length || j < there.length)) {
      const cell = cellOf(here[i] ?? null, there[j] ?? null, found.kind === 'line ends');
      if (cell.here !== null) i += 1;
      if (cell.there !== null) j += 1;
      row.cells.push(cell);
    }
    made.push(row);
  }
  return made;
}

/** Two octets side by side; where line ends differ, a CR stands beside a gap. */
function cellOf(a: number | null, b: number | null, lineEnds: boolean): Cell {
  const lacks = lineEnds && a !== b;
  return { here: lacks && b === CR ? null : a, there: lacks && a === CR ? null : b, same: a === b };
}

/** A file that both ends have by the same name. */
interface Pair {
  readonly name: string;
  readonly here: string;
  readonly there: string;
}

/** Files of the same name: those at the same path first, then those whose last part alone is the same. */
export function pairsOf(here: Files, there: Files): readonly Pair[] {
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const files = (store: Files): readonly string[] =>
    [...store]
      .filter(([, { type }]) => type === 'file')
      .map(([path]) => path)
      .sort();
  const others = files(there);
  return files(here).flatMap((path) => {
    const match = others.includes(path) ? path : others.find((other) => nameOf(other) === nameOf(path));
    return match === undefined ? [] : [{ name: nameOf(path), here: path, there: match }];
  });
}
