/** A host's own firewall: between the network, which is outside of it, and the host's TCP, which is inside. */
import type { Handled, Side } from '../../machine/gateway';
import type { NodeId } from '../../trace/entry';
import type { HostFirewall } from '../topology';
import { dropOf, toldBy, type Carriage, type Flight } from './flight';

/** Does what the firewall says of a packet; false when the packet goes no further. */
export function admitted(
  carriage: Carriage,
  node: NodeId,
  firewall: HostFirewall,
  handled: Handled,
  flight: Flight,
  from: Side,
): boolean {
  const { recorder } = carriage;
  for (const row of handled.changes)
    recorder.add([flight.entry, ...firewall.causes], node, flight.connection, { kind: 'table', row });
  if (handled.verdict === 'forwarded') return true;
  const dropped = carriage.drop(node, flight, firewall.causes, dropOf(handled, from));
  for (const { octets, towards } of handled.outputs) {
    const packet = recorder.keep(octets);
    const answer = { ...flight, ...toldBy(octets), packet, hops: 0, pendingFault: null };
    const entry = recorder.add(
      [dropped],
      node,
      flight.connection,
      { kind: 'transmit', packet, hops: 0, again: false },
      answer.segment,
    );
    if (towards === 'outside') carriage.depart(node, { ...answer, entry });
    else carriage.queue.push(recorder.now, () => comeBack(carriage, node, { ...answer, entry }));
  }
  return false;
}

/** What a firewall answers to its own host is there at once. */
function comeBack(carriage: Carriage, node: NodeId, flight: Flight): void {
  const { packet, connection } = flight;
  const entry = carriage.recorder.add([flight.entry], node, connection, { kind: 'arrive', packet, hops: 0 });
  carriage.arrive(node, { ...flight, entry });
}
