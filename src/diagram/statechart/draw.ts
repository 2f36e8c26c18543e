/**
 * Draws a statechart: D3 owns what is inside the svg. A state where the machine is, is filled; where it was, outlined
 * strongly; where it will be, dashed; an edge likewise, with its count. Labels stand on paper, so that no line runs
 * through a text.
 */
import { select, type Selection } from 'd3-selection';
import { LABEL_SIZE, eventsOf } from './lines';
import { NEVER_TAKEN, type Lit, type Taken } from './lit';
import {
  COUNT,
  EXIT_LINE,
  LABEL_PADDING,
  LINE,
  NAME_HEIGHT,
  PADDING,
  STATE_SIZE,
  type LaidChart,
  type LaidEdge,
  type LaidRegion,
  type LaidState,
  type Point,
} from './layout';
import type { ChartEdge } from './statechart';
import type { Role } from '../steps/step';

/** What may be asked about: a state by its name, an edge by its id. */
export interface Asked {
  readonly kind: 'state' | 'edge';
  readonly id: string;
}

export interface ChartWords {
  readonly state: (name: string, standing: string, odd: number) => string;
  readonly edge: (from: string, to: string, events: string, taken: number) => string;
}

export interface ChartHandlers {
  onask(asked: Asked): void;
  readonly words: ChartWords;
}

export interface ChartDrawing {
  update(laid: LaidChart, lit: Lit, asked: Asked | null, colour: Role): void;
  dispose(): void;
}

type Root = Selection<SVGGElement, unknown, null, undefined>;
interface Frame {
  readonly lit: Lit;
  readonly asked: Asked | null;
  readonly handlers: ChartHandlers;
}

export function mountChart(svg: SVGSVGElement, handlers: ChartHandlers): ChartDrawing {
  const root = select(svg);
  root.selectAll('*').remove();
  const [bands, lines, states, labels] = ['bands', 'lines', 'states', 'labels'].map((name) =>
    root.append('g').attr('class', name),
  ) as [Root, Root, Root, Root];
  const update = (laid: LaidChart, lit: Lit, asked: Asked | null, colour: Role): void => {
    root
      .attr('class', `statechart ${colour}`)
      .attr('font-size', LABEL_SIZE)
      .attr('viewBox', `0 0 ${laid.width} ${laid.height}`);
    const frame = { lit, asked, handlers };
    drawBands(bands, laid.regions);
    drawLines(lines, laid.edges, frame);
    drawStates(states, laid, frame);
    drawLabels(labels, laid.edges, frame);
    rove(svg);
  };
  return {
    update,
    dispose: () => {
      root.selectAll('*').remove();
    },
  };
}

function drawBands(layer: Root, regions: readonly LaidRegion[]): void {
  layer
    .selectAll<SVGRectElement, LaidRegion>(':scope > rect')
    .data(regions, ({ head }) => head.name)
    .join('rect')
    .attr('rx', 14)
    .attr('x', ({ x }) => x)
    .attr('y', ({ y }) => y)
    .attr('width', ({ width }) => width)
    .attr('height', ({ height }) => height);
}

const takenOf = ({ lit }: Frame, { id }: ChartEdge): Taken => lit.edges.get(id) ?? NEVER_TAKEN;

/** What has been, will be or never is; the last step besides; and what was asked about. */
function classesOf(frame: Frame, edge: ChartEdge): string {
  const { past, later } = takenOf(frame, edge);
  const standing = past.length > 0 ? 'been' : later.length > 0 ? 'later' : 'never';
  return (
    `edge ${standing}${frame.lit.present === edge.id ? ' present' : ''}` +
    (isAsked(frame, 'edge', edge.id) ? ' asked' : '')
  );
}

const isAsked = ({ asked }: Frame, kind: Asked['kind'], id: string): boolean => asked?.kind === kind && asked.id === id;

function drawLines(layer: Root, edges: readonly LaidEdge[], frame: Frame): void {
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

const weight = (frame: Frame, { edge }: LaidEdge): number =>
  frame.lit.present === edge.id
    ? 3
    : takenOf(frame, edge).past.length > 0
      ? 2
      : takenOf(frame, edge).later.length > 0
        ? 1
        : 0;

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

/** A thing that can be asked about, by pointer and by key. */
function askable<Datum>(
  added: Selection<SVGGElement, Datum, SVGGElement, unknown>,
  handlers: ChartHandlers,
  asked: (datum: Datum) => Asked,
): void {
  added
    .attr('role', 'button')
    .attr('tabindex', -1)
    .on('click', (event: Event, datum) => {
      event.stopPropagation();
      handlers.onask(asked(datum));
    })
    .on('keydown', (event: KeyboardEvent, datum) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      handlers.onask(asked(datum));
    });
}

function drawStates(layer: Root, { states, regions }: LaidChart, frame: Frame): void {
  const { lit, handlers } = frame;
  const heads = regions.map(({ head }) => head);
  const group = layer
    .selectAll<SVGGElement, LaidState>(':scope > g')
    .data([...heads, ...states], ({ name }) => name)
    .join((enter) => {
      const added = enter.append('g');
      const name = added.append('g').attr('class', 'name');
      for (const part of ['ring', 'box']) name.append('rect').attr('class', part).attr('rx', 8);
      name.append('path').attr('class', 'band');
      name.append('text').attr('font-size', STATE_SIZE).attr('text-anchor', 'middle');
      name.append('g').attr('class', 'odd').html('<circle r="9"/><path d="M-3.4,-3.4L3.4,3.4M-3.4,3.4L3.4,-3.4"/>');
      askable(name, handlers, (state) => ({ kind: 'state', id: state.name }));
      added.append('g').attr('class', 'exits');
      return added;
    });
  const standing = ({ name }: LaidState): string => lit.states.get(name) ?? 'never';
  const odd = ({ name }: LaidState): number => lit.odd.get(name)?.length ?? 0;
  group
    .attr(
      'class',
      (state) =>
        `${heads.includes(state) ? 'region' : 'state'} ${standing(state)}` +
        `${lit.over && state.name === lit.now ? ' over' : ''}${isAsked(frame, 'state', state.name) ? ' asked' : ''}`,
    )
    .attr('transform', ({ x, y }) => `translate(${x},${y})`);
  const name = group
    .select<SVGGElement>('.name')
    .attr('aria-label', (state) => handlers.words.state(state.name, standing(state), odd(state)))
    .attr('aria-pressed', (state) => isAsked(frame, 'state', state.name));
  name
    .select('.box')
    .attr('width', ({ width }) => width)
    .attr('height', ({ height }) => height);
  name
    .select('.ring')
    .attr('x', -4)
    .attr('y', -4)
    .attr('rx', 12)
    .attr('width', ({ width }) => width + 8)
    .attr('height', ({ height }) => height + 8);
  name.select('.band').attr('d', ({ width, exits }) => band(width, exits.length > 0));
  name
    .select('text')
    .attr('x', ({ width }) => width / 2)
    .attr('y', NAME_HEIGHT / 2 + STATE_SIZE * 0.36)
    .text((state) => state.name);
  name
    .select('.odd')
    .attr('display', (state) => (odd(state) > 0 ? null : 'none'))
    .attr('transform', ({ width }) => `translate(${width},0)`);
  drawExits(group.select('.exits'), frame);
}

/** The head of a box: all of it, or its upper part where exits follow. */
const band = (width: number, open: boolean): string =>
  `M0,8a8,8 0 0 1 8,-8h${width - 16}a8,8 0 0 1 8,8v${NAME_HEIGHT - 16}` +
  `${open ? `v8h${-width}v-8` : `a8,8 0 0 1 -8,8h${16 - width}a8,8 0 0 1 -8,-8`}z`;

type Exit = LaidState['exits'][number] & { readonly width: number };

function drawExits(layer: Selection<SVGGElement, LaidState, SVGGElement, unknown>, frame: Frame): void {
  const { handlers } = frame;
  const group = layer
    .selectAll<SVGGElement, Exit>(':scope > g')
    .data(
      ({ exits, width }) => exits.map((exit) => ({ ...exit, width })),
      ({ edge }) => edge.id,
    )
    .join((enter) => {
      const added = enter.append('g') as unknown as Selection<SVGGElement, Exit, SVGGElement, unknown>;
      added.append('rect').attr('class', 'ground').attr('rx', 5);
      added.append('text').attr('class', 'wire');
      added.append('text').attr('class', 'count').attr('text-anchor', 'end');
      askable(added, handlers, ({ edge }) => ({ kind: 'edge', id: edge.id }));
      return added as never;
    });
  group
    .attr('class', ({ edge }) => `${classesOf(frame, edge)} exit`)
    .attr('transform', (_, i) => `translate(0,${NAME_HEIGHT + 3 + i * EXIT_LINE})`)
    .attr('aria-label', ({ edge }) => spoken(frame, edge))
    .attr('aria-pressed', ({ edge }) => isAsked(frame, 'edge', edge.id));
  group
    .select('.ground')
    .attr('x', 4)
    .attr('width', ({ width }) => width - 8)
    .attr('height', EXIT_LINE);
  group
    .select('.wire')
    .attr('x', PADDING)
    .attr('y', EXIT_LINE / 2 + 4)
    .text(({ text }) => text);
  group
    .select('.count')
    .attr('x', ({ width }) => width - 9)
    .attr('y', EXIT_LINE / 2 + 4)
    .text(({ edge }) => counted(takenOf(frame, edge)));
}

function drawLabels(layer: Root, edges: readonly LaidEdge[], frame: Frame): void {
  const { handlers } = frame;
  const group = layer
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
  group
    .attr('class', ({ edge }) => classesOf(frame, edge))
    .attr('transform', ({ label }) => `translate(${label.x},${label.y})`)
    .attr('aria-label', ({ edge }) => spoken(frame, edge))
    .attr('aria-pressed', ({ edge }) => isAsked(frame, 'edge', edge.id));
  group
    .select('.ground')
    .attr('width', ({ label }) => label.width)
    .attr('height', ({ label }) => label.height);
  const top = ({ label }: LaidEdge): number => (label.height - label.lines.length * LINE) / 2 + 10.5;
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

const counted = ({ past }: Taken): string => (past.length > 0 ? `${past.length}×` : '');
const spoken = (frame: Frame, edge: ChartEdge): string =>
  frame.handlers.words.edge(
    edge.from,
    edge.to,
    eventsOf(edge.transitions).join(', '),
    takenOf(frame, edge).past.length,
  );

/** One stop for the Tab key, where one was, is asked about, or the machine is; up and down go on from there. */
function rove(svg: SVGSVGElement): void {
  const all = [...svg.querySelectorAll<SVGGElement>('[role=button]')];
  const stop =
    all.find((one) => one === document.activeElement) ??
    all.find((one) => one.getAttribute('aria-pressed') === 'true') ??
    svg.querySelector<SVGGElement>('.state.now .name') ??
    all[0];
  for (const one of all) one.setAttribute('tabindex', one === stop ? '0' : '-1');
  svg.onkeydown = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = by === undefined ? undefined : all[all.indexOf(event.target as SVGGElement) + by];
    if (!next) return;
    event.preventDefault();
    for (const one of all) one.setAttribute('tabindex', one === next ? '0' : '-1');
    next.focus();
  };
}
