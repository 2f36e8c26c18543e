/** What is read from a trace is read once: kept for as long as the trace lives. */
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
