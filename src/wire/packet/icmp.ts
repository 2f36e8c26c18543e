/**
 * ICMP errors (RFC 792) and ICMPv6 errors (RFC 4443): how a host or router says that a packet went no further. Each
 * quotes the packet it is about, so that the sender can find the connection.
 */
import { checksum, onesComplementSum } from './checksum';
import {
  decodeIp,
  ipHeaderLength,
  newPacket,
  PROTOCOL_ICMP,
  PROTOCOL_ICMPV6,
  pseudoHeaderSum,
  type IpHeader,
  type IpParameters,
} from './ip';
import { family } from './address';
import { field, hex, read, write, type CodesOf, type Words } from '../layout';
import { isViolation, violation, type Violation } from '../violation';

type IcmpKind = 'destination unreachable' | 'time exceeded';

/** The type number of each kind by IP version, and what the codes say. */
export const ICMP_KINDS: readonly {
  readonly kind: IcmpKind;
  readonly version: 4 | 6;
  readonly type: number;
  readonly codes: Readonly<Record<number, string>>;
}[] = [
  {
    kind: 'destination unreachable',
    version: 4,
    type: 3,
    codes: {
      0: 'net unreachable',
      1: 'host unreachable',
      2: 'protocol unreachable',
      3: 'port unreachable',
      4: 'fragmentation needed',
      9: 'network administratively prohibited',
      10: 'host administratively prohibited',
      13: 'communication administratively prohibited',
    },
  },
  {
    kind: 'time exceeded',
    version: 4,
    type: 11,
    codes: { 0: 'time to live exceeded in transit', 1: 'fragment reassembly time exceeded' },
  },
  {
    kind: 'destination unreachable',
    version: 6,
    type: 1,
    codes: {
      0: 'no route to destination',
      1: 'communication administratively prohibited',
      2: 'beyond scope of source address',
      3: 'address unreachable',
      4: 'port unreachable',
      5: 'source address failed policy',
      6: 'reject route to destination',
    },
  },
  {
    kind: 'time exceeded',
    version: 6,
    type: 3,
    codes: { 0: 'hop limit exceeded in transit', 1: 'fragment reassembly time exceeded' },
  },
];

interface IcmpError {
  readonly kind: IcmpKind;
  readonly code: number;
  /** The packet it is about, from its IP header on; as much as was quoted. */
  readonly offending: Uint8Array;
}

export interface IcmpPacket {
  readonly ip: IpHeader;
  readonly icmp: IcmpError;
}

/** The whole error fits in these octets: RFC 1812 section 4.3.2.3 and RFC 4443 section 2.4 (c). */
const LONGEST = { 4: 576, 6: 1280 } as const;
const ICMP_HEADER = 8;

const kindOf = (version: 4 | 6, type: number | undefined) =>
  ICMP_KINDS.find((entry) => entry.version === version && entry.type === type);
const typeName =
  (version: 4 | 6): Words =>
  (value) =>
    `${value}, ${kindOf(version, value)?.kind ?? 'unknown here'}`;
const codeName =
  (version: 4 | 6): Words =>
  (value, packet, start) =>
    `${value}, ${kindOf(version, packet[start])?.codes[value] ?? 'unknown here'}`;

const layoutOf = (version: 4 | 6) => ({
  type: field('Type', 0, 8, typeName(version)),
  code: field('Code', 8, 8, codeName(version)),
  checksum: field('Checksum', 16, 16, hex(4)),
  unused: field('Unused', 32, 32),
});

export const icmpLayout = { 4: layoutOf(4), 6: layoutOf(6) } as const;

export type IcmpField = CodesOf<'icmp' | 'icmpv6', ReturnType<typeof layoutOf>>;

const initialSum = (packet: Uint8Array, version: 4 | 6): number =>
  version === 4 ? 0 : pseudoHeaderSum(packet, PROTOCOL_ICMPV6, packet.length - 40);

/**
 * A whole packet with the error; quotes as much of the offending packet as there is room for. The version follows from
 * the addresses.
 */
export function encodeIcmp(ip: IpParameters, error: IcmpError): Uint8Array {
  const version = family(ip.source);
  const start = ipHeaderLength(version);
  const quoted = error.offending.subarray(0, LONGEST[version] - start - ICMP_HEADER);
  const packet = newPacket(ip, version === 4 ? PROTOCOL_ICMP : PROTOCOL_ICMPV6, ICMP_HEADER + quoted.length);
  const type = ICMP_KINDS.find((entry) => entry.version === version && entry.kind === error.kind)?.type ?? 0;
  write(packet, start, icmpLayout[version].type, type);
  write(packet, start, icmpLayout[version].code, error.code);
  packet.set(quoted, start + ICMP_HEADER);
  write(
    packet,
    start,
    icmpLayout[version].checksum,
    checksum(packet, start, packet.length, initialSum(packet, version)),
  );
  return packet;
}

/**
 * Verifies lengths and checksums. `offending` is a view, and may be cut off: read it with `packetAddresses`. Never
 * throws.
 */
export function decodeIcmp(octets: Uint8Array): IcmpPacket | Violation {
  const ip = decodeIp(octets);
  if (isViolation(ip)) return ip;
  const expected = ip.version === 4 ? PROTOCOL_ICMP : PROTOCOL_ICMPV6;
  if (ip.protocol !== expected)
    return violation({ code: 'ip-protocol', protocol: ip.protocol, expected }, ip.version === 4 ? 9 : 6);
  const start = ipHeaderLength(ip.version);
  const quoted = start + ICMP_HEADER;
  if (octets.length < quoted)
    return violation({ code: 'icmp-truncated', octets: octets.length - start, least: ICMP_HEADER }, octets.length);
  if (onesComplementSum(octets, start, octets.length, initialSum(octets, ip.version)) !== 0xffff) {
    return violation({ code: 'icmp-checksum' }, start + 2);
  }
  const type = read(octets, start, icmpLayout[ip.version].type);
  const found = ICMP_KINDS.find((entry) => entry.version === ip.version && entry.type === type);
  if (!found)
    return violation(
      { code: 'icmp-type', type, known: ICMP_KINDS.filter((k) => k.version === ip.version).map((k) => k.type) },
      start,
    );
  if (octets.length < quoted + ipHeaderLength(ip.version) + 8) {
    return violation({ code: 'icmp-quote' }, octets.length);
  }
  return {
    ip,
    icmp: {
      kind: found.kind,
      code: read(octets, start, icmpLayout[ip.version].code),
      offending: octets.subarray(quoted),
    },
  };
}
