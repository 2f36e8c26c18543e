/** The boxes of a statechart's states, each with its name and the exits that lead nowhere else. */
import type { Selection } from 'd3-selection';
import { askable, classesOf, counted, isAsked, spoken, takenOf, type Frame, type Root } from './frame';
import { EXIT_LINE, NAME_HEIGHT, PADDING, STATE_SIZE, type LaidChart, type LaidState } from './layout';

export function drawStates(layer: Root, { states, regions }: LaidChart, frame: Frame): void {
  const { lit } = frame;
  const heads = regions.map(({ head }) => head);
  const group = boxesOf(layer, [...heads, ...states], frame);
  group
    .attr(
      'class',
      (state) =>
        `${heads.includes(state) ? 'region' : 'state'} ${standing(frame, state)}` +
        `${lit.over && state.name === lit.now ? ' over' : ''}${isAsked(frame, 'state', state.name) ? ' asked' : ''}`,
    )
    .attr('transform', ({ x, y }) => `translate(${x},${y})`);
  drawNames(group.select<SVGGElement>('.name'), frame);
  drawExits(group.select('.exits'), frame);
}

const standing = ({ lit }: Frame, { name }: LaidState): string => lit.states.get(name) ?? 'never';
const odd = ({ lit }: Frame, { name }: LaidState): number => lit.odd.get(name)?.length ?? 0;

const boxesOf = (layer: Root, states: readonly LaidState[], { handlers }: Frame) =>
  layer
    .selectAll<SVGGElement, LaidState>(':scope > g')
    .data(states, ({ name }) => name)
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

/** The box with the state's name, a ring around it, and a sign for what it had no answer to. */
function drawNames(name: Selection<SVGGElement, LaidState, SVGGElement, unknown>, frame: Frame): void {
  const { words } = frame.handlers;
  name
    .attr('aria-label', (state) => words.state(state.name, standing(frame, state), odd(frame, state)))
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
    .attr('display', (state) => (odd(frame, state) > 0 ? null : 'none'))
    .attr('transform', ({ width }) => `translate(${width},0)`);
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
