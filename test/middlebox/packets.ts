/** Packets of TCP as properties ask for them, and what leaves an edge of them. */
import fc from 'fast-check';
import type { Edge } from '../../src/middlebox/edge/edge';
import type { Side } from '../../src/machine/gateway';
import type { Tuple } from '../../src/middlebox/tuple';
import { decodePacket, encodePacket, type Packet } from '../../src/wire/packet/packet';
import { ACK, NO_OPTIONS } from '../../src/wire/packet/tcp';
import { isViolation } from '../../src/wire/violation';

export const NOTHING = new Uint8Array(0);

export const packet = (
  { source, destination }: Tuple,
  flags: number,
  seq = 1,
  ack = 1,
  payload: Uint8Array = NOTHING,
): Uint8Array =>
  encodePacket(
    { source: source.address, destination: destination.address, ttl: 64, identification: 1 },
    {
      sourcePort: source.port,
      destinationPort: destination.port,
      seq: seq >>> 0,
      ack: (flags & ACK) !== 0 ? ack >>> 0 : 0,
      flags,
      window: 64240,
      urgentPointer: 0,
      options: NO_OPTIONS,
      payload,
    },
  );

/** What leaves, whole: with every length and checksum right. */
export function left(edge: Edge, octets: Uint8Array, from: Side, at: number): Packet | null {
  const { outputs, verdict } = edge.handle(octets, from, at);
  if (verdict !== 'forwarded') return null;
  const decoded = decodePacket(outputs[0]!.octets);
  if (isViolation(decoded)) throw new Error(decoded.violation);
  return decoded;
}

export const endpoint = (addresses: readonly string[], ports: readonly number[]) =>
  fc.record({ address: fc.constantFrom(...addresses), port: fc.constantFrom(...ports) });
