/**
 * Draws a picture into one <svg>, whose inside is D3's alone. Stepping moves the cursor and toggles classes, no more.
 */
import { select, type Selection } from 'd3-selection';
import { drawRow } from './draw-row';
import {
  cursorAt,
  rowShowing,
  rowsWithin,
  type Bracket,
  type Lane,
  type Picture,
  type Ribbon,
  type Row,
  type Tie,
} from '../layout/picture';

interface Handlers {
  /** A row was chosen; the entry is its step's. */
  onselect(entry: number): void;
}

interface Place {
  readonly cursor: number;
  /** An entry; its row is raised. */
  readonly selected: number | null;
  /** The stretch of the picture that can be seen, pixels; needed from some hundred rows on. */
  readonly viewport?: { readonly top: number; readonly bottom: number };
  /** Moments that are new in this run: their rows have a mark. */
  readonly fresh?: ReadonlySet<string>;
  /** Pixels of the screen to one of the picture: above 1 for those who sit far away. */
  readonly scale?: number;
}

export interface Diagram {
  update(picture: Picture, at: Place): void;
  dispose(): void;
}

/** Up to so many rows all of them are drawn, so that find-in-page finds them. */
const ALL_ROWS = 300;

type Layer = Selection<SVGGElement, unknown, null, undefined>;

type Root = Selection<SVGSVGElement, unknown, null, undefined>;

export function mountDiagram(svg: SVGSVGElement, handlers: Handlers): Diagram {
  const root = select(svg).classed('diagram', true);
  root.selectAll('*').remove();
  const layers = layersIn(root);
  let drawn: Picture | null = null;
  let drawnAt = 1;
  return {
    update: (picture, { cursor, selected, viewport, scale = 1, fresh }) => {
      if (picture !== drawn || scale !== drawnAt) drawStill(root, layers, picture, scale);
      drawn = picture;
      drawnAt = scale;
      const all = picture.rows.length <= ALL_ROWS || !viewport;
      const seen = all ? picture.rows : rowsWithin(picture, viewport.top / scale, viewport.bottom / scale);
      drawRows(layers.rows, seen, picture, handlers);
      mark(layers, picture, selected, fresh);
      moveCursor(layers, picture, cursor);
    },
    dispose: () => {
      root.classed('diagram', false).selectAll('*').remove();
    },
  };
}

/** What lies over what: the first lowest. */
function layersIn(root: Root) {
  const layer = (name: string): Layer => root.append('g').attr('class', name);
  const layers = {
    lanes: layer('lanes'),
    chosen: root.append('rect').attr('class', 'chosen').attr('rx', 8),
    ties: layer('ties'),
    ribbons: layer('ribbons'),
    rows: layer('rows'),
    veil: root.append('rect').attr('class', 'veil'),
    brackets: layer('brackets'),
    cursor: layer('cursor'),
  };
  layers.cursor.append('line');
  layers.cursor.append('circle').attr('r', 4);
  return layers;
}

type Layers = ReturnType<typeof layersIn>;

/** All that stepping does not move. The rows are drawn anew. */
function drawStill(root: Root, layers: Layers, picture: Picture, scale: number): void {
  root
    .attr('width', picture.width * scale)
    .attr('height', picture.height * scale)
    .attr('viewBox', `0 0 ${picture.width} ${picture.height}`)
    .classed('compact', picture.compact);
  layers.rows.selectAll('*').remove();
  drawLanes(layers.lanes, picture);
  drawRibbons(layers.ribbons, picture.ribbons);
  drawBrackets(layers.brackets, picture.brackets);
  drawTies(layers.ties, picture.ties);
  layers.veil.attr('x', picture.left).attr('width', picture.width - picture.left);
  layers.cursor.select('line').attr('x1', picture.left).attr('x2', picture.right);
  layers.cursor.select('circle').attr('cx', picture.left);
}

function drawRows(layer: Layer, seen: readonly Row[], picture: Picture, { onselect }: Handlers): void {
  layer
    .selectAll<SVGGElement, Row>(':scope > g')
    .data(seen, (row) => row.key)
    .join((enter) =>
      enter
        .append('g')
        .each(function (row) {
          drawRow(select(this), row, picture);
        })
        .on('click', (_, row) => {
          onselect(row.entry);
        }),
    )
    .order();
}

/** The chosen row is raised; those that are new in this run have their sign. */
function mark({ rows, chosen }: Layers, picture: Picture, selected: number | null, fresh: Place['fresh']): void {
  const raised = selected === null ? null : rowShowing(picture, selected);
  rows
    .selectAll<SVGGElement, Row>(':scope > g')
    .classed('selected', (row) => row === raised)
    .classed('fresh', ({ step }) => step.moment !== null && fresh?.has(step.moment) === true);
  chosen.classed('shown', raised !== null);
  if (!raised) return;
  chosen
    .attr('x', picture.left)
    .attr('width', picture.right - picture.left)
    .attr('y', raised.top)
    .attr('height', raised.bottom - raised.top - 2);
}

function moveCursor({ cursor, veil }: Layers, picture: Picture, entry: number): void {
  const y = cursorAt(picture, entry);
  cursor.attr('transform', `translate(0,${y})`);
  veil.attr('y', y).attr('height', Math.max(0, picture.height - y));
}

function drawLanes(layer: Layer, picture: Picture): void {
  layer
    .selectAll<SVGLineElement, Lane>('line')
    .data(picture.lanes, (lane) => lane.id)
    .join('line')
    .attr('class', (lane) => lane.kind)
    .attr('x1', (lane) => lane.x)
    .attr('x2', (lane) => lane.x)
    .attr('y1', 0)
    .attr('y2', picture.height);
}

export function drawRibbons(layer: Layer, ribbons: readonly Ribbon[]): void {
  layer
    .selectAll<SVGRectElement, Ribbon>(':scope > rect')
    .data(ribbons, (ribbon) => ribbon.key)
    .join('rect')
    .attr('class', (ribbon) => ribbon.role)
    .classed('attempt', (ribbon) => ribbon.attempt)
    .attr('x', ({ box }) => box.x)
    .attr('y', ({ box }) => box.y)
    .attr('width', ({ box }) => box.width)
    .attr('height', ({ box }) => box.height)
    .attr('rx', ({ box }) => box.width / 2);
  drawSheaths(layer, ribbons);
}

/** What TLS covers keeps its colour and has a sheath around it, with a lock where it begins. */
function drawSheaths(layer: Layer, ribbons: readonly Ribbon[]): void {
  const sheathed = ribbons.flatMap(({ key, role, sheath }) => (sheath ? [{ key, role, ...sheath }] : []));
  const group = layer
    .selectAll<SVGGElement, (typeof sheathed)[number]>(':scope > g')
    .data(sheathed, ({ key }) => key)
    .join((enter) => {
      const added = enter.append('g');
      added.append('rect').attr('class', 'sheath');
      added.append('path').attr('class', 'lock').attr('d', 'M-4.5,-1h9v7h-9zM-2.8,-1v-2.2a2.8,2.8 0 0 1 5.6,0V-1');
      added.append('title');
      return added;
    })
    .attr('class', ({ role }) => role);
  group
    .select('.sheath')
    .attr('x', ({ box }) => box.x)
    .attr('y', ({ box }) => box.y)
    .attr('width', ({ box }) => box.width)
    .attr('height', ({ box }) => box.height)
    .attr('rx', ({ box }) => box.width / 2);
  group.select('.lock').attr('transform', ({ box }) => `translate(${box.x + box.width / 2},${box.y + 2})`);
  group.select('title').text(({ version }) => version);
}

function drawTies(layer: Layer, ties: readonly Tie[]): void {
  const group = layer
    .selectAll<SVGGElement, Tie>('g')
    .data(ties, ({ key }) => key)
    .join((enter) => {
      const added = enter.append('g');
      added.append('path');
      added.append('circle').attr('r', 2.5);
      return added;
    });
  group.select('path').attr('d', ({ points }) => `M${points.map(([x, y]) => `${x},${y}`).join('L')}`);
  group
    .select('circle')
    .attr('cx', ({ points }) => points.at(-1)?.[0] ?? 0)
    .attr('cy', ({ points }) => points.at(-1)?.[1] ?? 0);
}

function drawBrackets(layer: Layer, brackets: readonly Bracket[]): void {
  const group = layer
    .selectAll<SVGGElement, Bracket>('g')
    .data(brackets)
    .join((enter) => {
      const added = enter.append('g');
      added.append('line');
      added.append('text');
      return added;
    })
    .classed('problem', (bracket) => bracket.problem);
  group
    .select('line')
    .attr('x1', ({ x }) => x)
    .attr('x2', ({ x }) => x)
    .attr('y1', ({ top }) => top)
    .attr('y2', ({ bottom }) => bottom);
  group
    .select('text')
    .attr('transform', ({ label }) => `translate(${label.x + 4},${label.y}) rotate(-90)`)
    .attr('text-anchor', 'middle')
    .attr('font-size', ({ label }) => label.size)
    .text(({ name }) => name);
}
