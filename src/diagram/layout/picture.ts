/** The diagram as pure data: where everything stands, in pixels from the top left, at a width and a depth. */
import type { NodeId } from '../../trace/entry';
import type { TraceNode } from '../../trace/trace';
import type { Depth, Role, Step, StepKind } from '../steps/step';

export type Point = readonly [x: number, y: number];

export interface Lane {
  readonly id: NodeId;
  readonly kind: TraceNode['kind'];
  readonly name: string;
  readonly x: number;
}

/**
 * A run of text in one style. `term` is on the wire and has its connection's colour; `wire` is on the wire and quiet.
 */
export interface TextRun {
  readonly text: string;
  readonly style: 'term' | 'bad' | 'text' | 'wire' | 'verdict' | 'rewrite' | 'good' | 'time';
}

export interface Label {
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly size: number;
  /** Estimated, for what must not overlap. */
  readonly width: number;
  readonly parts: readonly TextRun[];
}

export interface Arrow {
  /** From tail to head; more than two where a rewrite bends it. */
  readonly points: readonly Point[];
  readonly heads: 'end' | 'both' | 'none';
  readonly dashed: boolean;
  readonly thick: boolean;
  /** Where it was stopped. */
  readonly cross: Point | null;
  readonly bends: readonly Bend[];
}

/** Where a packet was changed on its way, and what of it is worth saying here. */
export interface Bend {
  readonly x: number;
  readonly y: number;
  readonly texts: readonly string[];
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Row {
  readonly key: string;
  readonly kind: StepKind;
  readonly role: Role;
  readonly problem: boolean;
  /**
   * The entries between which it happens: the cursor ghosts it before the first and has it whole from the second on.
   */
  readonly begin: number;
  readonly entry: number;
  readonly top: number;
  readonly bottom: number;
  readonly arrow: Arrow | null;
  /** What stands behind a label: a listening note, a fold, an outcome, octets. */
  readonly plate: Rectangle | null;
  readonly labels: readonly Label[];
  /** Lanes broken here, because time was left out. */
  readonly broken: boolean;
  readonly step: Step;
}

/** A connection along its life, at one of its ends. */
export interface Ribbon {
  readonly key: string;
  readonly connection: number;
  readonly node: NodeId;
  readonly role: Role;
  readonly box: Rectangle;
  readonly attempt: boolean;
  /** It reaches the lower edge because it was never closed. */
  readonly open: boolean;
  /** Where TLS sheathes it, and by which version. */
  readonly sheath: { readonly box: Rectangle; readonly version: string } | null;
}

/** From a handshake that takes up a session to the one that it began with. */
export interface Tie {
  readonly key: string;
  /** From the resumption back to the session's beginning, along the client's lane. */
  readonly points: readonly Point[];
}

export interface Bracket {
  readonly name: string;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly problem: boolean;
  readonly label: Label;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly depth: Depth;
  readonly compact: boolean;
  /** The band in which rows, selection and cursor lie. */
  readonly left: number;
  readonly right: number;
  readonly lanes: readonly Lane[];
  /** Every node's place, also those without a lane of their own in a compact picture. */
  readonly places: ReadonlyMap<NodeId, number>;
  readonly rows: readonly Row[];
  readonly ribbons: readonly Ribbon[];
  readonly brackets: readonly Bracket[];
  readonly ties: readonly Tie[];
}

/**
 * Where the cursor line lies: under the last row that is whole, or within the row that is under way, as far down its
 * arrow as its entries have come.
 */
export function cursorAt({ rows }: Picture, cursor: number): number {
  const next = rowAfter(rows, cursor);
  const row = rows[next];
  const above = rows[next - 1];
  if (!row?.arrow || cursor < row.begin || above?.entry === cursor) return above ? above.bottom + 1 : (row?.top ?? 0);
  const [first, last] = [row.arrow.points[0]?.[1] ?? row.top, row.arrow.points.at(-1)?.[1] ?? row.bottom];
  return first + ((cursor - row.begin) / Math.max(1, row.entry - row.begin)) * (last - first);
}

/** The row that shows an entry: the one it ends, else one that lists it, else the first that is not over before it. */
export function rowShowing({ rows }: Picture, entry: number): Row | null {
  const ended = rows[rowAfter(rows, entry) - 1];
  if (ended?.entry === entry) return ended;
  return rows.find(({ step }) => step.shows.includes(entry)) ?? rows[rowAfter(rows, entry)] ?? rows.at(-1) ?? null;
}

/** The index of the first row that is not whole at the cursor; rows are in the order of their entries. */
function rowAfter(rows: readonly Row[], cursor: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.entry ?? Infinity) <= cursor) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rows that a stretch of the picture shows, with a margin above and below. */
export function rowsWithin({ rows }: Picture, top: number, bottom: number, margin = 400): readonly Row[] {
  return rows.slice(firstBelow(rows, top - margin), firstBelow(rows, bottom + margin) + 1);
}

/** The index of the first row that ends below a height. */
function firstBelow(rows: readonly Row[], y: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.bottom ?? Infinity) < y) low = middle + 1;
    else high = middle;
  }
  return low;
}
