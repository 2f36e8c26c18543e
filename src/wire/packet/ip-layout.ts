/** The IPv4 header (RFC 791 section 3.1) and the IPv6 header (RFC 8200 section 3). IPv4 options are never sent. */
import { formatAddress } from './address';
import { onesComplementSum } from './checksum';
import { field, hex, octetCount, type Words } from '../layout';

const IPV4 = 'RFC 791 section 3.1';
const IPV6 = 'RFC 8200 section 3';
const PROTOCOLS: Readonly<Record<number, string>> = { 1: '1, ICMP', 6: '6, TCP', 17: '17, UDP', 58: '58, ICMPv6' };

const protocol: Words = (value) => PROTOCOLS[value] ?? String(value);
const address =
  (at: number, length: number): Words =>
  (_, packet, start) =>
    formatAddress(packet.subarray(start + at, start + at + length));
const headerChecksum: Words = (value, packet, start) =>
  `${hex(4)(value, packet, start)}, ${onesComplementSum(packet, start, start + 20) === 0xffff ? 'right' : 'wrong'}`;
const fragmentation: Words = (value) =>
  [value & 2 ? "don't fragment" : 'may be fragmented', ...(value & 1 ? ['more fragments follow'] : [])].join(', ');

export const ipv4 = {
  version: field('Version', 0, 4, 'Says how to read the rest of the header: as IPv4.', IPV4),
  headerLength: field(
    'IHL',
    4,
    4,
    'The length of this header in words of 32 bits: where the data begins.',
    IPV4,
    (n) => `${n} words, ${n * 4} octets`,
  ),
  typeOfService: field(
    'Type of Service',
    8,
    8,
    'Asks routers for a kind of treatment: low delay, or high throughput.',
    'RFC 791 section 3.1, RFC 2474 section 3',
    hex(2),
  ),
  totalLength: field(
    'Total Length',
    16,
    16,
    'The length of the whole packet, so that padding of the link is not taken for data.',
    IPV4,
    octetCount,
  ),
  identification: field(
    'Identification',
    32,
    16,
    'Tells fragments of one packet from those of another.',
    'RFC 791 section 3.1, RFC 6864 section 4',
    hex(4),
  ),
  flags: field(
    'Flags',
    48,
    3,
    'May a router cut this packet in pieces? TCP asks not to, to learn what size fits the path.',
    IPV4,
    fragmentation,
  ),
  fragmentOffset: field(
    'Fragment Offset',
    51,
    13,
    'Where this piece belongs in the packet that was cut; 0 for a whole one.',
    IPV4,
  ),
  ttl: field(
    'Time to Live',
    64,
    8,
    'Each router takes one off; at zero the packet is dropped, so that none circles for ever.',
    IPV4,
  ),
  protocol: field('Protocol', 72, 8, 'Who reads the data of this packet.', IPV4, protocol),
  checksum: field(
    'Header Checksum',
    80,
    16,
    'Covers this header alone; each router computes it again as it changes the TTL.',
    'RFC 791 section 3.1, RFC 1071',
    headerChecksum,
  ),
  source: field('Source Address', 96, 32, 'Who sent it. A NAT rewrites this on the way out.', IPV4, address(12, 4)),
  destination: field(
    'Destination Address',
    128,
    32,
    'Where it goes; routers look at little else.',
    IPV4,
    address(16, 4),
  ),
};

export const ipv6 = {
  version: field('Version', 0, 4, 'Says how to read the rest of the header: as IPv6.', IPV6),
  trafficClass: field(
    'Traffic Class',
    4,
    8,
    'Asks routers for a kind of treatment: low delay, or high throughput.',
    'RFC 8200 section 7',
    hex(2),
  ),
  flowLabel: field(
    'Flow Label',
    12,
    20,
    'The same on all packets of one flow, so that routers can keep them on one path.',
    'RFC 8200 section 6',
    hex(5),
  ),
  payloadLength: field('Payload Length', 32, 16, 'The length of all that follows this header.', IPV6, octetCount),
  nextHeader: field('Next Header', 48, 8, 'What follows this header: who reads the data.', IPV6, protocol),
  hopLimit: field(
    'Hop Limit',
    56,
    8,
    'Each router takes one off; at zero the packet is dropped, so that none circles for ever.',
    IPV6,
  ),
  source: field('Source Address', 64, 128, 'Who sent it.', IPV6, address(8, 16)),
  destination: field(
    'Destination Address',
    192,
    128,
    'Where it goes; routers look at little else.',
    IPV6,
    address(24, 16),
  ),
};
