/** What is read from a trace is read once: kept for as long as the trace lives. */
import { drained, type Pieces } from '../pieces';
import type { Trace } from '../trace';

/** The same reading, remembered. */
export function remembered<T>(read: (trace: Trace) => T): (trace: Trace) => T {
  const known = new WeakMap<Trace, { readonly found: T }>();
  return (trace) => {
    const before = known.get(trace);
    if (before) return before.found;
    const found = read(trace);
    known.set(trace, { found });
    return found;
  };
}

/** What tells the readings of one trace apart; what is false may be left out. */
type Which = readonly (string | boolean | undefined)[];

export interface InPieces<A extends Which, T> {
  /** At once. */
  (trace: Trace, ...which: A): T;
  /** Piece by piece; nothing is left to do where it is known. */
  pieces(trace: Trace, ...which: A): Pieces<T>;
}

/** A reading that is long: whoever shows it drives its pieces before, whoever asks then finds it done. */
export function rememberedPieces<A extends Which, T>(read: (trace: Trace, ...which: A) => Pieces<T>): InPieces<A, T> {
  const known = new WeakMap<Trace, Map<string, { readonly found: T }>>();
  function* pieces(trace: Trace, ...which: A): Pieces<T> {
    const readings = known.get(trace) ?? new Map<string, { readonly found: T }>();
    known.set(trace, readings);
    const key = which.filter((one) => one !== undefined && one !== false).join(' ');
    const before = readings.get(key);
    if (before) return before.found;
    const found = yield* read(trace, ...which);
    readings.set(key, { found });
    return found;
  }
  return Object.assign((trace: Trace, ...which: A) => drained(pieces(trace, ...which)), { pieces });
}
