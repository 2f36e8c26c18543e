/** What got through on a connection: whether it opened, and how far it came. */
import type { Entry } from '../../trace/entry';
import type { Trace } from '../../trace/trace';

export const opened = (trace: Trace, connection: number | null): boolean =>
  trace.entries.some((entry) => entry.kind === 'told' && entry.told === 'opened' && entry.connection === connection);

/** The last entry before at which octets, or the connection itself, got through to this node. */
export function lastProgress(trace: Trace, { n, node }: Entry, connection: number | null): number {
  for (let at = n - 1; at >= 0; at--) {
    const entry = trace.entries[at];
    if (
      entry?.kind === 'told' &&
      entry.connection === connection &&
      entry.node === node &&
      (entry.told === 'received' || entry.told === 'opened')
    )
      return at;
  }
  return -1;
}
