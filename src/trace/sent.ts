/** The octets of one direction of a connection, put together from the packets that its sender transmitted. */
import { octetsIn } from './arena';
import type { NodeId } from './entry';
import { octetsOf, type Connection, type Trace } from './trace';
import { decodePacket } from '../wire/packet/packet';
import { SYN } from '../wire/packet/tcp';
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
  return streamOf(trace, pieces);
}

/**
 * Pieces of a stream put in their places; what is not there is 0. None lies further on than all packets of the trace
 * together are long: a file that was opened may say so, and its sequence numbers are not asked for 4 GB.
 */
export function streamOf(
  { arena }: Trace,
  pieces: readonly { readonly from: number; readonly octets: Uint8Array }[],
): Uint8Array {
  const most = octetsIn(arena);
  const near = pieces.filter(({ from, octets }) => from + octets.length <= most);
  const stream = new Uint8Array(near.reduce((end, { from, octets }) => Math.max(end, from + octets.length), 0));
  for (const { from, octets } of near) stream.set(octets, from);
  return stream;
}
