/**
 * From two runs to one picture: two lanes each, partners on one row, equal stretches folded. Rows are those of the
 * single picture (rows.ts), so that an arrow looks the same wherever it is met.
 */
import { connectionName, type Trace } from '../../trace/trace';
import type { Pairing } from './compare';
import { textWidth } from '../layout/measure';
import type { Rectangle, Label, Lane, Ribbon, Row } from '../layout/picture';
import { ribbonsOf, slotsOf } from '../layout/ribbons';
import type { Frame } from '../layout/frame';
import { rowOf } from '../layout/rows';
import type { Depth, Step } from '../steps/step';
import { partingWords } from '../../strings/en/compare';

export type Which = 'a' | 'b';

interface CompareWishes {
  /** Pixels, from 320. */
  readonly width: number;
  readonly depth: Depth;
  /** One run alone; null for both. */
  readonly only: Which | null;
  /** Folds that were opened, by their first pairing. */
  readonly opened: ReadonlySet<number>;
  /** Where they part, and over what; null where they do not. */
  readonly parting: { readonly at: number; readonly text: string } | null;
}

export interface CompareRow {
  readonly key: string;
  /** Pairings by index; more than one in a fold. */
  readonly first: number;
  readonly last: number;
  readonly top: number;
  readonly bottom: number;
  readonly a: Row | null;
  readonly b: Row | null;
  /** Where a partner would stand. */
  readonly gap: Rectangle | null;
  /** On a gap that has room for words, and on a fold. */
  readonly label: Label | null;
}

export interface Side {
  readonly which: Which;
  readonly left: number;
  readonly right: number;
  readonly lanes: readonly Lane[];
  readonly ribbons: readonly Ribbon[];
}

export interface ComparePicture {
  readonly width: number;
  readonly height: number;
  readonly sides: readonly Side[];
  readonly rows: readonly CompareRow[];
  readonly parting: { readonly top: number; readonly label: Label } | null;
}

/** So many equal rows in a row fold. */
export const FOLDS_FROM = 3;
const EDGE = 16;
const LANE = 40;
const BETWEEN = 24;
const TOP = 14;
const FOLD = 34;
const PARTING = 44;
const ALONE = 30;
/** Between rows, so that the cursor's line has a place of its own. */
const APART = 4;
const BELOW = 24;
const SIZE = 13;

export function layoutPair(
  runs: Readonly<Record<Which, Trace>>,
  pairings: readonly Pairing[],
  wishes: CompareWishes,
): ComparePicture {
  const frames = bandsOf(wishes).map(({ which, left, right }) => ({
    which,
    frame: frameOf(runs[which], stepsIn(pairings, which), wishes.depth, left, right),
  }));
  const { rows, drawn, parting, bottom } = stacked(frames, pairings, wishes);
  const height = bottom + BELOW;
  const sides = frames.map(({ which, frame }): Side => ({
    which,
    left: frame.left,
    right: frame.right,
    lanes: lanesOf(runs[which], frame),
    ribbons: ribbonsOf(frame, drawn.get(which) ?? [], height - BELOW / 2),
  }));
  return { width: wishes.width, height, sides, rows, parting };
}

interface Band {
  readonly which: Which;
  readonly left: number;
  readonly right: number;
}

function bandsOf({ width, only }: CompareWishes): readonly Band[] {
  if (only) return [{ which: only, left: EDGE, right: width - EDGE }];
  const middle = width / 2;
  return [
    { which: 'a', left: EDGE, right: middle - BETWEEN / 2 },
    { which: 'b', left: middle + BETWEEN / 2, right: width - EDGE },
  ];
}

interface Framed {
  readonly which: Which;
  readonly frame: Frame;
}

interface Stack {
  readonly rows: readonly CompareRow[];
  /** Of each run, the rows that its ribbons run through. */
  readonly drawn: ReadonlyMap<Which, readonly Row[]>;
  readonly parting: ComparePicture['parting'];
  readonly bottom: number;
}

/** Row upon row: partners on one, equal stretches folded unless they were opened. */
function stacked(frames: readonly Framed[], pairings: readonly Pairing[], wishes: CompareWishes): Stack {
  const { width, parting, opened } = wishes;
  const rows: CompareRow[] = [];
  const drawn = new Map<Which, Row[]>(frames.map(({ which }) => [which, []]));
  let line: ComparePicture['parting'] = null;
  let y = TOP;
  for (let i = 0; i < pairings.length;) {
    if (i === parting?.at) {
      line = { top: y, label: middleLabel(width / 2, y + PARTING / 2 + 4.5, partingWords.here(parting.text)) };
      y += PARTING;
    }
    const end = sameUntil(pairings, i);
    const folded = end - i >= FOLDS_FROM && !opened.has(i);
    for (const last = Math.max(i + 1, end); i < last;) {
      const row = folded ? foldRow(i, end, y, width) : pairRow(frames, pairings[i], i, y);
      for (const { which, frame } of frames) {
        const own = row[which];
        if (folded) drawn.get(which)?.push(...squeezed(frame, stepsIn(pairings.slice(i, end), which), row));
        else if (own) drawn.get(which)?.push(own);
      }
      rows.push(row);
      y = row.bottom + APART;
      i = row.last + 1;
    }
  }
  return { rows, drawn, parting: line, bottom: y };
}

/** The index of the row that shows a pairing. */
export function rowWith({ rows }: ComparePicture, pairing: number): number {
  return Math.max(
    0,
    rows.findIndex(({ last }) => last >= pairing),
  );
}

const stepsIn = (pairings: readonly Pairing[], which: Which): readonly Step[] =>
  pairings.flatMap((pair) => pair[which] ?? []);

/** The first pairing after `from` that is not the same. */
function sameUntil(pairings: readonly Pairing[], from: number): number {
  let end = from;
  while (pairings[end]?.same) end += 1;
  return end;
}

function frameOf(trace: Trace, steps: readonly Step[], depth: Depth, left: number, right: number): Frame {
  const [first, last] = [left + LANE, right - LANE];
  const gap = (last - first) / Math.max(1, trace.nodes.length - 1);
  const places = new Map(trace.nodes.map(({ id }, i) => [id, Math.round(first + i * gap)]));
  return { trace, depth, compact: true, places, left, right, first, last, slots: slotsOf(trace, steps) };
}

const lanesOf = ({ nodes }: Trace, { places }: Frame): readonly Lane[] =>
  nodes.filter(({ kind }) => kind === 'host').map(({ id, kind, name }) => ({ id, kind, name, x: places.get(id) ?? 0 }));

function pairRow(frames: readonly Framed[], pair: Pairing | undefined, index: number, top: number): CompareRow {
  const made: Record<Which, Row | null> = { a: null, b: null };
  for (const { which, frame } of frames) {
    const step = pair?.[which];
    if (step) made[which] = rowOf(frame, step, top, index);
  }
  const alone = frames.length === 1;
  const bottom = Math.max(top + (alone ? ALONE : 0), made.a?.bottom ?? 0, made.b?.bottom ?? 0);
  const empty = frames.find(({ which }) => !made[which]);
  const row = { key: `${index}`, first: index, last: index, top, bottom, ...made, gap: null, label: null };
  if (!empty) return row;
  const { left, right } = empty.frame;
  const gap = { x: left, y: top - APART / 2, width: right - left, height: bottom - top + APART };
  return { ...row, gap, label: alone ? onlyThere(gap, empty.which, pair) : null };
}

/** Where one run is shown alone, a gap says what stands there in the other. */
function onlyThere({ x, y, width, height }: Rectangle, which: Which, pair: Pairing | undefined): Label | null {
  const other = which === 'a' ? 'b' : 'a';
  const step = pair?.[other];
  const text = step ? partingWords.onlyIn(other.toUpperCase(), brief(step)) : null;
  return text === null ? null : middleLabel(x + width / 2, y + height / 2 + 4.5, text);
}

function brief(step: Step): string {
  const said = saidBy(step);
  return said.length > 34 ? `${said.slice(0, 33).trimEnd()}…` : said;
}

/** What the row says, in the order of its picture. */
const saidBy = ({ kind, label: { term, text } }: Step): string =>
  (kind === 'listen' ? `${text} ${term}` : `${term} ${text}`).trim();

function foldRow(first: number, end: number, top: number, width: number): CompareRow {
  return {
    key: `fold ${first}`,
    first,
    last: end - 1,
    top,
    bottom: top + FOLD,
    a: null,
    b: null,
    gap: null,
    label: middleLabel(width / 2, top + FOLD / 2 + 4.5, partingWords.same(end - first)),
  };
}

/** What is folded still has its place in the life of its connection: on one line, through the fold. */
function squeezed(frame: Frame, steps: readonly Step[], { top, bottom }: CompareRow): readonly Row[] {
  const y = (top + bottom) / 2;
  return steps.map((step, i) => {
    const row = rowOf(frame, step, top, i);
    return row.arrow
      ? { ...row, arrow: { ...row.arrow, points: row.arrow.points.map(([x]) => [x, y] as const) } }
      : row;
  });
}

function middleLabel(x: number, y: number, text: string): Label {
  return { x, y, anchor: 'middle', size: SIZE, width: textWidth(text, SIZE, 'text'), parts: [{ text, style: 'text' }] };
}

/** A row as a line to be heard: `PORT 10,0,0,1,4,1`; `nothing` where there is none. */
export function rowText(trace: Trace, step: Step | null): string {
  if (!step) return 'nothing';
  const connection = step.connection === null ? undefined : trace.connections[step.connection];
  return [connection && connectionName(connection), saidBy(step), step.verdict].filter(Boolean).join(' ');
}
