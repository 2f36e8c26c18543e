/** The labels of a statechart's edges: count and events, on paper. */
import type { Selection } from 'd3-selection';
import { askable, classesOf, counted, isAsked, spoken, takenOf, type Frame, type Root } from './frame';
import { COUNT, LABEL_PADDING, LINE, type LaidEdge } from './layout';

export function drawLabels(layer: Root, edges: readonly LaidEdge[], frame: Frame): void {
  const group = labelsOf(layer, edges, frame);
  group
    .attr('class', ({ edge }) => classesOf(frame, edge))
    .attr('transform', ({ label }) => `translate(${label.x},${label.y})`)
    .attr('aria-label', ({ edge }) => spoken(frame, edge))
    .attr('aria-pressed', ({ edge }) => isAsked(frame, 'edge', edge.id));
  group
    .select('.ground')
    .attr('width', ({ label }) => label.width)
    .attr('height', ({ label }) => label.height);
  group
    .select('.count')
    .attr('x', LABEL_PADDING + COUNT - 5)
    .attr('y', top)
    .text(({ edge }) => counted(takenOf(frame, edge)));
  // Without a count the words stand in the middle.
  group
    .select('.words')
    .attr(
      'transform',
      (laid) =>
        `translate(${LABEL_PADDING + (takenOf(frame, laid.edge).past.length > 0 ? COUNT : COUNT / 2)},${top(laid)})`,
    )
    .selectAll('text')
    .data(({ label }) => label.lines)
    .join('text')
    .attr('class', ({ face }) => face)
    .attr('y', (_, i) => i * LINE)
    .text(({ text }) => text);
}

/** Where a label's first line stands. */
const top = ({ label }: LaidEdge): number => (label.height - label.lines.length * LINE) / 2 + 10.5;

const labelsOf = (layer: Root, edges: readonly LaidEdge[], { handlers }: Frame) =>
  layer
    .selectAll<SVGGElement, LaidEdge>(':scope > g')
    .data(edges, ({ edge }) => edge.id)
    .join((enter) => {
      const added = enter.append('g') as unknown as Selection<SVGGElement, LaidEdge, SVGGElement, unknown>;
      added.append('rect').attr('class', 'ground').attr('rx', 5);
      added.append('text').attr('class', 'count').attr('text-anchor', 'end');
      added.append('g').attr('class', 'words');
      askable(added, handlers, ({ edge }) => ({ kind: 'edge', id: edge.id }));
      return added as never;
    });
