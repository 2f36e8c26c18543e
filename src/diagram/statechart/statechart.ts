/**
 * A machine's statechart, read from its configuration and nothing else: states, transitions between them merged into
 * one edge for each pair, what a state answers without leaving, and what is answered in any state. Pure.
 */
import type { Model } from '../../machine/model';

/** A candidate of `on`, as the configuration has it. */
export interface Transition {
  /** Null for a handler of the whole machine. */
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
  readonly description: string;
  /** `RFC 9293 3.10.7.1`, or the source file that the machine follows; empty where none is named. */
  readonly source: string;
  /** What it answers and stays. */
  readonly stays: readonly Transition[];
}

export interface ChartEdge {
  readonly id: string;
  /** ANYWHERE for a handler of the whole machine. */
  readonly from: string;
  readonly to: string;
  /** In the order in which they are asked. */
  readonly transitions: readonly Transition[];
}

export interface Chart {
  readonly id: string;
  readonly initial: string;
  readonly states: readonly ChartState[];
  readonly edges: readonly ChartEdge[];
  /** What is answered in any state that has no answer of its own, and leads nowhere. */
  readonly anywhere: readonly Transition[];
}

/** Stands for any state, where a handler of the whole machine leads to a state. No machine may call a state so. */
export const ANYWHERE = '*';

interface Config {
  readonly id?: string;
  readonly initial?: string;
  readonly description?: string;
  readonly meta?: Readonly<Record<string, string>>;
  readonly states?: Readonly<Record<string, Config>>;
  readonly on?: Readonly<Record<string, unknown>>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a machine of any context, events and commands
export type AnyModel = Model<any, any, any, any>;

const charts = new WeakMap<AnyModel, Chart>();

export function chartOf(model: AnyModel): Chart {
  const found = charts.get(model) ?? read(model.machine.config as Config);
  charts.set(model, found);
  return found;
}

function read(config: Config): Chart {
  const states = Object.entries(config.states ?? {});
  const all = [...states.flatMap(([name, state]) => transitionsOf(name, state)), ...transitionsOf(null, config)];
  return {
    id: config.id ?? '',
    initial: config.initial ?? '',
    states: states.map(([name, state]) => ({
      name,
      description: state.description ?? '',
      source: sourceOf(state.meta ?? {}),
      stays: all.filter(({ from, to }) => from === name && (to === null || to === name)),
    })),
    edges: edgesOf(all.filter(({ from, to }) => to !== null && to !== from)),
    anywhere: all.filter(({ from, to }) => from === null && to === null),
  };
}

/** Candidates in the order of the configuration; at the root a target is written `.STATE`. */
function transitionsOf(from: string | null, { on }: Config): readonly Transition[] {
  return Object.entries(on ?? {}).flatMap(([event, candidates]) =>
    listed(candidates).map((candidate): Transition => {
      const { target, guard, actions } = (
        typeof candidate === 'string' ? { target: candidate } : candidate
      ) as Readonly<Record<string, unknown>>;
      return {
        from,
        event,
        to: target === undefined ? null : String(target).replace(/^\./, ''),
        guard: guard === undefined ? null : String(guard),
        actions: listed(actions).map(String),
      };
    }),
  );
}

const listed = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

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
const sourceOf = ({ rfc, linux }: Readonly<Record<string, string>>): string =>
  [rfc === undefined ? '' : /^\d/.test(rfc) ? `RFC ${rfc}` : rfc, linux ?? '']
    .filter((part) => part !== '')
    .join(' · ');

/**
 * The edge that a change of state took: the state's own answer to the event, then its answer to any event, then the
 * machine's. Null where the configuration has none. A trace names event and states; which of several guards held it
 * does not say.
 */
export function edgeTaken(
  chart: Chart,
  { from, to, event }: { readonly from: string; readonly to: string; readonly event: string },
): ChartEdge | null {
  const leads = (origin: string, answers: readonly string[]): ChartEdge | undefined =>
    chart.edges.find(
      (edge) => edge.from === origin && edge.to === to && edge.transitions.some((one) => answers.includes(one.event)),
    );
  return leads(from, [event]) ?? leads(from, ['*']) ?? leads(ANYWHERE, [event]) ?? leads(ANYWHERE, ['*']) ?? null;
}
