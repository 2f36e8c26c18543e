/** What somebody who captures at a place of the path gets to see: every packet that is there, in order. */
import { decodeIcmp, type IcmpPacket } from '../wire/packet/icmp';
import { packetAddresses } from '../wire/packet/packet';
import type { TcpSegment } from '../wire/packet/tcp';
import { isViolation } from '../wire/violation';
import { packetOf } from './arena';
import { decodedOf } from './decoded';
import type { Entry, EntryOf, NodeId } from './entry';
import { each, type Pieces } from './pieces';
import type { Connection, Trace } from './trace';

/** The three places that captures are taken at: the client's interface, the wide network, the server's interface. */
export const VANTAGES = ['client', 'wan', 'server'] as const;
export type Vantage = (typeof VANTAGES)[number];

export type PacketEntry = EntryOf<'transmit' | 'pass' | 'arrive' | 'drop'>;

/**
 * The entries at which a packet is seen at a place: leaving or reaching a host, crossing the network or ending there.
 */
export function seenAt(trace: Trace, place: Vantage): readonly PacketEntry[] {
  const kept = keptAt(trace, place);
  return trace.entries.filter(
    (entry): entry is PacketEntry => entry.node === place && !kept.has(entry.n) && visible(trace, entry),
  );
}

/** What never comes to a host's interface: what its own firewall does not let out, and the answer to its own stack. */
function keptAt(trace: Trace, place: NodeId): ReadonlySet<number> {
  const sent = (entry: Entry) =>
    entry.causes.filter((cause) => trace.entries[cause]?.kind === 'transmit' && trace.entries[cause]?.node === place);
  return new Set(
    trace.entries.flatMap((entry) => {
      if (entry.node !== place || !(entry.kind === 'arrive' || (entry.kind === 'drop' && entry.ruling))) return [];
      const own = sent(entry);
      return own.length > 0 ? [entry.n, ...own] : [];
    }),
  );
}

function visible(trace: Trace, entry: Entry): boolean {
  if (entry.kind === 'transmit' || entry.kind === 'arrive' || entry.kind === 'pass') return true;
  // What a link loses has already been seen leaving; what a node refuses is seen coming in.
  return (
    entry.kind === 'drop' &&
    !entry.causes.some((cause) => {
      const before = trace.entries[cause];
      return before?.node === entry.node && (before.kind === 'pass' || before.kind === 'transmit');
    })
  );
}

/** A packet as one place saw it. */
export interface Sight {
  readonly entry: PacketEntry;
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  /** For an ICMP error an empty segment: no flag, no octet. */
  readonly segment: TcpSegment;
  /** What an ICMP error says, as in `icmp-port-unreachable`; null for a segment. */
  readonly icmp: string | null;
  /** The end of the connection whose address it bears; of an ICMP error, who made it. */
  readonly from: NodeId;
  /** The node that really made it: a router may answer in a host's name. */
  readonly origin: NodeId;
}

const NO_SEGMENT: TcpSegment = {
  sourcePort: 0,
  destinationPort: 0,
  seq: 0,
  ack: 0,
  flags: 0,
  window: 0,
  urgentPointer: 0,
  options: {},
  payload: new Uint8Array(0),
};

/** Decoded sights of a place, by connection index. */
export function* sightsAt(trace: Trace, place: Vantage): Pieces<ReadonlyMap<number, readonly Sight[]>> {
  const origins = originsOf(trace);
  const found = new Map<number, Sight[]>();
  yield;
  yield* each(seenAt(trace, place), (entry) => {
    const connection = entry.connection === null ? undefined : trace.connections[entry.connection];
    if (!connection) return;
    const list = found.get(connection.index) ?? [];
    found.set(connection.index, list);
    const sight = sightOf(trace, entry, connection, list[0], origins.get(entry.packet) ?? '');
    if (sight) list.push(sight);
  });
  return found;
}

function sightOf(
  trace: Trace,
  entry: PacketEntry,
  { opener, listener }: Connection,
  first: Sight | undefined,
  origin: NodeId,
): Sight | null {
  const octets = packetOf(trace.arena, entry.packet);
  const { source, destination, ttl: whole } = packetAddresses(octets);
  const ttl = whole - entry.hops;
  const packet = decodedOf(trace.arena, entry.packet);
  if (isViolation(packet)) {
    const error = decodeIcmp(octets);
    return isViolation(error)
      ? null
      : { entry, source, destination, ttl, segment: NO_SEGMENT, icmp: icmpName(error), from: origin, origin };
  }
  // Which end: whoever bears the address and port of the first SYN, as this place saw it, is the opener.
  const opens = first === undefined || (source === first.source && packet.tcp.sourcePort === first.segment.sourcePort);
  return { entry, source, destination, ttl, segment: packet.tcp, icmp: null, from: opens ? opener : listener, origin };
}

/** Who made each packet; what a rewrite stored anew was made by who made the one before. */
function originsOf(trace: Trace): ReadonlyMap<number, NodeId> {
  const origins = new Map<number, NodeId>();
  for (const entry of trace.entries) {
    if (entry.kind === 'transmit') origins.set(entry.packet, entry.node ?? '');
    if (entry.kind === 'pass' && entry.rewritten !== null)
      origins.set(entry.packet, origins.get(entry.rewritten) ?? '');
  }
  return origins;
}

/** By IP version and code: destination unreachable in the words of the recordings. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  '4 0': 'net-unreachable',
  '4 1': 'host-unreachable',
  '4 3': 'port-unreachable',
  '4 9': 'net-prohibited',
  '4 10': 'host-prohibited',
  '4 13': 'admin-prohibited',
  '6 0': 'net-unreachable',
  '6 1': 'admin-prohibited',
  '6 3': 'host-unreachable',
  '6 4': 'port-unreachable',
};

function icmpName({ ip, icmp }: IcmpPacket): string {
  return `icmp-${UNREACHABLE[`${ip.version} ${icmp.code}`] ?? icmp.kind.replace(/ /g, '-')}`;
}
