/**
 * Which packets a run's moments are about: its segments by themselves, a command or reply by the segments that carry
 * it.
 */
import type { Entry } from '../trace/entry';
import { carriersOf } from '../trace/query/carriers';
import type { Trace } from '../trace/trace';

/**
 * The names of moments by packet, in the order of the moments. A packet that was rewritten on the way keeps those it
 * set out with.
 */
export function packetMoments(trace: Trace): ReadonlyMap<number, readonly string[]> {
  const moments = new Map<number, string[]>();
  for (const [name, n] of trace.moments) {
    const entry = trace.entries[n];
    for (const packet of entry ? packetsOf(trace, entry) : [])
      moments.set(packet, [...(moments.get(packet) ?? []), name]);
  }
  for (const entry of trace.entries) {
    if (entry.kind !== 'pass' || entry.rewritten === null) continue;
    const names = moments.get(entry.rewritten);
    if (names) moments.set(entry.packet, names);
  }
  return moments;
}

/** A segment that is named is its own; of what was said, the segments that first carried it. */
function packetsOf(trace: Trace, entry: Entry): readonly number[] {
  if (entry.kind === 'transmit' || entry.kind === 'drop') return [entry.packet];
  if (entry.kind !== 'message' && entry.kind !== 'layer') return [];
  const first = carriersOf(trace, entry).filter((carrier) => carrier.kind !== 'transmit' || !carrier.again);
  return [...new Set(first.map(({ packet }) => packet))];
}
