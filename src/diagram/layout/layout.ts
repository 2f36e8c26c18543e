/**
 * From a trace to a picture. Geometry depends on trace, depth and width alone, so that stepping moves nothing but the
 * cursor.
 */
import type { NodeId } from '../../trace/entry';
import { drained, each, type Pieces } from '../../trace/pieces';
import type { Trace } from '../../trace/trace';
import { bracketsOf, roomForName } from './brackets';
import { chaptersOf, type Chapter } from '../steps/chapters';
import type { Lane, Picture, Row } from './picture';
import { ribbonsOf, slotsOf } from './ribbons';
import { tiesOf } from './ties';
import type { Frame } from './frame';
import { rowOf } from './rows';
import type { Depth, Step } from '../steps/step';
import { stepsOf } from '../steps/steps';
import { visible } from '../steps/words';

export interface Wishes {
  /** Pixels, from 320. */
  readonly width: number;
  readonly depth: Depth;
  /** Only the hosts have lanes, what happened between them is said on the arrows, and labels are larger. */
  readonly compact: boolean;
  /** As somebody reads it between the ends, who holds no key. */
  readonly between?: boolean;
  /** What messages mean, in place of the programs' words. */
  readonly taught?: boolean | undefined;
}

const MARGIN = {
  wide: { left: 88, right: 88, band: 44, edge: 8 },
  compact: { left: 56, right: 34, band: 32, edge: 6 },
};
const ABOVE = 12;
const BETWEEN_CHAPTERS = 14;
const BEFORE_OUTCOME = 12;
const BELOW = 28;
/** That are laid out in one go. */
const ROWS = 100;

/** A step whose label says what is meant. */
const asTaught = (step: Step): Step =>
  step.taught === null ? step : { ...step, label: { term: step.label.term, text: visible(step.taught) } };

const labelled = (steps: readonly Step[], taught: boolean): readonly Step[] => (taught ? steps.map(asTaught) : steps);

export const layoutOf = (trace: Trace, wishes: Wishes): Picture => drained(layingOut(trace, wishes));

/** The same in pieces. */
export function* layingOut(trace: Trace, wishes: Wishes): Pieces<Picture> {
  const { width, depth, compact, between = false, taught = false } = wishes;
  const margin = MARGIN[compact ? 'compact' : 'wide'];
  const [first, last] = [margin.left, width - margin.right];
  const places = placesOf(trace, first, last);
  const steps = labelled(yield* stepsOf.pieces(trace, depth, between), taught);
  const frame: Frame = {
    trace,
    depth,
    compact,
    places,
    left: margin.band,
    right: width - margin.edge,
    first,
    last,
    slots: slotsOf(trace, steps),
  };
  const chapters = depth === 'story' ? [] : yield* chaptersOf.pieces(trace);
  const { rows, chapterOf, below } = yield* stacked(frame, steps, chapters);
  const height = below + BELOW;
  yield;
  const ribbons = ribbonsOf(frame, rows, height - BELOW / 2);
  const opened = new Set(ribbons.filter(({ attempt }) => !attempt).map(({ connection }) => connection));
  const unopened = new Set(trace.connections.map(({ index }) => index).filter((index) => !opened.has(index)));
  return {
    width,
    height,
    depth,
    compact,
    left: frame.left,
    right: frame.right,
    lanes: lanesOf(trace, places, compact),
    places,
    rows,
    ribbons,
    ties: tiesOf(frame, rows),
    brackets: bracketsOf(chapters, rows, chapterOf, unopened, compact),
  };
}

interface Stacked {
  readonly rows: readonly Row[];
  /** The chapter of each. */
  readonly chapterOf: readonly number[];
  /** Where the last chapter ends. */
  readonly below: number;
}

/** The steps as rows, each below the one before. */
function* stacked(frame: Frame, steps: readonly Step[], chapters: readonly Chapter[]): Pieces<Stacked> {
  const rows: Row[] = [];
  const chapterOf: number[] = [];
  let y = ABOVE;
  let chapterTop = y;
  let current = 0;
  yield* each(
    steps,
    (step, i) => {
      // A step belongs to the chapter in which it began, but never to one that is already over in the picture.
      while (step.kind !== 'later' && step.begin > (chapters[current]?.end ?? Infinity)) {
        const named = chapterOf.includes(current) ? chapters[current] : undefined;
        if (named) chapterTop = y = Math.max(y + BETWEEN_CHAPTERS, chapterTop + roomForName(named));
        current += 1;
      }
      if (step.kind === 'outcome') y += BEFORE_OUTCOME;
      const row = rowOf(frame, step, y, i);
      rows.push(row);
      chapterOf.push(current);
      y = row.bottom;
    },
    ROWS,
  );
  const name = chapters[current];
  return { rows, chapterOf, below: Math.max(y, name ? chapterTop + roomForName(name) : y) };
}

function placesOf({ nodes }: Trace, first: number, last: number): ReadonlyMap<NodeId, number> {
  const gap = nodes.length > 1 ? (last - first) / (nodes.length - 1) : 0;
  return new Map(nodes.map(({ id }, i) => [id, Math.round(first + i * gap)]));
}

function lanesOf({ nodes }: Trace, places: ReadonlyMap<NodeId, number>, compact: boolean): readonly Lane[] {
  return nodes
    .filter(({ kind }) => !compact || kind === 'host')
    .map(({ id, kind, name }) => ({ id, kind, name, x: places.get(id) ?? 0 }));
}
