/** Draws one row: breaks of the lanes, plate, arrow, cross, bends and labels. */
import type { Selection } from 'd3-selection';
import { CROSS } from '../layout/arrow';
import type { Arrow, Label, Picture, Point, Row } from '../layout/picture';

type Group = Selection<SVGGElement, Row, null, undefined>;

export function drawRow(group: Group, row: Row, picture: Pick<Picture, 'left' | 'right' | 'lanes'>): void {
  const { arrow, plate, labels, broken, step } = row;
  group.attr('class', `row ${row.kind} ${row.role}`).classed('problem', row.problem);
  group.append('title').text([step.label.term, step.label.text, step.verdict].filter((text) => text).join(' '));
  group
    .append('rect')
    .attr('class', 'hit')
    .attr('x', picture.left)
    .attr('width', picture.right - picture.left)
    .attr('y', row.top)
    .attr('height', row.bottom - row.top);
  if (broken) for (const { x } of picture.lanes) drawBreak(group, x, (row.top + row.bottom) / 2);
  if (plate) {
    group
      .append('rect')
      .attr('class', 'plate')
      .attr('rx', Math.min(6, plate.height / 2))
      .attr('x', plate.x)
      .attr('y', plate.y)
      .attr('width', plate.width)
      .attr('height', plate.height);
  }
  if (arrow) drawArrow(group, arrow, row);
  for (const label of labels) drawLabel(group, label);
  // Shown where a change of knobs brought the row: a bar and a plus, so that it is no matter of colour alone.
  group
    .append('path')
    .attr('class', 'new')
    .attr(
      'd',
      `M${picture.right - 1},${row.top + 3}V${row.bottom - 5}M${picture.right - 12},` +
        `${(row.top + row.bottom) / 2}h7m-3.5,-3.5v7`,
    );
}

const path = (points: readonly Point[]): string => `M${points.map(([x, y]) => `${x},${y}`).join('L')}`;

function drawArrow(group: Group, arrow: Arrow, row: Row): void {
  const { points, cross, bends } = arrow;
  group
    .append('path')
    .attr('class', 'line')
    .classed('dashed', arrow.dashed)
    .classed('thick', arrow.thick)
    .attr('d', path(points));
  const [first, second] = points;
  const [beforeLast, last] = points.slice(-2);
  if (arrow.heads !== 'none' && beforeLast && last) drawHead(group, beforeLast, last, row);
  if (arrow.heads === 'both' && first && second) drawHead(group, second, first, row);
  for (const { x, y, texts } of bends)
    group
      .append('path')
      .attr('class', 'bend')
      .classed('quiet', texts.length === 0)
      .attr('d', `M${x - 3},${y - 5}v15M${x + 3},${y - 5}v15`);
  if (!cross) return;
  const mark = group.append('g').attr('class', 'cross').attr('transform', `translate(${cross[0]},${cross[1]})`);
  mark.append('circle').attr('r', CROSS);
  mark.append('path').attr('d', 'M-3.2,-3.2L3.2,3.2M-3.2,3.2L3.2,-3.2');
}

/** Filled on a control connection, open on a data connection: told apart without colour. */
function drawHead(group: Group, from: Point, to: Point, { role }: Row): void {
  const angle = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
  group
    .append('path')
    .attr('class', 'head')
    .attr('d', role === 'data' ? 'M-8,-4.5L0,0L-8,4.5' : 'M-8,-3.6L0,0L-8,3.6Z')
    .attr('transform', `translate(${to[0]},${to[1]}) rotate(${Number(angle.toFixed(2))})`);
}

/** Two short strokes over a gap in the lane: time was left out here. */
function drawBreak(group: Group, x: number, y: number): void {
  group
    .append('path')
    .attr('class', 'gap')
    .attr('d', `M${x},${y - 4}V${y + 4}`);
  group
    .append('path')
    .attr('class', 'break')
    .attr('d', `M${x - 7},${y - 1.5}l14,-5M${x - 7},${y + 6.5}l14,-5`);
}

function drawLabel(group: Group, { x, y, anchor, size, parts }: Label): void {
  const text = group.append('text').attr('x', x).attr('y', y).attr('text-anchor', anchor).attr('font-size', size);
  parts.forEach((part, i) => {
    text
      .append('tspan')
      .attr('class', part.style)
      .attr('dx', i === 0 ? null : size * 0.6)
      .text(part.text);
  });
}
