/**
 * Which packets a run's moments are about: its segments by themselves, a command or reply by the segments that carry
 * it.
 */
import type { Entry, EntryKind, EntryOf } from '../trace/entry';
import type { Trace } from '../trace/trace';

/**
 * The names of moments by packet, in the order of the moments. A packet that was rewritten on the way keeps those it
 * set out with.
 */
export function packetMoments(trace: Trace): ReadonlyMap<number, readonly string[]> {
  const carriers = carriersOfSent(trace);
  const moments = new Map<number, string[]>();
  for (const [name, n] of trace.moments) {
    const entry = trace.entries[n];
    for (const packet of entry ? packetsOf(trace, entry, carriers) : [])
      moments.set(packet, [...(moments.get(packet) ?? []), name]);
  }
  for (const entry of trace.entries) {
    if (entry.kind !== 'pass' || entry.rewritten === null) continue;
    const names = moments.get(entry.rewritten);
    if (names) moments.set(entry.packet, names);
  }
  return moments;
}

function packetsOf(trace: Trace, entry: Entry, carriers: ReadonlyMap<number, readonly number[]>): readonly number[] {
  if (entry.kind === 'transmit' || entry.kind === 'drop') return [entry.packet];
  if (entry.kind !== 'message' && entry.kind !== 'layer') return [];
  return entry.way === 'sent' ? (carriers.get(entry.n) ?? []) : [...new Set(broughtBy(trace, entry))];
}

/** Read in octets that TCP told of, maybe through a layer, which came in segments. */
function broughtBy(trace: Trace, entry: Entry): readonly number[] {
  const causes = entry.causes.flatMap((n) => trace.entries[n] ?? []);
  return causes.flatMap((cause) =>
    cause.kind === 'arrive'
      ? [cause.packet]
      : cause.kind === 'told' || cause.kind === 'layer' || (cause.kind === 'state' && cause.connection !== null)
        ? broughtBy(trace, cause)
        : [],
  );
}

/**
 * By entry of a message that was sent, the segments that first carried it: it caused a `send`, which caused them. A
 * layer's own messages cause them themselves.
 */
function carriersOfSent(trace: Trace): ReadonlyMap<number, readonly number[]> {
  const carriers = new Map<number, number[]>();
  for (const entry of trace.entries) {
    if (entry.kind !== 'transmit' || entry.again) continue;
    const layers = causesOf(trace, entry, 'layer').filter(({ way }) => way === 'sent');
    for (const message of [
      ...layers,
      ...causesOf(trace, entry, 'command').flatMap((send) => causesOf(trace, send, 'message')),
    ]) {
      carriers.set(message.n, [...(carriers.get(message.n) ?? []), entry.packet]);
    }
  }
  return carriers;
}

function causesOf<K extends EntryKind>(trace: Trace, entry: Entry, kind: K): readonly EntryOf<K>[] {
  return entry.causes.map((n) => trace.entries[n]).filter((cause): cause is EntryOf<K> => cause?.kind === kind);
}
