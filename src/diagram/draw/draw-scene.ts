/** Draws the scene as the head of the diagram: each node above its lane, the connections as pipes between them. */
import { select, type Selection } from 'd3-selection';
import { travel } from './draw-travel';
import type { Journey } from '../scene/journey';
import { truncated } from '../layout/measure';
import type { Picture } from '../layout/picture';
import type { NodeId } from '../../trace/entry';
import type { Pipe, Scene, SceneNode } from '../scene/scene';
import { emblemOf, EYES, SIGNS } from './signs';

interface SceneHandlers {
  /** An edge was opened: its tables are asked for. */
  onopen(node: NodeId): void;
}

export interface SceneDrawing {
  /** `picture` gives the places, so that the lanes hang from the nodes. */
  update(scene: Scene, picture: Picture, scale?: number): void;
  /** Lets a packet go its way, in so many ms; nothing travels at 0. */
  travel(journey: Journey | null, picture: Picture, duration: number): void;
  dispose(): void;
}

/** The scene's height in pixels. */
export const sceneHeight = (compact: boolean): number => (compact ? 72 : 142);

interface Measures {
  readonly size: number;
  readonly top: number;
  readonly first: number;
  readonly gap: number;
}
const WIDE: Measures = { size: 52, top: 20, first: 16, gap: 19 };
const COMPACT: Measures = { size: 34, top: 12, first: 10, gap: 14 };

export function mountScene(svg: SVGSVGElement, handlers: SceneHandlers): SceneDrawing {
  const root = select(svg).classed('diagram scene', true);
  root.selectAll('*').remove();
  const stems = root.append('g').attr('class', 'lanes');
  const pipes = root.append('g').attr('class', 'pipes');
  const nodes = root.append('g').attr('class', 'nodes');
  const labels = root.append('g').attr('class', 'pipe-labels');
  const packets = root.append('g').attr('class', 'packets');
  const update = (scene: Scene, picture: Picture, scale = 1): void => {
    const height = sceneHeight(picture.compact);
    const measures = picture.compact ? COMPACT : WIDE;
    root
      .attr('width', picture.width * scale)
      .attr('height', height * scale)
      .attr('viewBox', `0 0 ${picture.width} ${height}`);
    stems
      .selectAll('line')
      .data(picture.lanes)
      .join('line')
      .attr('class', ({ kind }) => kind)
      .attr('x1', ({ x }) => x)
      .attr('x2', ({ x }) => x)
      .attr('y1', picture.compact ? 66 : 132)
      .attr('y2', height);
    drawPipes(pipes, labels, scene.pipes, picture, measures);
    drawNodes(nodes, scene.nodes, picture, measures, handlers);
  };
  const go: SceneDrawing['travel'] = (journey, picture, duration) => {
    const { top, first, gap } = picture.compact ? COMPACT : WIDE;
    travel(packets, journey, picture, top + first + (journey?.role === 'data' ? gap : 0), duration);
  };
  return {
    update,
    travel: go,
    dispose: () => {
      root.classed('diagram scene', false).selectAll('*').remove();
    },
  };
}

type Group = Selection<SVGGElement, unknown, null, undefined>;

function drawNodes(
  layer: Group,
  data: readonly SceneNode[],
  picture: Picture,
  { size, top }: Measures,
  handlers: SceneHandlers,
): void {
  const x = ({ id }: SceneNode): number => picture.places.get(id) ?? 0;
  const hosts = data.filter(({ kind }) => kind === 'host');
  const end = (node: SceneNode): 'client' | 'server' | null =>
    node.kind !== 'host' ? null : node === hosts[0] ? 'client' : 'server';
  const group = layer
    .selectAll<SVGGElement, SceneNode>(':scope > g')
    .data(data, (node) => node.id)
    .join((enter) => {
      const added = enter.append('g');
      added.append('rect').attr('class', 'hit');
      added.append('rect').attr('class', 'card').attr('rx', 10);
      added.append('path').attr('class', 'sign');
      added.append('path').attr('class', 'last');
      added.append('circle').attr('class', 'badge').attr('r', 9);
      added.append('path').attr('class', 'eye');
      added.append('text').attr('class', 'name').attr('text-anchor', 'middle');
      added.append('text').attr('class', 'detail').attr('text-anchor', 'middle');
      added.append('text').attr('class', 'state').attr('text-anchor', 'middle');
      added.append('title');
      added
        .filter(({ kind }) => kind === 'router')
        .attr('tabindex', 0)
        .attr('role', 'button')
        .on('click', (_, { id }) => {
          handlers.onopen(id);
        })
        .on('keydown', (event: KeyboardEvent, { id }) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          handlers.onopen(id);
        });
      return added;
    });
  group
    .attr('class', ({ kind }) => kind)
    .classed('problem', ({ problem }) => problem)
    .classed('ruled', ({ wears }) => wears.ruled)
    .attr('aria-label', (node) => (node.kind === 'router' ? spoken(node) : null))
    .attr('transform', (node) => `translate(${x(node)},0)`);
  group
    .select('.card')
    .attr('x', -size / 2)
    .attr('y', top)
    .attr('width', size)
    .attr('height', size);
  group
    .select('.sign')
    .attr(
      'transform',
      ({ kind }) => `translate(0,${top + size / 2}) scale(${(size / 48) * (kind === 'network' ? 1.9 : 1)})`,
    )
    .attr(
      'd',
      (node) =>
        emblemOf(node.wears, end(node))?.sign ?? SIGNS[end(node) ?? (node.id === 'lan' ? 'lan' : node.kind)] ?? '',
    );
  group
    .select('.last')
    .attr('transform', `translate(0,${top + size / 2}) scale(${size / 48})`)
    .attr('d', (node) => emblemOf(node.wears, end(node))?.last ?? '');
  group
    .select('.badge')
    .attr('display', ({ wears }) => (wears.helper ? null : 'none'))
    .attr('cx', size / 2 - 3)
    .attr('cy', top + size - 3);
  group
    .select('.eye')
    .attr('transform', `translate(${size / 2 - 3},${top + size - 3})`)
    .attr('d', ({ wears }) => (wears.helper ? EYES[wears.helper] : ''));
  const width = picture.compact ? 48 : 120;
  group
    .select('.hit')
    .attr('x', -width / 2)
    .attr('y', 8)
    .attr('width', width)
    .attr('height', sceneHeight(picture.compact) - 16);
  const room = (picture.lanes[1]?.x ?? picture.width) - (picture.lanes[0]?.x ?? 0);
  group
    .select('.name')
    .attr('y', picture.compact ? 60 : 90)
    .text(({ name, kind }) => (picture.compact && kind !== 'host' ? '' : name));
  const fitting = (text: string, space = room): string =>
    picture.compact ? '' : truncated(text, 11, 'wire', Math.min(space, 168));
  // A line of text may stand over its neighbours' places where they say nothing.
  const spacious = ({ id }: SceneNode): number => {
    const at = data.findIndex((other) => other.id === id);
    return [data[at - 1], data[at + 1]].every((other) => !other?.state) ? 2 * room - 12 : room;
  };
  group
    .select('.detail')
    .attr('y', 107)
    .text(({ detail }) => fitting(detail));
  group
    .select('.state')
    .attr('y', 123)
    .classed('listens', ({ listens }) => listens)
    .text((node) => fitting(node.state, spacious(node)));
  group.select('title').text(spoken);
}

const spoken = ({ name, detail, state }: SceneNode): string =>
  [name, detail, state].filter((text) => text !== '').join(', ');

function drawPipes(
  layer: Group,
  labels: Group,
  pipes: readonly Pipe[],
  picture: Picture,
  { size, top, first, gap }: Measures,
): void {
  const slot = (pipe: Pipe): number =>
    pipe.role === 'control' ? 0 : Math.min(1 + pipes.filter((other) => other.role === 'data').indexOf(pipe), 2);
  const y = (pipe: Pipe): number => top + first + gap * Math.min(slot(pipe), 1) + (slot(pipe) > 1 ? 8 : 0);
  const ends = (pipe: Pipe): readonly [number, number] => {
    const from = picture.places.get(pipe.from) ?? 0;
    const to = picture.places.get(pipe.stopped ?? pipe.to) ?? 0;
    const inward = to > from ? 1 : -1;
    return [from + (inward * size) / 2, to - inward * (size / 2 + (pipe.stopped ? 14 : pipe.attempt ? 2 : 0))];
  };
  const group = layer
    .selectAll<SVGGElement, Pipe>(':scope > g')
    .data(pipes, (pipe) => pipe.connection)
    .join((enter) => {
      const added = enter.append('g');
      added.append('path').attr('class', 'pipe');
      added.append('path').attr('class', 'tip');
      added.append('g').attr('class', 'cross').html('<circle r="7"/><path d="M-2.8,-2.8L2.8,2.8M-2.8,2.8L2.8,-2.8"/>');
      return added;
    });
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
  // Between the network and the server's edge: no attempt that is stopped at an edge ends there.
  const nodes = [...picture.places.values()];
  const half = Math.floor(nodes.length / 2);
  const [left, right] = [nodes[half] ?? 0, nodes[half + 1] ?? nodes[half - 1] ?? 0];
  const middle = (left + right) / 2;
  const crowded = picture.compact || Math.abs(right - left) < 2 * size;
  labels
    .selectAll<SVGTextElement, Pipe>('text')
    .data(crowded ? [] : pipes.filter((pipe) => slot(pipe) < 2), (pipe) => pipe.connection)
    .join('text')
    .attr('class', (pipe) => pipe.role)
    .attr('text-anchor', 'middle')
    .attr('x', middle)
    .attr('y', (pipe) => y(pipe) + (slot(pipe) === 0 ? -6 : 15))
    .text(({ name, attempt }) => (attempt ? `${name}: attempt` : name));
}
