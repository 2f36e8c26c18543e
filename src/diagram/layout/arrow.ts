/** An arrow: slanted by travel time, bent where a rewrite happened, ended by a cross where it was stopped. */
import type { Arrow, Bend, Point } from './picture';
import { rewritesSaid } from '../steps/rewrites';
import { ribbonAt } from './ribbons';
import type { Frame } from './frame';
import type { Step } from '../steps/step';

/** The radius of a cross. */
export const CROSS = 8;
/** How far down a rewrite bends an arrow. */
const BEND = 5;

export function arrowOf(frame: Frame, step: Step, tail: number): Arrow {
  const { from, to, connection, kind, flight } = step;
  const stopped = kind === 'drop' || kind === 'refuse';
  const start = ribbonAt(frame, connection, from ?? '').edge;
  const goal = frame.places.get(to ?? '') ?? frame.last;
  const toward = goal >= start ? 1 : -1;
  const cross: Point | null = stopped ? [goal - (kind === 'refuse' ? toward * 22 : 0), tail + slant(step)] : null;
  const end = cross ? cross[0] - toward * CROSS : ribbonAt(frame, connection, to ?? '').edge;
  const span = end - start || 1;
  const said = rewritesSaid(frame.trace, step);
  const bends = (flight?.rewrites ?? [])
    .flatMap((entry): Bend[] => {
      const x = frame.places.get(entry.node ?? '');
      const outside = x === undefined || (x - start) / span <= 0 || (x - start) / span >= 1;
      return outside ? [] : [{ x, y: tail + (slant(step) * (x - start)) / span, texts: said.get(entry) ?? [] }];
    })
    .sort((a, b) => (a.x - b.x) * toward)
    .map((bend, i): Bend => ({ ...bend, y: bend.y + BEND * i }));
  const points: Point[] = [[start, tail]];
  // The line leaves a rewrite lower than it came in: two points, one above the other.
  for (const { x, y } of bends) points.push([x, y], [x, y + BEND]);
  points.push([end, tail + slant(step) + BEND * bends.length]);
  const last = points.at(-1);
  return {
    points,
    cross: cross && last ? [cross[0], last[1]] : null,
    bends,
    heads:
      kind === 'phase' && step.attempt
        ? 'none'
        : kind === 'handshake' && !step.problem
          ? 'both'
          : kind === 'close' && !step.label.text.endsWith('half only')
            ? 'both'
            : 'end',
    dashed: step.attempt,
    thick: kind === 'transfer' || kind === 'phase',
  };
}

/** Pixels for a travel time: 3 for none, 7 for 10 ms, 11 for 100 ms, at most 14. */
function slant({ sent, arrived, at, kind, flight }: Step): number {
  const travelled =
    kind === 'phase'
      ? 10_000
      : flight
        ? (flight.arrived ?? flight.drop?.at ?? flight.sent) - flight.sent
        : (arrived ?? at) - sent;
  return Math.min(14, Math.round(3 + 4 * Math.log10(1 + Math.max(0, travelled) / 1000)));
}
