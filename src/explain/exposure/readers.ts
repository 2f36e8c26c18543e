/**
 * Who can read a packet: for each node of the path what of it comes by there, whose address it bears there, and what of
 * its octets can be read by who holds the key, and by who does not. Found from where the packet passed and from who
 * logged the connection's secrets.
 */
import type { Endpoint } from '../../machine/contract';
import type { Rewrite } from '../../machine/gateway';
import { HEADER } from '../../tls/messages/record-header';
import type { Entry, NodeId } from '../../trace/entry';
import { entriesOf, octetsOf, transmissionOf, type Trace } from '../../trace/trace';
import type { PacketEntry } from '../../trace/vantage';
import { decodePacket, packetAddresses } from '../../wire/packet/packet';
import { isViolation } from '../../wire/violation';
import { carriersOf, hasPacket } from '../../trace/query/carriers';
import { followersOf } from '../../trace/query/links';
import { carriedIn, openedIn } from '../reading/segment-spans';

/** A stretch of the packet's octets as somebody reads it. */
export type Sees =
  /** `name` is a TLS record's: `ClientHello`; null for what is no TLS. */
  | { readonly kind: 'clear'; readonly name: string | null; readonly octets: Uint8Array }
  /** So many octets, and nothing more; a record's header can be read by anybody, and is not counted. */
  | { readonly kind: 'sealed'; readonly length: number }
  /**
   * Sealed on the wire, and read with the key. `whole` is false where the rest of the record travels in another packet.
   */
  | {
      readonly kind: 'opened';
      readonly name: string;
      readonly octets: Uint8Array;
      readonly length: number;
      readonly whole: boolean;
    };

export interface Reader {
  readonly who: NodeId;
  /** The entry at which the packet was there; null where it never came, and then all that follows is empty. */
  readonly entry: number | null;
  /** It ended here. */
  readonly dropped: boolean;
  /** Holds the secrets of the connection's TLS. */
  readonly holdsKey: boolean;
  readonly sees: readonly Sees[];
  /** From whom and to whom the packet is, as it is written on it here; before any change that is made here. */
  readonly believes: { readonly from: Endpoint; readonly to: Endpoint } | null;
  /** What this node changed in it. */
  readonly changes: readonly Rewrite[];
}

/**
 * For a packet where it is, or for what packets carried; nothing for an entry without any. In the order of the path.
 */
export function readers(trace: Trace, entry: Entry): readonly Reader[] {
  const [packet] = carriersOf(trace, entry);
  const sent = packet && transmissionOf(trace, packet);
  if (!sent) return [];
  const way = wayOf(trace, sent);
  const keepers = keepersOf(trace, sent.connection);
  return trace.nodes.map(({ id }) => readerAt(trace, id, way, keepers.has(id)));
}

/** All that happened to a packet from where it was sent on, in order. */
function wayOf(trace: Trace, sent: PacketEntry): readonly PacketEntry[] {
  const way: PacketEntry[] = [];
  const front: Entry[] = [sent];
  for (let entry = front.shift(); entry; entry = front.shift()) {
    if (!hasPacket(entry) || way.includes(entry)) continue;
    way.push(entry);
    if (entry.kind === 'transmit' || entry.kind === 'pass')
      front.push(
        ...followersOf(trace, entry.n).filter(
          ({ kind, connection }) => kind !== 'transmit' && connection === entry?.connection,
        ),
      );
  }
  return way;
}

function keepersOf(trace: Trace, connection: number | null): ReadonlySet<NodeId | null> {
  return new Set(
    entriesOf(trace, 'secret')
      .filter((entry) => entry.connection === connection)
      .map(({ node }) => node),
  );
}

function readerAt(trace: Trace, who: NodeId, way: readonly PacketEntry[], holdsKey: boolean): Reader {
  const entry = way.find(({ node }) => node === who);
  if (!entry) return { who, entry: null, dropped: false, holdsKey, sees: [], believes: null, changes: [] };
  // Here it was seen as it came in, which is what the place before sent out.
  const came =
    entry.kind === 'pass' && entry.rewritten !== null ? { ...entry, packet: entry.rewritten, hops: 0 } : entry;
  return {
    who,
    entry: entry.n,
    dropped: way.some(({ node, kind }) => node === who && kind === 'drop'),
    holdsKey,
    sees: seesIn(trace, came, holdsKey),
    believes: endsOf(trace, came),
    changes: entry.kind === 'pass' ? entry.changes : [],
  };
}

function endsOf(trace: Trace, entry: PacketEntry): Reader['believes'] {
  const octets = octetsOf(trace, entry);
  const packet = decodePacket(octets);
  const { source, destination } = packetAddresses(octets);
  const ports = isViolation(packet) ? { sourcePort: 0, destinationPort: 0 } : packet.tcp;
  return {
    from: { address: source, port: ports.sourcePort },
    to: { address: destination, port: ports.destinationPort },
  };
}

function seesIn(trace: Trace, entry: PacketEntry, holdsKey: boolean): readonly Sees[] {
  const octets = octetsOf(trace, entry);
  const packet = decodePacket(octets);
  const carried = carriedIn(trace, entry);
  const opened = holdsKey ? openedIn(trace, entry) : [];
  if (carried.length === 0)
    return isViolation(packet) || packet.tcp.payload.length === 0
      ? []
      : [{ kind: 'clear', name: null, octets: packet.tcp.payload }];
  return carried.map(({ part, begin, from, to }): Sees => {
    if (part.kind === 'clear') return { kind: 'clear', name: null, octets: octets.subarray(from, to) };
    const name = part.said?.name ?? 'TLS';
    if (!part.sealed) return { kind: 'clear', name, octets: octets.subarray(from, to) };
    const inside = opened.find(({ record }) => record === part);
    const length = to - Math.min(to, Math.max(from, begin + HEADER));
    return inside
      ? { kind: 'opened', name: inside.name, octets: part.content, length, whole: part.to - part.from === to - from }
      : { kind: 'sealed', length };
  });
}
