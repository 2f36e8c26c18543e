/**
 * Draws a picture of two runs into one <svg>. As with one run, stepping moves the cursor and toggles classes, no more.
 */
import { select, type Selection } from 'd3-selection';
import type { ComparePicture, CompareRow, Side } from './layout';
import { drawRibbons } from '../draw/draw';
import { drawRow } from '../draw/draw-row';
import type { Label, Row } from '../layout/picture';

interface CompareHandlers {
  /** A row was chosen, by its index. */
  onselect(row: number): void;
}

interface ComparePlace {
  /** The row under the cursor, by its index. */
  readonly row: number;
  /** The stretch of the picture that can be seen, pixels. */
  readonly viewport: { readonly top: number; readonly bottom: number };
}

export interface CompareDiagram {
  update(picture: ComparePicture, at: ComparePlace): void;
  dispose(): void;
}

type Layer = Selection<SVGGElement, unknown, null, undefined>;

const ALL_ROWS = 300;
const MARGIN = 400;

export function mountCompare(svg: SVGSVGElement, handlers: CompareHandlers): CompareDiagram {
  const root = select(svg).classed('diagram compare compact', true);
  root.selectAll('*').remove();
  root
    .append('defs')
    .append('pattern')
    .attr('id', 'hatched')
    .attr('width', 7)
    .attr('height', 7)
    .attr('patternUnits', 'userSpaceOnUse')
    .attr('patternTransform', 'rotate(45)')
    .append('line')
    .attr('y2', 7)
    .attr('x1', 0.5)
    .attr('x2', 0.5);
  const layer = (name: string): Layer => root.append('g').attr('class', name);
  const sides = layer('sides');
  const chosen = root.append('rect').attr('class', 'chosen').attr('rx', 8);
  const ribbons = layer('ribbons');
  const rows = layer('rows');
  const parting = layer('parting');
  const veil = root.append('rect').attr('class', 'veil');
  const cursor = layer('cursor');
  cursor.append('line');
  cursor.append('circle').attr('r', 4);
  let drawn: ComparePicture | null = null;

  const still = (picture: ComparePicture): void => {
    root
      .attr('width', picture.width)
      .attr('height', picture.height)
      .attr('viewBox', `0 0 ${picture.width} ${picture.height}`);
    rows.selectAll('*').remove();
    drawSides(sides, picture);
    drawRibbons(
      ribbons,
      picture.sides.flatMap(({ which, ribbons: mine }) =>
        mine.map((ribbon) => ({ ...ribbon, key: `${which} ${ribbon.key}` })),
      ),
    );
    drawParting(parting, picture);
    veil.attr('x', 0).attr('width', picture.width);
    cursor
      .select('line')
      .attr('x1', 10)
      .attr('x2', picture.width - 10);
    cursor.select('circle').attr('cx', 10);
  };

  const update = (picture: ComparePicture, { row: at, viewport }: ComparePlace): void => {
    if (picture !== drawn) still(picture);
    drawn = picture;
    const all = picture.rows.length <= ALL_ROWS;
    const seen = all
      ? picture.rows
      : picture.rows.filter(({ top, bottom }) => bottom > viewport.top - MARGIN && top < viewport.bottom + MARGIN);
    rows
      .selectAll<SVGGElement, CompareRow>(':scope > g')
      .data(seen, ({ key }) => key)
      .join((enter) =>
        enter
          .append('g')
          .each(function (row) {
            drawPair(select(this), row, picture);
          })
          .on('click', (_, row) => {
            handlers.onselect(picture.rows.indexOf(row));
          }),
      )
      .order();
    const current = picture.rows[at];
    rows.selectAll<SVGGElement, CompareRow>(':scope > g').classed('selected', (row) => row === current);
    chosen.classed('shown', current !== undefined);
    if (!current) return;
    chosen
      .attr('x', 8)
      .attr('width', picture.width - 16)
      .attr('y', current.top)
      .attr('height', current.bottom - current.top - 2);
    cursor.attr('transform', `translate(0,${current.bottom})`);
    veil.attr('y', current.bottom).attr('height', Math.max(0, picture.height - current.bottom));
  };

  return {
    update,
    dispose: () => {
      root.attr('class', null).selectAll('*').remove();
    },
  };
}

function drawPair(
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

function drawSides(layer: Layer, picture: ComparePicture): void {
  const group = layer
    .selectAll<SVGGElement, Side>('g')
    .data(picture.sides, ({ which }) => which)
    .join('g')
    .attr('class', 'lanes');
  group
    .selectAll('line')
    .data(({ lanes }) => lanes)
    .join('line')
    .attr('class', ({ kind }) => kind)
    .attr('x1', ({ x }) => x)
    .attr('x2', ({ x }) => x)
    .attr('y1', 0)
    .attr('y2', picture.height);
}

function drawParting(layer: Layer, { parting, width }: ComparePicture): void {
  const group = layer
    .selectAll<SVGGElement, NonNullable<ComparePicture['parting']>>('g')
    .data(parting ? [parting] : [])
    .join((enter) => {
      const added = enter.append('g');
      added.append('line');
      added.append('rect').attr('rx', 13).attr('height', 26);
      added.append('text').attr('text-anchor', 'middle');
      return added;
    });
  group
    .select('line')
    .attr('x1', 10)
    .attr('x2', width - 10)
    .attr('y1', ({ label }) => label.y - 4.5)
    .attr('y2', ({ label }) => label.y - 4.5);
  group
    .select('rect')
    .attr('x', ({ label }) => label.x - label.width / 2 - 16)
    .attr('width', ({ label }) => label.width + 32)
    .attr('y', ({ label }) => label.y - 17.5);
  group
    .select('text')
    .attr('x', ({ label }) => label.x)
    .attr('y', ({ label }) => label.y)
    .attr('font-size', ({ label }) => label.size)
    .text(({ label }) => label.parts.map(({ text }) => text).join(' '));
}
