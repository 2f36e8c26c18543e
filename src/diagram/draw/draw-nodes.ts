/** The nodes of a scene, each above its lane: a card with its sign, and below it what it is called and does. */
import type { Selection } from 'd3-selection';
import { truncated } from '../layout/measure';
import type { Picture } from '../layout/picture';
import type { NodeId } from '../../trace/entry';
import type { SceneNode } from '../scene/scene';
import { sceneHeight, type Measures } from './scene-sizes';
import { emblemOf, EYES, SIGNS } from './signs';

export interface SceneHandlers {
  /** An edge was opened: its tables are asked for. */
  onopen(node: NodeId): void;
}

type Layer = Selection<SVGGElement, unknown, null, undefined>;
type Nodes = Selection<SVGGElement, SceneNode, SVGGElement, unknown>;

/** What a node is drawn of, from the back to the front. */
const PARTS = [
  { element: 'rect', name: 'hit' },
  { element: 'rect', name: 'card' },
  { element: 'path', name: 'sign' },
  { element: 'path', name: 'last' },
  { element: 'circle', name: 'badge' },
  { element: 'path', name: 'eye' },
  { element: 'text', name: 'name' },
  { element: 'text', name: 'detail' },
  { element: 'text', name: 'state' },
] as const;

export function drawNodes(
  layer: Layer,
  data: readonly SceneNode[],
  picture: Picture,
  measures: Measures,
  handlers: SceneHandlers,
): void {
  const group = layer
    .selectAll<SVGGElement, SceneNode>(':scope > g')
    .data(data, (node) => node.id)
    .join((enter) => {
      const added = enter.append('g');
      for (const { element, name } of PARTS) added.append(element).attr('class', name);
      added.selectAll('text').attr('text-anchor', 'middle');
      added.select('.card').attr('rx', 10);
      added.select('.badge').attr('r', 9);
      added.append('title');
      opens(added, handlers);
      return added;
    });
  group
    .attr('class', ({ kind }) => kind)
    .classed('problem', ({ problem }) => problem)
    .classed('ruled', ({ wears }) => wears.ruled)
    .attr('aria-label', (node) => (node.kind === 'router' ? spoken(node) : null))
    .attr('transform', ({ id }) => `translate(${picture.places.get(id) ?? 0},0)`);
  const width = picture.compact ? 48 : 120;
  group
    .select('.hit')
    .attr('x', -width / 2)
    .attr('y', 8)
    .attr('width', width)
    .attr('height', sceneHeight(picture.compact) - 16);
  drawCards(group, data, measures);
  drawTexts(group, data, picture);
}

/** What lies between the ends can be opened, by pointer and by key. */
function opens(added: Nodes, handlers: SceneHandlers): void {
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
}

function drawCards(group: Nodes, data: readonly SceneNode[], { size, top }: Measures): void {
  const client = data.find(({ kind }) => kind === 'host');
  const end = (node: SceneNode): 'client' | 'server' | null => {
    if (node.kind !== 'host') return null;
    return node === client ? 'client' : 'server';
  };
  const plain = (node: SceneNode): string => SIGNS[end(node) ?? (node.id === 'lan' ? 'lan' : node.kind)] ?? '';
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
    .attr('d', (node) => emblemOf(node.wears, end(node))?.sign ?? plain(node));
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
}

function drawTexts(group: Nodes, data: readonly SceneNode[], { compact, lanes, width }: Picture): void {
  const room = (lanes[1]?.x ?? width) - (lanes[0]?.x ?? 0);
  group
    .select('.name')
    .attr('y', compact ? 60 : 90)
    .text(({ name, kind }) => (compact && kind !== 'host' ? '' : name));
  const fitting = (text: string, space = room): string =>
    compact ? '' : truncated(text, 11, 'wire', Math.min(space, 168));
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
