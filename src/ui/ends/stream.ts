/** The octets of one direction of a connection, put together from the packets that arrived. */
import type { NodeId } from '../../trace/entry';
import { streamOf } from '../../trace/sent';
import { octetsOf, type Connection, type Trace } from '../../trace/trace';
import { decodePacket } from '../../wire/packet/packet';
import { SYN } from '../../wire/packet/tcp';
import { isViolation } from '../../wire/violation';

const known = new WeakMap<Trace, Map<string, Uint8Array>>();

/** What arrived at a host on a connection, in the order of its sequence numbers; what never came is 0. */
export function streamTo(trace: Trace, connection: Connection, host: NodeId): Uint8Array {
  const all = known.get(trace) ?? new Map<string, Uint8Array>();
  known.set(trace, all);
  const name = `${connection.index} ${host}`;
  const found = all.get(name) ?? assembled(trace, connection, host);
  all.set(name, found);
  return found;
}

function assembled(trace: Trace, connection: Connection, host: NodeId): Uint8Array {
  const first = connection.opener === host ? connection.irs : connection.iss;
  const pieces: { readonly from: number; readonly octets: Uint8Array }[] = [];
  for (const entry of trace.entries) {
    if (entry.kind !== 'arrive' || entry.node !== host || entry.connection !== connection.index || first === null)
      continue;
    const packet = decodePacket(octetsOf(trace, entry));
    if (isViolation(packet) || packet.tcp.payload.length === 0) continue;
    const { seq, flags, payload } = packet.tcp;
    pieces.push({ from: (seq + (flags & SYN ? 1 : 0) - first - 1) >>> 0, octets: payload });
  }
  return streamOf(trace, pieces);
}
