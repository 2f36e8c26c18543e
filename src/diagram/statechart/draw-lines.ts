/** The lines of a statechart's edges. */
import { classesOf, standingOf, takenOf, type Frame, type Root } from './frame';
import type { LaidEdge, Point } from './layout';

export function drawLines(layer: Root, edges: readonly LaidEdge[], frame: Frame): void {
  const group = layer
    .selectAll<SVGGElement, LaidEdge>(':scope > g')
    .data(edges, ({ edge }) => edge.id)
    .join((enter) => {
      const added = enter.append('g').on('click', (_, { edge }) => {
        frame.handlers.onask({ kind: 'edge', id: edge.id });
      });
      for (const part of ['hit', 'line', 'head']) added.append('path').attr('class', part);
      return added;
    });
  group.attr('class', ({ edge }) => classesOf(frame, edge));
  // Those that matter lie above the others.
  group.sort((a, b) => weight(frame, a) - weight(frame, b));
  for (const part of ['.hit', '.line']) group.select(part).attr('d', ({ points }) => rounded(points));
  group.select('.head').attr('d', ({ points }) => head(points));
}

const WEIGHTS = { never: 0, later: 1, been: 2, present: 3 };
const weight = (frame: Frame, { edge }: LaidEdge): number =>
  WEIGHTS[frame.lit.present.has(edge.id) ? 'present' : standingOf(takenOf(frame, edge))];

/** A line of right angles with its corners rounded. */
function rounded(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const parts = rest.map((point, i) => {
    const [before, after] = [points[i], rest[i + 1]];
    if (!before || !after) return `L${point.x},${point.y}`;
    const [come, go] = [toward(point, before), toward(point, after)];
    return `L${come.x},${come.y}Q${point.x},${point.y} ${go.x},${go.y}`;
  });
  return `M${first.x},${first.y}${parts.join('')}`;
}

/** Six pixels from one point on the way to another, or half the way. */
function toward(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const by = Math.min(6, length / 2) / length;
  return { x: from.x + (to.x - from.x) * by, y: from.y + (to.y - from.y) * by };
}

function head(points: readonly Point[]): string {
  const [end, before] = [points.at(-1), points.at(-2)];
  if (!end || !before) return '';
  const back = end.y >= before.y ? -8 : 8;
  return `M${end.x},${end.y}l-4,${back}h8z`;
}
