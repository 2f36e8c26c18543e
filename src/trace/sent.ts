/** The octets of one direction of a connection, put together from the packets that its sender transmitted. */
import type { NodeId } from './entry';
import { octetsOf, type Connection, type Trace } from './trace';
import { decodePacket } from '../wire/packet';
import { SYN } from '../wire/tcp';
import { isViolation } from '../wire/violation';

/** In the order of sequence numbers: the first octet after the SYN comes first. */
export function sentOn(trace: Trace, { index, opener, iss, irs }: Connection, from: NodeId): Uint8Array {
  const first = opener === from ? iss : irs;
  const pieces: { readonly from: number; readonly octets: Uint8Array }[] = [];
  for (const entry of trace.entries) {
    if (entry.kind !== 'transmit' || entry.again || entry.node !== from || entry.connection !== index || first === null)
      continue;
    const packet = decodePacket(octetsOf(trace, entry));
    if (isViolation(packet) || packet.tcp.payload.length === 0) continue;
    const { seq, flags, payload } = packet.tcp;
    pieces.push({ from: (seq + (flags & SYN ? 1 : 0) - first - 1) >>> 0, octets: payload });
  }
  const stream = new Uint8Array(pieces.reduce((most, piece) => Math.max(most, piece.from + piece.octets.length), 0));
  for (const piece of pieces) stream.set(piece.octets, piece.from);
  return stream;
}
