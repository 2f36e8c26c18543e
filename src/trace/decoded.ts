/** The packets of a run as values: each decoded once, however many places saw it pass. */
import { decodePacket, type Packet } from '../wire/packet/packet';
import type { Violation } from '../wire/violation';
import { packetOf, type Arena } from './arena';

const known = new WeakMap<Arena, Map<number, Packet | Violation>>();

/** As it was transmitted or rewritten: a hop changes its TTL alone. */
export function decodedOf(arena: Arena, number: number): Packet | Violation {
  const packets = known.get(arena) ?? new Map<number, Packet | Violation>();
  known.set(arena, packets);
  const before = packets.get(number);
  if (before) return before;
  const decoded = decodePacket(packetOf(arena, number));
  packets.set(number, decoded);
  return decoded;
}
