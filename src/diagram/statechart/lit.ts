/**
 * A statechart at a place in the run: where its machine is, where it was, which ways it took and how often, which it
 * will take. Pure.
 */
import type { Change, Life, Oddity } from '../steps/lives';
import type { TakenEvents } from './lines';
import { edgeTaken, type Chart } from './statechart';

/** Beyond colour, each is drawn in a way of its own. */
type Standing = 'now' | 'been' | 'later' | 'never';

export interface Taken {
  /** The changes that took it so far. */
  readonly past: readonly Change[];
  /** Those that will. */
  readonly later: readonly Change[];
}

export interface Lit {
  /** Null before it is there. */
  readonly now: string | null;
  /** It ended in this state without a transition. */
  readonly over: boolean;
  /** The edges that were taken last, by one event or for one packet, where that is what the cursor stands on. */
  readonly present: ReadonlySet<string>;
  readonly states: ReadonlyMap<string, Standing>;
  /** Edges that are never taken are not in it. */
  readonly edges: ReadonlyMap<string, Taken>;
  /** By the state in which they happened, up to the cursor. */
  readonly odd: ReadonlyMap<string, readonly Oddity[]>;
}

export const NEVER_TAKEN: Taken = { past: [], later: [] };

/** `until` is the last entry that has happened, what came after `since` happened just now. */
export function litAt(
  chart: Chart,
  life: Life,
  { since, until }: { readonly since: number; readonly until: number },
): Lit {
  const there = life.born <= until;
  const past = life.changes.filter(({ n }) => n <= until);
  const later = life.changes.filter(({ n }) => n > until);
  const last = past.at(-1);
  // One entry may tell of several changes: a verdict is one walk.
  const present = past.filter(({ n }) => n === last?.n && n > since);
  const now = last?.to ?? (there ? chart.initial : null);
  return {
    now,
    over: life.over !== null && life.over <= until,
    present: new Set(present.flatMap((change) => edgeTaken(chart, change)?.id ?? [])),
    states: standings(chart, there ? [chart.initial, ...through(past)] : [], through(later), now),
    edges: takenIn(chart, past, later),
    odd: oddities(chart, life, until),
  };
}

const through = (changes: readonly Change[]): readonly string[] => changes.flatMap(({ from, to }) => [from, to]);

function standings(
  chart: Chart,
  been: readonly string[],
  later: readonly string[],
  now: string | null,
): ReadonlyMap<string, Standing> {
  const states = new Map<string, Standing>(chart.states.map(({ name }) => [name, 'never']));
  for (const state of later) states.set(state, 'later');
  for (const state of been) states.set(state, 'been');
  for (const { name } of chart.regions) states.set(name, together(chart, name, states));
  if (now !== null) states.set(now, 'now');
  return states;
}

function takenIn(chart: Chart, past: readonly Change[], later: readonly Change[]): ReadonlyMap<string, Taken> {
  const edges = new Map<string, { readonly past: Change[]; readonly later: Change[] }>();
  for (const [when, changes] of Object.entries({ past, later }) as ['past' | 'later', readonly Change[]][])
    for (const change of changes) {
      const id = edgeTaken(chart, change)?.id;
      if (id === undefined) continue;
      const taken = edges.get(id) ?? { past: [], later: [] };
      taken[when].push(change);
      edges.set(id, taken);
    }
  return edges;
}

/** A region has been where one of its states has. */
function together({ states }: Chart, region: string, standing: ReadonlyMap<string, Standing>): Standing {
  const all = states.filter((one) => one.region === region).map(({ name }) => standing.get(name));
  return (['been', 'later'] as const).find((one) => all.includes(one)) ?? 'never';
}

function oddities(chart: Chart, { odd, changes }: Life, until: number): ReadonlyMap<string, readonly Oddity[]> {
  const found = new Map<string, Oddity[]>();
  for (const one of odd) {
    if (one.n > until) break;
    const state = changes.filter(({ n }) => n < one.n).at(-1)?.to ?? chart.initial;
    found.set(state, [...(found.get(state) ?? []), one]);
  }
  return found;
}

/** Every edge that a machine takes somewhere in the run, with the events on which it does. */
export function takenBy(chart: Chart, lives: readonly Life[]): TakenEvents {
  const taken = new Map<string, Set<string>>();
  for (const change of lives.flatMap(({ changes }) => changes)) {
    const id = edgeTaken(chart, change)?.id;
    if (id !== undefined) taken.set(id, (taken.get(id) ?? new Set()).add(change.event));
  }
  return taken;
}
