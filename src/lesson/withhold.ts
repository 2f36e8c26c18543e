/** What stays hidden while a prediction is open: a shorter trace, so that nothing that reads it can tell more. */
import type { Trace } from '../trace/trace'

/** The run before the moment of that name; the whole of it where there is no such moment. */
export function before(trace: Trace, moment: string): Trace {
  const end = trace.moments.get(moment)
  if (end === undefined) return trace
  const entries = trace.entries.slice(0, end)
  const seen = new Set(entries.map(({ connection }) => connection))
  return {
    ...trace,
    entries,
    connections: trace.connections.filter(({ index }) => seen.has(index)),
    moments: new Map([...trace.moments].filter(([, entry]) => entry < end)),
    files: new Map(),
  }
}
