/**
 * An ICMP error on its way through: it belongs to the flow of the packet that it quotes, and is translated back with it
 * (nf_nat_icmp_reply_translation).
 */
import { ipHeaderLength, PROTOCOL_TCP, protocolOf, versionOf } from '../../wire/packet/ip';
import type { IcmpPacket } from '../../wire/packet/icmp';
import { packetAddresses } from '../../wire/packet/packet';
import type { Box } from '../tables/box';
import { leaving } from '../tables/flows';
import { ended, route, routed, type Passage } from './passage';
import type { Hooked } from './verdict';
import { withAddresses, withQuote, withTuple } from '../nat/rewrite';
import { inverse, opposite, type Tuple } from '../tuple';

/** The quoted packet's tuple; null when it is not TCP. */
function quotedTuple(quote: Uint8Array): Tuple | null {
  if (protocolOf(quote) !== PROTOCOL_TCP || quote.length < ipHeaderLength(versionOf(quote)) + 8) return null;
  const { source, destination, sourcePort, destinationPort } = packetAddresses(quote);
  return {
    source: { address: source, port: sourcePort },
    destination: { address: destination, port: destinationPort },
  };
}

export function hookedIcmp(box: Box, passage: Passage, { ip, icmp }: IcmpPacket): Hooked {
  let { destination } = ip;
  return {
    prerouting() {
      if (box.tracks) destination = translateError(box, passage, ip, icmp.offending);
      passage.way = route(box, destination);
      return routed(box, passage, ip.ttl);
    },
    subject: () => ({ protocol: 'icmp', source: ip.source, destination, sourcePort: null, destinationPort: null }),
    postrouting: () => ({ type: 'translated', refusal: null, lost: null }),
    deliver: () => ended(passage, 'local', { code: 'error-to-router' }),
  };
}

/** Makes the error one about the packet that its receiver sent; gives the receiver's address. */
function translateError(
  box: Box,
  passage: Passage,
  { source, destination }: IcmpPacket['ip'],
  quote: Uint8Array,
): string {
  const tuple = quotedTuple(quote);
  const found = tuple && box.flows.find(inverse(tuple));
  if (!found || found.flow[found.direction].destination.address !== destination) {
    Object.assign(passage, { state: 'INVALID', invalid: { code: 'quotes-no-flow' } });
    return destination;
  }
  const { flow, direction } = found;
  Object.assign(passage, { state: 'RELATED', flow, direction });
  const [before, after] = [flow[direction], leaving(flow, direction)];
  const addresses = {
    source: before.source.address === after.source.address ? source : after.source.address,
    destination: after.destination.address,
  };
  passage.octets = withQuote(
    withAddresses(passage.octets, addresses.source, addresses.destination),
    withTuple(quote, flow[opposite(direction)]),
  );
  if (addresses.source !== source)
    passage.rewritten.push({ field: 'source-address', before: source, after: addresses.source });
  if (addresses.destination !== destination)
    passage.rewritten.push({ field: 'destination-address', before: destination, after: addresses.destination });
  return addresses.destination;
}
