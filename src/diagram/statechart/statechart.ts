/**
 * A machine's statechart, read from its configuration and nothing else: states, the regions that hold several of them,
 * transitions merged into one edge for each pair, what a state answers without leaving, and what is answered in any
 * state. A state is known by its own name, which no other state of its machine has. Pure.
 */
import type { AnyStateNode } from 'xstate';
import { nameOf } from '../../machine/config';
import type { Model } from '../../machine/model';

/** A candidate of `on`, as the configuration has it. */
export interface Transition {
  /** A state, or a region for what is answered anywhere in it; null for a handler of the whole machine. */
  readonly from: string | null;
  /** Null where the state stays. */
  readonly to: string | null;
  /** `*` for any event that is named nowhere else. */
  readonly event: string;
  readonly guard: string | null;
  readonly actions: readonly string[];
}

export interface ChartState {
  readonly name: string;
  /** The region that it lies in. */
  readonly region: string | null;
  /** `RFC 9293 3.10.7.1`, or the source file that the machine follows; empty where none is named. */
  readonly source: string;
  /** What it answers and stays. */
  readonly stays: readonly Transition[];
}

export interface ChartEdge {
  readonly id: string;
  /** A state or a region; ANYWHERE for a handler of the whole machine. */
  readonly from: string;
  readonly to: string;
  /** In the order in which they are asked. */
  readonly transitions: readonly Transition[];
}

export interface Chart {
  readonly id: string;
  readonly initial: string;
  readonly states: readonly ChartState[];
  /** Nested states, by the name of the outer one. */
  readonly regions: readonly ChartState[];
  readonly edges: readonly ChartEdge[];
  /** What is answered in any state that has no answer of its own, and leads nowhere. */
  readonly anywhere: readonly Transition[];
}

/** Stands for any state, where a handler of the whole machine leads to a state. No machine may call a state so. */
export const ANYWHERE = '*';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a machine of any context, events and commands
export type AnyModel = Model<any, any, any, any>;

const charts = new WeakMap<AnyModel, Chart>();

export function chartOf(model: AnyModel): Chart {
  const found = charts.get(model) ?? read(model.machine.root);
  charts.set(model, found);
  return found;
}

const childrenOf = ({ states }: AnyStateNode): readonly AnyStateNode[] => Object.values(states);
const below = (node: AnyStateNode): readonly AnyStateNode[] =>
  childrenOf(node).flatMap((child) => [child, ...below(child)]);
const isRegion = (node: AnyStateNode): boolean => node.type === 'compound';
/** Where a transition to a state comes to rest. */
const restOf = (node: AnyStateNode): AnyStateNode =>
  isRegion(node) ? restOf(node.initial.target[0] as AnyStateNode) : node;

function read(root: AnyStateNode): Chart {
  const nodes = below(root);
  const all = [...nodes, root].flatMap(transitionsOf);
  const stateOf = (node: AnyStateNode): ChartState => ({
    name: node.key,
    region: node.parent === root ? null : (node.parent?.key ?? null),
    source: sourceOf((node.meta ?? {}) as Readonly<Record<string, string>>),
    stays: all.filter(({ from, to }) => from === node.key && (to === null || to === node.key)),
  });
  return {
    id: root.id,
    initial: restOf(root).key,
    states: nodes.filter((node) => !isRegion(node)).map(stateOf),
    regions: nodes.filter(isRegion).map(stateOf),
    edges: edgesOf(all.filter(({ from, to }) => to !== null && to !== from)),
    anywhere: all.filter(({ from, to }) => from === null && to === null),
  };
}

/** Candidates in the order of the configuration. */
const transitionsOf = (node: AnyStateNode): readonly Transition[] =>
  [...node.transitions.values(), node.always ?? []].flat().map(({ eventType, target, guard, actions }) => ({
    from: node.parent ? node.key : null,
    event: eventType || 'always',
    to: target?.[0] ? restOf(target[0]).key : null,
    guard: typeof guard === 'string' ? guard : null,
    actions: actions.map(String),
  }));

function edgesOf(transitions: readonly Transition[]): readonly ChartEdge[] {
  const edges = new Map<string, Transition[]>();
  for (const transition of transitions) {
    const id = edgeId(transition.from ?? ANYWHERE, transition.to ?? '');
    edges.set(id, [...(edges.get(id) ?? []), transition]);
  }
  return [...edges].map(([id, merged]) => ({
    id,
    from: merged[0]?.from ?? ANYWHERE,
    to: merged[0]?.to ?? '',
    transitions: merged,
  }));
}

export const edgeId = (from: string, to: string): string => `${from} → ${to}`;

/** Some machines name a section of an RFC by its numbers alone, some a source file besides. */
const sourceOf = ({ rfc = '', linux = '' }: Readonly<Record<string, string>>): string =>
  [rfc.replace(/^(?=\d)/, 'RFC '), linux].filter((part) => part !== '').join(' · ');

/**
 * The edge that a change of state took: the state's own answer to the event, then its answer to any event, then those
 * of its region, then the machine's. Null where the configuration has none. A trace names event and states; which of
 * several guards held it does not say.
 */
export function edgeTaken(
  chart: Chart,
  { from, to, event }: { readonly from: string; readonly to: string; readonly event: string },
): ChartEdge | null {
  const [left, reached] = [nameOf(from), nameOf(to)];
  const leads = (origin: string, answers: readonly string[]): ChartEdge | undefined =>
    chart.edges.find(
      (edge) =>
        edge.from === origin && edge.to === reached && edge.transitions.some((one) => answers.includes(one.event)),
    );
  const region = chart.states.find(({ name }) => name === left)?.region;
  for (const origin of [left, ...(region ? [region] : []), ANYWHERE]) {
    const found = leads(origin, [event]) ?? leads(origin, ['*']);
    if (found) return found;
  }
  return null;
}
