/**
 * Where a statechart's boxes, lines and labels stand: ELK's layered layout, from the top down. Texts are measured
 * before, so that nothing overlaps. The graph that ELK is asked for and what is made of its answer are pure; ELK itself
 * is handed in.
 */
import type { ELK, ElkExtendedEdge, ElkLabel, ElkNode } from 'elkjs/lib/elk-api';
import { textWidth } from '../layout/measure';
import type { Rectangle } from '../layout/picture';
import type { Chart, ChartEdge } from './statechart';
import {
  exitText,
  LABEL_SIZE,
  labelOf,
  lineWidth,
  linesOf,
  type LabelLine,
  type Lines,
  type TakenEvents,
} from './lines';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LaidState extends Rectangle {
  readonly name: string;
  /** Below the name, a line each. */
  readonly exits: readonly { readonly edge: ChartEdge; readonly text: string }[];
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

const OPTIONS: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.padding': '[top=12,left=12,bottom=12,right=12]',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.labelLabel': '6',
  'elk.layered.spacing.nodeNodeBetweenLayers': '22',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.compaction.postCompaction.strategy': 'EDGE_LENGTH',
};

/** What ELK is asked: every box and label with its size. */
export function elkGraph(chart: Chart, { lines, exits }: Lines, taken: TakenEvents): ElkNode {
  return {
    id: 'chart',
    layoutOptions: OPTIONS,
    children: chart.states.map(({ name }) => {
      const texts = (exits.get(name) ?? []).map(exitText);
      const widths = [
        textWidth(name, STATE_SIZE, 'wire'),
        ...texts.map((text) => textWidth(text, LABEL_SIZE, 'wire') + COUNT),
      ];
      return {
        id: name,
        width: Math.ceil(Math.max(...widths)) + 2 * PADDING,
        height: NAME_HEIGHT + (texts.length > 0 ? texts.length * EXIT_LINE + 6 : 0),
      };
    }),
    edges: lines.map((edge) => ({
      id: edge.id,
      sources: [edge.from],
      targets: [edge.to],
      labels: [labelBox(edge, taken)],
    })),
  };
}

function labelBox(edge: ChartEdge, taken: TakenEvents): ElkLabel {
  const lines = labelOf(edge, taken);
  return {
    id: `${edge.id} label`,
    text: lines.map(({ text }) => text).join(' '),
    layoutOptions: { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' },
    width: Math.ceil(Math.max(...lines.map(lineWidth))) + 2 * LABEL_PADDING + COUNT,
    height: Math.max(24, lines.length * LINE + 6),
  };
}

const laid = new Map<string, Promise<LaidChart>>();

/** Lays out a machine as a run takes it. The same is laid out once. */
export function layOut(chart: Chart, taken: TakenEvents, elk: Pick<ELK, 'layout'>): Promise<LaidChart> {
  const lines = linesOf(chart, taken);
  const graph = elkGraph(chart, lines, taken);
  const key = JSON.stringify(graph);
  const found = laid.get(key) ?? elk.layout(graph).then((answer) => laidOut(chart, lines, taken, answer));
  laid.set(key, found);
  return found;
}

function laidOut(
  chart: Chart,
  { lines, exits, anywhere }: Lines,
  taken: TakenEvents,
  { width = 0, height = 0, children = [], edges = [] }: ElkNode,
): LaidChart {
  const byId = new Map((edges as readonly ElkExtendedEdge[]).map((edge) => [edge.id, edge]));
  return {
    chart,
    anywhere,
    width: Math.ceil(width),
    height: Math.ceil(height),
    states: children.map((child) => ({
      name: child.id,
      ...boxOf(child),
      exits: (exits.get(child.id) ?? []).map((edge) => ({ edge, text: exitText(edge) })),
    })),
    edges: lines.map((edge) => {
      const found = byId.get(edge.id);
      return {
        edge,
        points: (found?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
          startPoint,
          ...bendPoints,
          endPoint,
        ]),
        label: { lines: labelOf(edge, taken), ...boxOf(found?.labels?.[0] ?? {}) },
      };
    }),
  };
}

const boxOf = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Rectangle>): Rectangle => ({ x, y, width, height });
