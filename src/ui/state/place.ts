/** Finding one's place: among the steps of a depth, and in another run. Pure. */
import type { Trace } from '../../trace/trace';

/** What of a step is needed to find it. */
export interface Stop {
  readonly entry: number;
  readonly begin: number;
  readonly shows: readonly number[];
}

/**
 * The step that stands for an entry: the one that ends with it, else one that shows it or begins with it, else the last
 * before it.
 */
export function stopAt(stops: readonly Stop[], entry: number): number {
  const exact = stops.findIndex((stop) => stop.entry === entry);
  if (exact >= 0) return exact;
  const shown = stops.findIndex((stop) => stop.shows.includes(entry) || stop.begin === entry);
  if (shown >= 0) return shown;
  let last = 0;
  stops.forEach((stop, index) => {
    if (stop.entry <= entry) last = index;
  });
  return last;
}

/** The same place in another run: the moment of that name, else the nearest earlier moment that both runs have. */
export function samePlace(from: Trace, entry: number, to: Trace): number {
  let place = 0;
  let best = -1;
  for (const [moment, at] of from.moments) {
    const there = to.moments.get(moment);
    if (there === undefined || at > entry || at <= best) continue;
    best = at;
    place = there;
  }
  return place;
}

/** What a first run brings: nothing is fresh where nothing was before. */
export const nothingFresh: ReadonlySet<string> = new Set();

/** Moments that the other run does not have, or has at another node: what a change of knobs brought. */
export function freshMoments(from: Trace, to: Trace): ReadonlySet<string> {
  const nodeOf = ({ entries }: Trace, entry: number | undefined) =>
    entry === undefined ? null : (entries[entry]?.node ?? null);
  return new Set(
    [...to.moments].flatMap(([moment, entry]) =>
      from.moments.has(moment) && nodeOf(from, from.moments.get(moment)) === nodeOf(to, entry) ? [] : [moment],
    ),
  );
}

/** The name of the last moment at or before an entry; null where there is none. */
export function momentAt(trace: Trace, entry: number): string | null {
  let name: string | null = null;
  let best = -1;
  for (const [moment, at] of trace.moments) {
    if (at <= entry && at > best) [name, best] = [moment, at];
  }
  return name;
}
