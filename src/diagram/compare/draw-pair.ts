/** One row of two runs' picture: what each of them has there, or the gap, or what is folded. */
import type { Selection } from 'd3-selection';
import type { ComparePicture, CompareRow } from './layout';
import { drawRow } from '../draw/draw-row';
import type { Label, Row } from '../layout/picture';

export function drawPair(
  group: Selection<SVGGElement, CompareRow, null, undefined>,
  row: CompareRow,
  picture: ComparePicture,
): void {
  group.classed('fold', row.last > row.first);
  group
    .append('rect')
    .attr('class', 'hit')
    .attr('x', 0)
    .attr('width', picture.width)
    .attr('y', row.top)
    .attr('height', row.bottom - row.top);
  if (row.gap)
    group
      .append('rect')
      .attr('class', 'hatch')
      .attr('x', row.gap.x)
      .attr('y', row.gap.y)
      .attr('width', row.gap.width)
      .attr('height', row.gap.height);
  for (const side of picture.sides) {
    const mine = row[side.which];
    if (mine) drawRow(group.append('g').datum<Row>(mine), mine, side);
  }
  if (row.last > row.first)
    group
      .append('line')
      .attr('class', 'crease')
      .attr('x1', 16)
      .attr('x2', picture.width - 16)
      .attr('y1', (row.top + row.bottom) / 2)
      .attr('y2', (row.top + row.bottom) / 2);
  if (row.label) drawPill(group, row.label, row.top, row.bottom);
}

/** Words on a plate of their own size. */
function drawPill(
  group: Selection<SVGGElement, CompareRow, null, undefined>,
  { x, y, size, width, parts }: Label,
  top: number,
  bottom: number,
): void {
  group
    .append('rect')
    .attr('class', 'plate')
    .attr('rx', 11)
    .attr('x', x - width / 2 - 14)
    .attr('width', width + 28)
    .attr('y', (top + bottom) / 2 - 11)
    .attr('height', 22);
  group
    .append('text')
    .attr('class', 'said')
    .attr('x', x)
    .attr('y', y)
    .attr('text-anchor', 'middle')
    .attr('font-size', size)
    .text(parts.map(({ text }) => text).join(' '));
}
