/**
 * Where a statechart's boxes, lines and labels stand. The places were found when the page was built
 * (scripts/charts.ts); here they meet the chart that is read from the configuration.
 */
import type { Rectangle } from '../layout/picture';
import type { Chart, ChartEdge, ChartState } from './statechart';
import { exitText, labelOf, linesOf, type LabelLine, type TakenEvents } from './lines';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LaidState extends Rectangle {
  readonly name: string;
  /** Below the name, a line each. */
  readonly exits: readonly { readonly edge: ChartEdge; readonly text: string }[];
}

/** A band across the chart, with its head: name and exits as a state has them. */
export interface LaidRegion extends Rectangle {
  readonly head: LaidState;
}

export interface LaidEdge {
  readonly edge: ChartEdge;
  /** From border to border, with right angles. */
  readonly points: readonly Point[];
  readonly label: Rectangle & { readonly lines: readonly LabelLine[] };
}

export interface LaidChart {
  readonly chart: Chart;
  readonly width: number;
  readonly height: number;
  readonly states: readonly LaidState[];
  readonly regions: readonly LaidRegion[];
  readonly edges: readonly LaidEdge[];
  readonly anywhere: readonly ChartEdge[];
}

/** Sizes in pixels. */
export const STATE_SIZE = 13;
export const NAME_HEIGHT = 34;
export const LINE = 15;
export const EXIT_LINE = 24;
/** Beside a text, on each side. */
export const PADDING = 14;
export const LABEL_PADDING = 5;
/** For the count, in front of a label and at the end of an exit. */
export const COUNT = 22;

/** What is shipped of a layout: numbers alone, [x, y, width, height]. What stands in a box, the chart says. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  /** The edges that ordinary runs take, and on which events: they are lines, and their labels name those events. */
  readonly taken: readonly (readonly [edge: string, events: readonly string[]])[];
  /** Of states, and of the heads of regions. */
  readonly states: Readonly<Record<string, Numbers>>;
  readonly regions: Readonly<Record<string, Numbers>>;
  readonly edges: Readonly<
    Record<string, { readonly points: readonly (readonly [x: number, y: number])[]; readonly label: Numbers }>
  >;
}

export type Numbers = readonly [x: number, y: number, width: number, height: number];

/** A chart with its geometry. */
export function laidOut(chart: Chart, placed: Placed): LaidChart {
  const taken: TakenEvents = new Map(placed.taken.map(([id, events]) => [id, new Set(events)]));
  const { lines, exits, anywhere } = linesOf(chart, taken);
  const state = ({ name }: ChartState): LaidState => ({
    name,
    ...boxOf(placed.states[name]),
    exits: (exits.get(name) ?? []).map((edge) => ({ edge, text: exitText(edge) })),
  });
  return {
    chart,
    anywhere,
    width: placed.width,
    height: placed.height,
    states: chart.states.map(state),
    regions: chart.regions.map((region) => ({ head: state(region), ...boxOf(placed.regions[region.name]) })),
    edges: lines.map((edge) => {
      const { points, label } = placed.edges[edge.id] ?? { points: [], label: undefined };
      return {
        edge,
        points: points.map(([x, y]) => ({ x, y })),
        label: { lines: labelOf(edge, taken), ...boxOf(label) },
      };
    }),
  };
}

const boxOf = ([x, y, width, height]: Numbers = [0, 0, 0, 0]): Rectangle => ({ x, y, width, height });
