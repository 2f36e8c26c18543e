/** An arrow: slanted by travel time, bent where a rewrite happened, ended by a cross where it was stopped. */
import type { Micros } from '../../machine/contract';
import type { Arrow, Bend, Point } from './picture';
import { rewritesSaid } from '../steps/rewrites';
import { ribbonAt } from './ribbons';
import type { Frame } from './frame';
import type { Step, StepKind } from '../steps/step';

/** The radius of a cross. */
export const CROSS = 8;
/** How far down a rewrite bends an arrow. */
const BEND = 5;

/** How far before its goal the cross of what was stopped stands: a refusal is the goal's own. */
const BEFORE: Partial<Readonly<Record<StepKind, number>>> = { drop: 0, refuse: 22 };

export function arrowOf(frame: Frame, step: Step, tail: number): Arrow {
  const { connection, kind } = step;
  const [from, to] = [step.from ?? '', step.to ?? ''];
  const before = BEFORE[kind];
  const start = ribbonAt(frame, connection, from).edge;
  const goal = frame.places.get(to) ?? frame.last;
  const toward = goal >= start ? 1 : -1;
  const cross: Point | null = before === undefined ? null : [goal - toward * before, tail + slant(step)];
  const end = cross ? cross[0] - toward * CROSS : ribbonAt(frame, connection, to).edge;
  const bends = bendsOf(frame, step, tail, start, end);
  const points: Point[] = [[start, tail]];
  // The line leaves a rewrite lower than it came in: two points, one above the other.
  for (const { x, y } of bends) points.push([x, y], [x, y + BEND]);
  points.push([end, tail + slant(step) + BEND * bends.length]);
  const last = points.at(-1);
  return {
    points,
    cross: cross && last ? [cross[0], last[1]] : null,
    bends,
    heads: headsOf(step),
    dashed: step.attempt,
    thick: kind === 'transfer' || kind === 'phase',
  };
}

/** Where it was rewritten on its way, each bend a little lower than the one before. */
function bendsOf(frame: Frame, step: Step, tail: number, start: number, end: number): readonly Bend[] {
  const span = end - start || 1;
  const said = rewritesSaid(frame.trace, step);
  return (step.flight?.rewrites ?? [])
    .flatMap((entry): Bend[] => {
      const x = frame.places.get(entry.node ?? '');
      const outside = x === undefined || (x - start) / span <= 0 || (x - start) / span >= 1;
      return outside ? [] : [{ x, y: tail + (slant(step) * (x - start)) / span, texts: said.get(entry) ?? [] }];
    })
    .sort((a, b) => (a.x - b.x) * Math.sign(span))
    .map((bend, i): Bend => ({ ...bend, y: bend.y + BEND * i }));
}

/** A phase that came to nothing points nowhere; a handshake and a whole close go both ways. */
function headsOf({ kind, attempt, problem, half }: Step): Arrow['heads'] {
  if (kind === 'phase' && attempt) return 'none';
  const whole = (kind === 'handshake' && !problem) || (kind === 'close' && !half);
  return whole ? 'both' : 'end';
}

/** Pixels for a travel time: 3 for none, 7 for 10 ms, 11 for 100 ms, at most 14. */
const slant = (step: Step): number =>
  Math.min(14, Math.round(3 + 4 * Math.log10(1 + Math.max(0, travelled(step)) / 1000)));

function travelled({ sent, arrived, at, kind, flight }: Step): Micros {
  if (kind === 'phase') return 10_000;
  return flight ? (flight.arrived ?? flight.drop?.at ?? flight.sent) - flight.sent : (arrived ?? at) - sent;
}
