/**
 * A state's answers as rows of a table: one for each event and where it leads, in the order in which they are asked.
 * Pure.
 */
import { NEVER_TAKEN, type Lit } from '../../diagram/statechart/lit';
import { edgeId, type Transition } from '../../diagram/statechart/statechart';
import { spelt } from '../../diagram/statechart/lines';

interface MachineRow {
  readonly key: string;
  /** `*` for any that is named nowhere else. */
  readonly event: string;
  readonly guards: readonly string[];
  /** Null where the state stays. */
  readonly to: string | null;
  readonly edge: string | null;
  /** How often it was taken so far, and how often it will be. */
  readonly count: number;
  readonly later: number;
}

export function rowsOf(transitions: readonly Transition[], from: string, lit: Lit): readonly MachineRow[] {
  const rows = new Map<string, Transition[]>();
  for (const one of transitions) {
    const key = `${one.event} ${one.to ?? ''}`;
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  return [...rows].map(([key, merged]) => {
    const { event = '', to = null } = merged[0] ?? {};
    const edge = to === null || to === from ? null : edgeId(from, to);
    const taken = (edge === null ? undefined : lit.edges.get(edge)) ?? NEVER_TAKEN;
    const mine = (one: { readonly event: string }): boolean => event === '*' || one.event === event;
    const guards = merged.flatMap(({ guard }) =>
      guard === null || (to !== null && guard.includes(to)) ? [] : [spelt(guard)],
    );
    return {
      key,
      event,
      guards,
      to: edge === null ? null : to,
      edge,
      count: taken.past.filter(mine).length,
      later: taken.later.filter(mine).length,
    };
  });
}
