/**
 * Draws a picture of two runs into one <svg>. As with one run, stepping moves the cursor and toggles classes, no more.
 */
import { select, type Selection } from 'd3-selection';
import type { ComparePicture, CompareRow, Side } from './layout';
import { drawRibbons } from '../draw/draw';
import { drawPair } from './draw-pair';

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

type Root = Selection<SVGSVGElement, unknown, null, undefined>;

export function mountCompare(svg: SVGSVGElement, handlers: CompareHandlers): CompareDiagram {
  const root = select(svg).classed('diagram compare compact', true);
  root.selectAll('*').remove();
  addHatching(root);
  const layers = layersIn(root);
  let drawn: ComparePicture | null = null;
  return {
    update: (picture, { row, viewport }) => {
      if (picture !== drawn) drawStill(root, layers, picture);
      drawn = picture;
      drawRows(layers.rows, seenOf(picture, viewport), picture, handlers);
      moveTo(layers, picture, picture.rows[row]);
    },
    dispose: () => {
      root.attr('class', null).selectAll('*').remove();
    },
  };
}

/** The pattern of a gap, where one of the two runs has nothing. */
function addHatching(root: Root): void {
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
}

/** What lies over what: the first lowest. */
function layersIn(root: Root) {
  const layer = (name: string): Layer => root.append('g').attr('class', name);
  const layers = {
    sides: layer('sides'),
    chosen: root.append('rect').attr('class', 'chosen').attr('rx', 8),
    ribbons: layer('ribbons'),
    rows: layer('rows'),
    parting: layer('parting'),
    veil: root.append('rect').attr('class', 'veil'),
    cursor: layer('cursor'),
  };
  layers.cursor.append('line');
  layers.cursor.append('circle').attr('r', 4);
  return layers;
}

type Layers = ReturnType<typeof layersIn>;

/** All that stepping does not move. The rows are drawn anew. */
function drawStill(root: Root, { rows, sides, ribbons, parting, veil, cursor }: Layers, picture: ComparePicture): void {
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
}

const seenOf = ({ rows }: ComparePicture, viewport: ComparePlace['viewport']): readonly CompareRow[] =>
  rows.length <= ALL_ROWS
    ? rows
    : rows.filter(({ top, bottom }) => bottom > viewport.top - MARGIN && top < viewport.bottom + MARGIN);

function drawRows(
  layer: Layer,
  seen: readonly CompareRow[],
  picture: ComparePicture,
  { onselect }: CompareHandlers,
): void {
  layer
    .selectAll<SVGGElement, CompareRow>(':scope > g')
    .data(seen, ({ key }) => key)
    .join((enter) =>
      enter
        .append('g')
        .each(function (row) {
          drawPair(select(this), row, picture);
        })
        .on('click', (_, row) => {
          onselect(picture.rows.indexOf(row));
        }),
    )
    .order();
}

/** The row is raised, the cursor below it, and what comes later lies under the veil. */
function moveTo({ rows, chosen, cursor, veil }: Layers, picture: ComparePicture, row: CompareRow | undefined): void {
  rows.selectAll<SVGGElement, CompareRow>(':scope > g').classed('selected', (one) => one === row);
  chosen.classed('shown', row !== undefined);
  if (!row) return;
  chosen
    .attr('x', 8)
    .attr('width', picture.width - 16)
    .attr('y', row.top)
    .attr('height', row.bottom - row.top - 2);
  cursor.attr('transform', `translate(0,${row.bottom})`);
  veil.attr('y', row.bottom).attr('height', Math.max(0, picture.height - row.bottom));
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
