/** A packet under way, and what a network does for whoever meets it there. */
import type { Handled, Side } from '../../machine/gateway';
import type { Reason } from '../../wire/reason';
import { packetOf, type Arena } from '../../trace/arena';
import type { NodeId, Ruling } from '../../trace/entry';
import { decodePacket, forwardPacket, packetAddresses } from '../../wire/packet/packet';
import type { TcpSegment } from '../../wire/packet/tcp';
import { isViolation } from '../../wire/violation';
import type { PendingFault } from '../interventions';
import type { Queue } from '../queue';
import type { Recorder } from '../recorder';

/** Its octets are in the arena; `segment` is what they decode to, for the boxes and for names. */
export interface Flight {
  readonly packet: number;
  readonly hops: number;
  readonly length: number;
  readonly source: string;
  readonly destination: string;
  /** As the packet was stored: each hop takes one. */
  readonly timeToLive: number;
  /** Null for an ICMP error. */
  readonly segment: TcpSegment | null;
  readonly connection: number;
  /** The entry of its latest hop. */
  readonly entry: number;
  /** What the learner prepared for it at the next router. */
  readonly pendingFault: PendingFault | null;
}

/** Why a packet goes no further: `rule` as a reader would name it, `ruling` where a firewall or NAT decided. */
export interface Drop {
  readonly reason: Reason;
  readonly rule: string | null;
  readonly ruling?: Ruling;
}

/** What becomes of a packet next, and where it is written down. */
export interface Carriage {
  readonly recorder: Recorder;
  readonly queue: Queue;
  /** It leaves a node, on the link that leads to its destination. */
  depart(node: NodeId, flight: Flight): void;
  /** It reaches its host's TCP. */
  arrive(node: NodeId, flight: Flight): void;
  /** It goes no further: the entry that says so. */
  drop(node: NodeId, flight: Flight, causes: readonly number[], why: Drop): number;
  /** What the learner prepared for the packet that an entry transmits. */
  pendingFault(entry: number): PendingFault | null;
}

/** As it is now: each router on its way has lowered its TTL. */
export function octetsOf(arena: Arena, { packet, hops }: Flight): Uint8Array {
  let octets = packetOf(arena, packet);
  for (let hop = 0; hop < hops; hop++) octets = forwardPacket(octets);
  return octets;
}

/** What of a rewritten or new packet a flight tells. */
export function toldBy(
  octets: Uint8Array,
): Pick<Flight, 'source' | 'destination' | 'timeToLive' | 'segment' | 'length'> {
  const { source, destination, ttl } = packetAddresses(octets);
  const packet = decodePacket(octets);
  const segment = isViolation(packet) ? null : packet.tcp;
  return { source, destination, timeToLive: ttl, segment, length: octets.length };
}

export const rulingOf = ({ rule, state, steps }: Handled, from: Side): Ruling => ({
  rule,
  state,
  from,
  ...(steps.length > 0 && { steps }),
});

export const dropOf = (handled: Handled, from: Side): Drop => ({
  reason: handled.reason,
  rule: handled.rule === null ? null : `rule ${handled.rule}`,
  ruling: rulingOf(handled, from),
});
