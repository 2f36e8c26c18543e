/** Which packets a run's moments are about: its segments by themselves, a command or reply by the segments that carry it. */
import type { Entry, EntryKind, EntryOf } from '../trace/entry'
import type { Trace } from '../trace/trace'

/** The names of moments by packet, in the order of the moments. A packet that was rewritten on the way keeps those it set out with. */
export function packetMoments(trace: Trace): ReadonlyMap<number, readonly string[]> {
  const carriers = carriersOfSent(trace)
  const moments = new Map<number, string[]>()
  for (const [name, n] of trace.moments) {
    const entry = trace.entries[n]
    for (const packet of entry ? packetsOf(trace, entry, carriers) : []) moments.set(packet, [...(moments.get(packet) ?? []), name])
  }
  for (const entry of trace.entries) {
    if (entry.kind !== 'pass' || entry.rewritten === null) continue
    const names = moments.get(entry.rewritten)
    if (names) moments.set(entry.packet, names)
  }
  return moments
}

function packetsOf(trace: Trace, entry: Entry, carriers: ReadonlyMap<number, readonly number[]>): readonly number[] {
  if (entry.kind === 'transmit' || entry.kind === 'drop') return [entry.packet]
  if (entry.kind !== 'message') return []
  if (entry.way === 'sent') return carriers.get(entry.n) ?? []
  // Read in octets that TCP told of, which came in segments.
  return causesOf(trace, entry, 'told').flatMap((told) => causesOf(trace, told, 'arrive')).map(({ packet }) => packet)
}

/** By entry of a message that was sent, the segments that first carried it: it caused a `send`, which caused them. */
function carriersOfSent(trace: Trace): ReadonlyMap<number, readonly number[]> {
  const carriers = new Map<number, number[]>()
  for (const entry of trace.entries) {
    if (entry.kind !== 'transmit' || entry.again) continue
    for (const message of causesOf(trace, entry, 'command').flatMap((send) => causesOf(trace, send, 'message'))) {
      carriers.set(message.n, [...(carriers.get(message.n) ?? []), entry.packet])
    }
  }
  return carriers
}

function causesOf<K extends EntryKind>(trace: Trace, entry: Entry, kind: K): readonly EntryOf<K>[] {
  return entry.causes.map((n) => trace.entries[n]).filter((cause): cause is EntryOf<K> => cause?.kind === kind)
}
