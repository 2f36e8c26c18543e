/** The connections of a scene as pipes between their nodes; one that is only tried, as an arrow. */
import type { Selection } from 'd3-selection';
import type { Picture } from '../layout/picture';
import type { Pipe } from '../scene/scene';
import type { Measures } from './scene-sizes';

type Layer = Selection<SVGGElement, unknown, null, undefined>;

/** The control connection runs in the first place, data connections below it in two more. */
const slotOf = (pipes: readonly Pipe[], pipe: Pipe): number =>
  pipe.role === 'control' ? 0 : Math.min(1 + pipes.filter((other) => other.role === 'data').indexOf(pipe), 2);

/** How far before its node's card a pipe ends: there is room for a cross, or for the tip. */
function shortBy({ stopped, attempt }: Pipe): number {
  if (stopped) return 14;
  return attempt ? 2 : 0;
}

function endsOf(pipe: Pipe, { places }: Picture, size: number): readonly [number, number] {
  const from = places.get(pipe.from) ?? 0;
  const to = places.get(pipe.stopped ?? pipe.to) ?? 0;
  const inward = to > from ? 1 : -1;
  return [from + (inward * size) / 2, to - inward * (size / 2 + shortBy(pipe))];
}

const pipesOf = (layer: Layer, pipes: readonly Pipe[]) =>
  layer
    .selectAll<SVGGElement, Pipe>(':scope > g')
    .data(pipes, (pipe) => pipe.connection)
    .join((enter) => {
      const added = enter.append('g');
      added.append('path').attr('class', 'pipe');
      added.append('path').attr('class', 'tip');
      added.append('g').attr('class', 'cross').html('<circle r="7"/><path d="M-2.8,-2.8L2.8,2.8M-2.8,2.8L2.8,-2.8"/>');
      return added;
    });

export function drawPipes(
  layer: Layer,
  labels: Layer,
  pipes: readonly Pipe[],
  picture: Picture,
  { size, top, first, gap }: Measures,
): void {
  const y = (pipe: Pipe): number => {
    const slot = slotOf(pipes, pipe);
    return top + first + gap * Math.min(slot, 1) + (slot > 1 ? 8 : 0);
  };
  const ends = (pipe: Pipe): readonly [number, number] => endsOf(pipe, picture, size);
  const group = pipesOf(layer, pipes);
  group.attr('class', (pipe) => pipe.role).classed('attempt', (pipe) => pipe.attempt);
  group.select('.pipe').attr('d', (pipe) => {
    const [a, b] = ends(pipe);
    return `M${a},${y(pipe)}H${b}`;
  });
  group
    .select('.tip')
    .attr('transform', (pipe) => {
      const [a, b] = ends(pipe);
      return `translate(${b},${y(pipe)}) scale(${b > a ? 1 : -1},1)`;
    })
    .attr('d', (pipe) => (pipe.attempt ? 'M-7,-4.5L0,0L-7,4.5' : ''));
  group
    .select('.cross')
    .attr('display', (pipe) => (pipe.stopped ? null : 'none'))
    .attr('transform', (pipe) => {
      const [a, b] = ends(pipe);
      return `translate(${b + (b > a ? 7 : -7)},${y(pipe)})`;
    });
  drawNames(labels, pipes, picture, size, y);
}

/** Between the network and the server's edge: no attempt that is stopped at an edge ends there. */
function drawNames(
  labels: Layer,
  pipes: readonly Pipe[],
  { places, compact }: Picture,
  size: number,
  y: (pipe: Pipe) => number,
): void {
  const nodes = [...places.values()];
  const half = Math.floor(nodes.length / 2);
  const [left, right] = [nodes[half] ?? 0, nodes[half + 1] ?? nodes[half - 1] ?? 0];
  const crowded = compact || Math.abs(right - left) < 2 * size;
  labels
    .selectAll<SVGTextElement, Pipe>('text')
    .data(crowded ? [] : pipes.filter((pipe) => slotOf(pipes, pipe) < 2), (pipe) => pipe.connection)
    .join('text')
    .attr('class', (pipe) => pipe.role)
    .attr('text-anchor', 'middle')
    .attr('x', (left + right) / 2)
    .attr('y', (pipe) => y(pipe) + (slotOf(pipes, pipe) === 0 ? -6 : 15))
    .text(({ name, attempt }) => (attempt ? `${name}: attempt` : name));
}
