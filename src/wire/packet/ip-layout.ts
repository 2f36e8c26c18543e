/** The IPv4 header (RFC 791 section 3.1) and the IPv6 header (RFC 8200 section 3). IPv4 options are never sent. */
import { formatAddress } from './address';
import { onesComplementSum } from './checksum';
import { field, hex, octetCount, type CodesOf, type Words } from '../layout';

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

/** Differentiated services in six bits and congestion notification in two (RFC 2474 section 3, RFC 3168 section 5). */
const services: Words = (value) => `DSCP ${value >> 2}, ECN ${value & 3}`;
/** A whole packet that may not be cut needs no name (RFC 6864 section 4.1). */
const atomic = (_: number, packet: Uint8Array, start: number) => ({
  atomic: ((packet[start + 6] ?? 0) & 0x7f) === 0x40 && packet[start + 7] === 0,
});

export const ipv4 = {
  version: field('Version', 0, 4),
  headerLength: field('IHL', 4, 4, (n) => `${n} words, ${n * 4} octets`),
  typeOfService: field('DSCP and ECN', 8, 8, services, (value) => ({ services: value >> 2 })),
  totalLength: field('Total Length', 16, 16, octetCount),
  identification: field('Identification', 32, 16, hex(4), atomic),
  flags: field('Flags', 48, 3, fragmentation),
  fragmentOffset: field('Fragment Offset', 51, 13),
  ttl: field('Time to Live', 64, 8),
  protocol: field('Protocol', 72, 8, protocol),
  checksum: field('Header Checksum', 80, 16, headerChecksum),
  source: field('Source Address', 96, 32, address(12, 4)),
  destination: field('Destination Address', 128, 32, address(16, 4)),
};

export const ipv6 = {
  version: field('Version', 0, 4),
  trafficClass: field('Traffic Class', 4, 8, services, (value) => ({ services: value >> 2 })),
  flowLabel: field('Flow Label', 12, 20, hex(5), (value) => ({ given: value !== 0 })),
  payloadLength: field('Payload Length', 32, 16, octetCount),
  nextHeader: field('Next Header', 48, 8, protocol),
  hopLimit: field('Hop Limit', 56, 8),
  source: field('Source Address', 64, 128, address(8, 16)),
  destination: field('Destination Address', 192, 128, address(24, 16)),
};

export type IpField = CodesOf<'ipv4', typeof ipv4> | CodesOf<'ipv6', typeof ipv6>;
