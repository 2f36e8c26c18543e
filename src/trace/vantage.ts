/** What somebody who captures at a place of the path gets to see: every packet that is there, in order. */
import { packetAddresses, decodePacket } from '../wire/packet'
import type { TcpSegment } from '../wire/tcp'
import { isViolation } from '../wire/violation'
import type { Entry, EntryOf, NodeId } from './entry'
import { octetsOf, type Trace } from './trace'

/** The three places that captures are taken at: the client's interface, the wide network, the server's interface. */
export const VANTAGES = ['client', 'wan', 'server'] as const
export type Vantage = (typeof VANTAGES)[number]

export type PacketEntry = EntryOf<'transmit' | 'pass' | 'arrive' | 'drop'>

/** The entries at which a packet is seen at a place: leaving or reaching a host, crossing the network or ending there. */
export function seenAt(trace: Trace, place: Vantage): readonly PacketEntry[] {
  return trace.entries.filter((entry): entry is PacketEntry => entry.node === place && visible(trace, entry))
}

function visible(trace: Trace, entry: Entry): boolean {
  if (entry.kind === 'transmit' || entry.kind === 'arrive' || entry.kind === 'pass') return true
  // What a link loses has already been seen leaving; what a node refuses is seen coming in.
  return entry.kind === 'drop' && !entry.causes.some((cause) => {
    const before = trace.entries[cause]
    return before?.node === entry.node && (before.kind === 'pass' || before.kind === 'transmit')
  })
}

/** A packet as one place saw it. */
export interface Sight {
  readonly entry: PacketEntry
  readonly source: string
  readonly destination: string
  readonly ttl: number
  readonly segment: TcpSegment
  /** The host that made it. */
  readonly from: NodeId
}

/** Decoded sights of a place, by connection index. */
export function sightsAt(trace: Trace, place: Vantage): ReadonlyMap<number, readonly Sight[]> {
  const owners = new Map(trace.nodes.flatMap((node) => node.addresses.map((address) => [address, node.id] as const)))
  const found = new Map<number, Sight[]>()
  for (const entry of seenAt(trace, place)) {
    const octets = octetsOf(trace, entry)
    const packet = decodePacket(octets)
    if (entry.connection === null || isViolation(packet)) continue
    const { source, destination, ttl } = packetAddresses(octets)
    const sight = { entry, source, destination, ttl, segment: packet.tcp, from: owners.get(source) ?? source }
    const list = found.get(entry.connection)
    if (list) list.push(sight)
    else found.set(entry.connection, [sight])
  }
  return found
}
