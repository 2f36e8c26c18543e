/** What stays hidden while a prediction is open: a shorter trace, so that nothing that reads it can tell more. */
import type { Trace } from '../trace/trace';

/** The run before the moment of that name; the whole of it where there is no such moment. */
export function before(trace: Trace, moment: string): Trace {
  const named = trace.moments.get(moment);
  if (named === undefined) return trace;
  const end = saidAt(trace, named);
  const entries = trace.entries.slice(0, end);
  const seen = new Set(entries.map(({ connection }) => connection));
  return {
    ...trace,
    entries,
    connections: trace.connections.filter(({ index }) => seen.has(index)),
    moments: new Map([...trace.moments].filter(([, entry]) => entry < end)),
    files: new Map(),
  };
}

/** A reply's moment is where it is read; what tells of it begins where it was said. */
function saidAt({ entries }: Trace, named: number): number {
  const entry = entries[named];
  if (entry?.kind !== 'message' || entry.way === 'sent') return named;
  const said = lastIndex(
    entries.slice(0, named),
    (one) =>
      one.kind === 'message' &&
      one.way === 'sent' &&
      one.connection === entry.connection &&
      JSON.stringify(one.message) === JSON.stringify(entry.message),
  );
  return said < 0 ? named : said;
}

function lastIndex<T>(list: readonly T[], holds: (one: T) => boolean): number {
  for (let at = list.length - 1; at >= 0; at -= 1) if (holds(list[at] as T)) return at;
  return -1;
}
