/**
 * A machine as a table: a group of rows for each state and region and for the whole machine, a row for each event and
 * where it leads, in the order in which they are asked. Pure.
 */
import { NEVER_TAKEN, type Lit } from '../../diagram/statechart/lit';
import { ANYWHERE, edgeId, type Chart, type Transition } from '../../diagram/statechart/statechart';
import { spelt } from '../../diagram/statechart/lines';

interface MachineRow {
  readonly key: string;
  /** `*` for any that is named nowhere else. */
  readonly event: string;
  /** In words, each once. */
  readonly guards: readonly string[];
  /** Null where the state stays. */
  readonly to: string | null;
  readonly edge: string | null;
  /** How often it was taken so far, and how often it will be. */
  readonly count: number;
  readonly later: number;
}

interface MachineRows {
  /** ANYWHERE for the whole machine. */
  readonly name: string;
  readonly region: boolean;
  readonly rows: readonly MachineRow[];
}

export function rowsOf({ states, regions, edges, anywhere }: Chart, lit: Lit): readonly MachineRows[] {
  const answers = (from: string, stays: readonly Transition[]): readonly MachineRow[] =>
    merged(
      [...edges.filter((edge) => edge.from === from).flatMap(({ transitions }) => transitions), ...stays],
      from,
      lit,
    );
  const whole = answers(ANYWHERE, anywhere);
  return [
    ...states.map(({ name, stays }) => ({ name, region: false, rows: answers(name, stays) })),
    ...regions.map(({ name, stays }) => ({ name, region: true, rows: answers(name, stays) })),
    ...(whole.length > 0 ? [{ name: ANYWHERE, region: false, rows: whole }] : []),
  ];
}

function merged(transitions: readonly Transition[], from: string, lit: Lit): readonly MachineRow[] {
  const rows = new Map<string, Transition[]>();
  for (const one of transitions) {
    const key = `${one.event} ${one.to ?? ''}`;
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  return [...rows].map(([key, alike]) => {
    const { event = '', to = null } = alike[0] ?? {};
    const edge = to === null || to === from ? null : edgeId(from, to);
    const taken = (edge === null ? undefined : lit.edges.get(edge)) ?? NEVER_TAKEN;
    const mine = (one: { readonly event: string }): boolean => event === '*' || one.event === event;
    const guards = alike.flatMap(({ guard }) =>
      guard === null || (to !== null && guard.includes(to)) ? [] : [spelt(guard)],
    );
    return {
      key,
      event,
      guards: [...new Set(guards)],
      to: edge === null ? null : to,
      edge,
      count: taken.past.filter(mine).length,
      later: taken.later.filter(mine).length,
    };
  });
}
