/**
 * Lays out every machine's statechart while the page is built, by ELK's layered layout from the top down, so that the
 * page ships numbers and no layout engine. Texts are measured before, so that nothing overlaps. What ordinary runs take
 * is drawn as lines: the engine runs them here.
 */
import ELK, { type ElkExtendedEdge, type ElkLabel, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import {
  COUNT,
  EXIT_LINE,
  LABEL_PADDING,
  LINE,
  NAME_HEIGHT,
  PADDING,
  STATE_SIZE,
  type Numbers,
  type Placed,
} from '../src/diagram/statechart/layout';
import { textWidth } from '../src/diagram/layout/measure';
import { exitText, LABEL_SIZE, labelOf, lineWidth, linesOf, type TakenEvents } from '../src/diagram/statechart/lines';
import { takenBy } from '../src/diagram/statechart/lit';
import { loadChart, machineNames } from '../src/diagram/statechart/machines';
import type { Chart, ChartEdge, ChartState } from '../src/diagram/statechart/statechart';
import { livesOf, type MachineName } from '../src/diagram/steps/lives';
import { load } from '../src/parts';
import { needs } from '../src/scenario/build/reading/parts';
import { run } from '../src/scenario/build/run';
import { fromLink } from '../src/scenario/text/link';

/** The ways that these take are lines in every chart, whatever run is on stage. */
export const ORDINARY = [
  'dataMode=PASV',
  'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true&clientEdge.firewall=block-inbound',
  'client.software=lftp&actions=list+/;get+hello.txt;put+notes.txt',
  'client.software=nmap&actions=scan+syn+20-22',
  'client.software=nmap&actions=scan+connect+20-22',
  'security=explicit&server.tls=required',
];

const OPTIONS: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.partitioning.activate': 'true',
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
};
const COMPACT = { 'elk.layered.compaction.postCompaction.strategy': 'EDGE_LENGTH' };

/** What ELK is asked: every box and label with its size. */
function graphOf(chart: Chart, taken: TakenEvents, compact: object): ElkNode {
  const { lines, exits } = linesOf(chart, taken);
  return {
    id: 'chart',
    layoutOptions: { ...OPTIONS, ...compact },
    children: [...chart.regions, ...chart.states].map((one) => {
      const texts = (exits.get(one.name) ?? []).map(exitText);
      const widths = [
        textWidth(one.name, STATE_SIZE, 'wire'),
        ...texts.map((text) => textWidth(text, LABEL_SIZE, 'wire') + COUNT),
      ];
      return {
        id: one.name,
        layoutOptions: { 'elk.partitioning.partition': String(bandOf(chart, one)) },
        width: Math.ceil(Math.max(...widths)) + 2 * PADDING,
        height: NAME_HEIGHT + (texts.length > 0 ? texts.length * EXIT_LINE + 6 : 0),
      };
    }),
    edges: [
      ...lines.map((edge) => ({
        id: edge.id,
        sources: [edge.from],
        targets: [edge.to],
        labels: [labelBox(edge, taken)],
      })),
      // Not drawn: the head of a region stands above the first of its states.
      ...chart.regions.map(({ name }) => ({
        id: `head of ${name}`,
        sources: [name],
        targets: [chart.states.find(({ region }) => region === name)?.name ?? name],
      })),
    ],
  };
}

/** States follow one another in bands, in the order of the configuration: a region is one, what lies between is one. */
function bandOf({ states }: Chart, { name, region }: ChartState): number {
  const bands = states.map((state, i) => (i > 0 && state.region !== states[i - 1]?.region ? 1 : 0));
  const at = states.findIndex((state) => state.name === name || (region === null && state.region === name));
  return bands.slice(0, at + 1).reduce<number>((sum, one) => sum + one, 0);
}

/** From where to where each band reaches. */
function extentsOf(chart: Chart, children: readonly ElkNode[]): ReadonlyMap<number, readonly [number, number]> {
  const extents = new Map<number, readonly [top: number, bottom: number]>();
  for (const one of [...chart.regions, ...chart.states]) {
    const { y = 0, height = 0 } = children.find(({ id }) => id === one.name) ?? {};
    const [top, bottom] = extents.get(bandOf(chart, one)) ?? [Infinity, -Infinity];
    extents.set(bandOf(chart, one), [Math.min(top, y), Math.max(bottom, y + height)]);
  }
  return extents;
}

/** Around the head and the states of each region, over the whole width; half the way at most to the band beside it. */
function regionsOf(chart: Chart, width: number, children: readonly ElkNode[]): Readonly<Record<string, Numbers>> {
  const extents = extentsOf(chart, children);
  const margin = (gap: number): number => Math.min(8, Math.max(0, gap / 2 - 1));
  return Object.fromEntries(
    chart.regions.map((one) => {
      const at = bandOf(chart, one);
      const [top, bottom] = extents.get(at) ?? [0, 0];
      const above = top - margin(top - (extents.get(at - 1)?.[1] ?? -Infinity));
      const below = bottom + margin((extents.get(at + 1)?.[0] ?? Infinity) - bottom);
      return [one.name, [2, tenth(above), Math.ceil(width) - 4, tenth(below - above)] as const];
    }),
  );
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

/** Tenths of a pixel are enough. */
const tenth = (value = 0): number => Math.round(value * 10) / 10;
const numbers = ({ x, y, width, height }: ElkLabel | ElkNode = {}): Numbers => [
  tenth(x),
  tenth(y),
  tenth(width),
  tenth(height),
];

const elk = new ELK();

/** Close together, unless that draws a state into another band: compaction knows no bands. */
async function layoutOf(chart: Chart, taken: TakenEvents): Promise<ElkNode> {
  const compact = await elk.layout(graphOf(chart, taken, COMPACT));
  const extents = extentsOf(chart, compact.children ?? []);
  const apart = [...extents].every(([band, [, bottom]]) => bottom <= (extents.get(band + 1)?.[0] ?? Infinity));
  return apart ? compact : elk.layout(graphOf(chart, taken, {}));
}

export async function place(chart: Chart, taken: TakenEvents): Promise<Placed> {
  const { width = 0, height = 0, children = [], edges = [] } = await layoutOf(chart, taken);
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    taken: [...taken].map(([id, events]) => [id, [...events].sort()]),
    states: Object.fromEntries(children.map((child) => [child.id, numbers(child)])),
    regions: regionsOf(chart, width, children),
    edges: Object.fromEntries(
      (edges as readonly ElkExtendedEdge[])
        .filter(({ labels }) => labels)
        .map(({ id, sections = [], labels = [] }) => [
          id,
          {
            points: sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
              [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [tenth(x), tenth(y)] as const),
            ),
            label: numbers(labels[0]),
          },
        ]),
    ),
  };
}

async function placeAll(): Promise<Readonly<Record<MachineName, Placed>>> {
  const traces = await Promise.all(
    ORDINARY.map(async (link) => {
      const { scenario } = fromLink(link);
      return run(scenario, await load(needs(scenario)));
    }),
  );
  const lives = traces.flatMap(livesOf);
  const placed = await Promise.all(
    machineNames.map(async (name) => {
      const chart = await loadChart(name);
      const mine = lives.filter(({ machine }) => machine === name);
      return [name, await place(chart, takenBy(chart, mine))] as const;
    }),
  );
  return Object.fromEntries(placed) as Record<MachineName, Placed>;
}

/** Every chart's geometry, by machine. Made on import: who runs this file for Vite lets nothing be imported later. */
export const charts = await placeAll();
