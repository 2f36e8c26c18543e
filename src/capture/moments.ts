/** Which packets a run's moments are about: its segments by themselves, a command or reply by the segments that carry it. */
import type { Entry, EntryOf } from '../trace/entry'
import type { Trace } from '../trace/trace'

/** The names of moments by packet, in the order of the moments. A packet that was rewritten on the way keeps those it set out with. */
export function packetMoments(trace: Trace): ReadonlyMap<number, readonly string[]> {
  const sent = packetsOfSends(trace)
  const moments = new Map<number, string[]>()
  for (const [name, n] of trace.moments) {
    const entry = trace.entries[n]
    for (const packet of entry ? packetsOf(trace, entry, sent) : []) moments.set(packet, [...(moments.get(packet) ?? []), name])
  }
  for (const entry of trace.entries) {
    if (entry.kind !== 'pass' || entry.rewritten === null) continue
    const names = moments.get(entry.rewritten)
    if (names) moments.set(entry.packet, names)
  }
  return moments
}

function packetsOf(trace: Trace, entry: Entry, sent: ReadonlyMap<number, readonly number[]>): readonly number[] {
  if (entry.kind === 'transmit' || entry.kind === 'drop') return [entry.packet]
  if (entry.kind !== 'message') return []
  return entry.way === 'sent' ? sent.get(sendOf(trace, entry)) ?? [] : packetsRead(trace, entry)
}

/** By entry of a `send`, the segments that first carried its octets: the world names it among their causes. */
function packetsOfSends(trace: Trace): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>()
  for (const entry of trace.entries) {
    if (entry.kind !== 'transmit' || entry.again) continue
    for (const cause of entry.causes) {
      const of = trace.entries[cause]
      if (of?.kind === 'command' && of.command === 'send') found.set(cause, [...(found.get(cause) ?? []), entry.packet])
    }
  }
  return found
}

/** The `send` that a sent message was written with: its machine's latest on the connection, for it tells of a message after it. */
function sendOf(trace: Trace, message: EntryOf<'message'>): number {
  for (let n = message.n - 1; n >= 0; n--) {
    const entry = trace.entries[n]
    if (entry?.kind === 'command' && entry.command === 'send' && entry.connection === message.connection
      && entry.node === message.node && entry.process === message.process && entry.machine === message.machine) return n
  }
  return -1
}

/** The segments with the octets in which a message was read. */
function packetsRead(trace: Trace, message: EntryOf<'message'>): readonly number[] {
  const arrivals = message.causes.flatMap((cause) => {
    const entry = trace.entries[cause]
    return entry?.kind === 'told' && entry.told === 'received' ? entry.causes : []
  })
  return arrivals.flatMap((n) => {
    const entry = trace.entries[n]
    return entry?.kind === 'arrive' && entry.connection === message.connection ? [entry.packet] : []
  })
}
