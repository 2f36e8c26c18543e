/**
 * Which edges of a statechart are drawn as lines, and what is written on them. Where many edges lead into the same
 * state, as into CLOSED, lines would hide one another: such an edge is an exit, a line of text in the box of the state
 * that it leaves. Pure.
 */
import { textWidth, wrapped } from '../layout/measure';
import { ANYWHERE, type Chart, type ChartEdge } from './statechart';

export interface Lines {
  readonly lines: readonly ChartEdge[];
  /** By the state or region that they leave; of a region they are listed at its head. */
  readonly exits: ReadonlyMap<string, readonly ChartEdge[]>;
  /** Handlers of the whole machine: they are no edge of any one state and are listed beside the chart. */
  readonly anywhere: readonly ChartEdge[];
}

/** The edges that a run takes, by id, and the events on which it takes them. */
export type TakenEvents = ReadonlyMap<string, ReadonlySet<string>>;

/** So many ways into one state are too many to draw. */
const CROWD = 4;

/**
 * What the run takes is always a line, and so is a state's only way out, and one way into each state from those before
 * it.
 */
export function linesOf(chart: Chart, taken: TakenEvents): Lines {
  const regions = new Set(chart.regions.map(({ name }) => name));
  const own = chart.edges.filter(({ from }) => from !== ANYWHERE && !regions.has(from));
  const order = new Map(chart.states.map(({ name }, index) => [name, index]));
  const crowded = ({ to }: ChartEdge): boolean => own.filter((other) => other.to === to).length >= CROWD;
  const onlyWayOut = ({ from }: ChartEdge): boolean => own.filter((other) => other.from === from).length === 1;
  const sure = own.filter((edge) => !crowded(edge) || taken.has(edge.id) || onlyWayOut(edge));
  const place = (name: string): number => order.get(name) ?? 0;
  /** A state that no line reaches from a state before it gets the one from the nearest such. */
  const added = chart.states
    .filter(({ name }) => !sure.some(({ from, to }) => to === name && place(from) < place(name)))
    .flatMap(({ name }) =>
      own
        .filter(({ to, from }) => to === name && place(from) < place(name))
        .sort((a, b) => place(b.from) - place(a.from))
        .slice(0, 1),
    );
  const lines = own.filter((edge) => sure.includes(edge) || added.includes(edge));
  const exits = new Map(
    [...chart.regions, ...chart.states].map(
      ({ name }) => [name, chart.edges.filter((edge) => edge.from === name && !lines.includes(edge))] as const,
    ),
  );
  return { lines, exits, anywhere: chart.edges.filter(({ from }) => from === ANYWHERE) };
}

/** A line of a label: an event, or the words of the guard that it depends on. */
export interface LabelLine {
  readonly text: string;
  readonly face: 'wire' | 'text';
}

/** Sizes in pixels. */
export const LABEL_SIZE = 12;
const WIDEST = 122;
const EXIT_WIDEST = 156;

/**
 * The events of an edge, of one that is taken those on which it is, the others counted; where it is one event under one
 * guard, that guard's words, unless they only name the target.
 */
export function labelOf({ id, to, transitions }: ChartEdge, taken: TakenEvents): readonly LabelLine[] {
  const all = eventsOf(transitions);
  const told = all.filter((event) => taken.get(id)?.has(event) ?? true);
  const mine = transitions.filter(({ event }) => told.includes(event));
  const [only] = mine.length === 1 ? mine : [];
  const guard = only?.guard && !only.guard.includes(to) ? spelt(only.guard) : '';
  return [
    ...inLines(fitting(told, all.length - told.length, (text) => inLines(text).length <= 3)).map((text) => ({
      text,
      face: 'wire' as const,
    })),
    ...wrapped(guard, LABEL_SIZE, 'text', WIDEST, 2).map((text) => ({ text, face: 'text' as const })),
  ];
}

const inLines = (text: string): readonly string[] => wrapped(text, LABEL_SIZE, 'wire', WIDEST, 4);

export const lineWidth = ({ text, face }: LabelLine): number => textWidth(text, LABEL_SIZE, face);

/** `→ CLOSED  ABORT, arrived`: an exit as its state's box has it. */
export function exitText({ to, transitions }: ChartEdge): string {
  const whole = (text: string): string => `→ ${to}  ${text}`;
  const text = whole(
    fitting(eventsOf(transitions), 0, (events) => textWidth(whole(events), LABEL_SIZE, 'wire') <= EXIT_WIDEST),
  );
  return textWidth(text, LABEL_SIZE, 'wire') <= EXIT_WIDEST ? text : `→ ${to}`;
}

/** As many as there is room for; what has none is counted: `CLOSE, ABORT +2`. */
function fitting(events: readonly string[], more: number, fits: (text: string) => boolean): string {
  const texts = events.map(
    (_, hidden) =>
      `${events.slice(0, events.length - hidden).join(', ')}${hidden + more > 0 ? ` +${hidden + more}` : ''}`,
  );
  return texts.find(fits) ?? texts.at(-1) ?? '';
}

export const eventsOf = (transitions: ChartEdge['transitions']): readonly string[] => [
  ...new Set(transitions.map(({ event }) => event)),
];

/** `reachesFin` as `reaches fin`; a message's name, as ServerHello, stays as it is. */
export const spelt = (name: string): string =>
  /^[A-Z]/.test(name)
    ? name
    : name.replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
