/**
 * IP headers: writing, reading, and what a router does to one. Fragments, IPv4 options and IPv6 extension headers are
 * violations.
 */
import { addressOctets, formatAddress } from './address';
import { adjustChecksum, checksum, onesComplementSum } from './checksum';
import { ipv4, ipv6 } from './ip-layout';
import { read, write } from '../layout';
import { violation, type Violation } from '../violation';

export interface IpHeader {
  readonly version: 4 | 6;
  /** Addresses in canonical text. */
  readonly source: string;
  readonly destination: string;
  /** TTL or hop limit, 0 to 255. */
  readonly ttl: number;
  /** 16 bit; 0 for IPv6, which has none. */
  readonly identification: number;
  /** 6 TCP, 1 ICMP, 58 ICMPv6. */
  readonly protocol: number;
  /** Always true for IPv6: its routers never fragment. */
  readonly dontFragment: boolean;
  /** Type of service, 8 bit; absent when 0. vsftpd asks for throughput (0x08) on data connections. */
  readonly trafficClass?: number;
  /** IPv6 alone, 20 bit; absent when 0. */
  readonly flowLabel?: number;
}

/**
 * What a writer is told: the version follows from the address family, `dontFragment` is true unless said otherwise (as
 * Linux does, RFC 1191).
 */
export interface IpParameters {
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  readonly identification: number;
  readonly dontFragment?: boolean;
  readonly trafficClass?: number;
  readonly flowLabel?: number;
}

export const PROTOCOL_ICMP = 1;
export const PROTOCOL_TCP = 6;
export const PROTOCOL_ICMPV6 = 58;
const DONT_FRAGMENT = 2;
const MORE_FRAGMENTS = 1;
const LONGEST = 65535;

export const versionOf = (packet: Uint8Array): number => (packet[0] ?? 0) >> 4;

/** Octets of the IP header, where the upper protocol begins. */
export const ipHeaderLength = (version: number): 20 | 40 => (version === 6 ? 40 : 20);

/** Octets of the whole packet by its header. */
export const ipLength = (packet: Uint8Array): number =>
  versionOf(packet) === 6 ? read(packet, 0, ipv6.payloadLength) + 40 : read(packet, 0, ipv4.totalLength);

export const protocolOf = (packet: Uint8Array): number => (versionOf(packet) === 6 ? packet[6] : packet[9]) ?? 0;

/**
 * A zeroed packet with room for `length` octets after a finished IP header. The addresses must be of one family and
 * canonical, and the whole at most 65,535 octets: RangeError otherwise, for then the caller is wrong, not the input.
 */
export function newPacket(ip: IpParameters, protocol: number, length: number): Uint8Array {
  const source = addressOctets(ip.source);
  const destination = addressOctets(ip.destination);
  if (source.length !== destination.length)
    throw new RangeError(`${ip.source} and ${ip.destination} are of different families`);
  const version = source.length === 4 ? 4 : 6;
  const start = ipHeaderLength(version);
  if (start + length > LONGEST) throw new RangeError(`${start + length} octets do not fit an IP packet`);
  const packet = new Uint8Array(start + length);
  if (version === 4) {
    write(packet, 0, ipv4.version, 4);
    write(packet, 0, ipv4.headerLength, 5);
    write(packet, 0, ipv4.typeOfService, ip.trafficClass ?? 0);
    write(packet, 0, ipv4.totalLength, packet.length);
    write(packet, 0, ipv4.identification, ip.identification);
    write(packet, 0, ipv4.flags, ip.dontFragment === false ? 0 : DONT_FRAGMENT);
    write(packet, 0, ipv4.ttl, ip.ttl);
    write(packet, 0, ipv4.protocol, protocol);
    packet.set(source, ipv4.source.from);
    packet.set(destination, ipv4.destination.from);
    write(packet, 0, ipv4.checksum, checksum(packet, 0, start));
  } else {
    write(packet, 0, ipv6.version, 6);
    write(packet, 0, ipv6.trafficClass, ip.trafficClass ?? 0);
    write(packet, 0, ipv6.flowLabel, ip.flowLabel ?? 0);
    write(packet, 0, ipv6.payloadLength, length);
    write(packet, 0, ipv6.nextHeader, protocol);
    write(packet, 0, ipv6.hopLimit, ip.ttl);
    packet.set(source, ipv6.source.from);
    packet.set(destination, ipv6.destination.from);
  }
  return packet;
}

/** Verifies version, lengths and the header checksum. The packet must be exactly as long as its header says. */
export function decodeIp(packet: Uint8Array): IpHeader | Violation {
  const version = versionOf(packet);
  if (packet.length === 0 || (version !== 4 && version !== 6)) {
    return violation({ code: 'ip-version', version: packet.length === 0 ? null : version }, 0);
  }
  const start = ipHeaderLength(version);
  if (packet.length < start)
    return violation({ code: 'ip-truncated', octets: packet.length, least: start }, packet.length);
  return version === 4 ? decodeIpv4(packet) : decodeIpv6(packet);
}

function decodeIpv4(packet: Uint8Array): IpHeader | Violation {
  const words = read(packet, 0, ipv4.headerLength);
  if (words !== 5) return violation({ code: 'ip-header-length', words }, 0);
  const length = ipLength(packet);
  if (length !== packet.length) return violation({ code: 'ip-length', octets: packet.length, length, version: 4 }, 2);
  if (onesComplementSum(packet, 0, 20) !== 0xffff) return violation({ code: 'ip-checksum' }, 10);
  const flags = read(packet, 0, ipv4.flags);
  if ((flags & MORE_FRAGMENTS) !== 0 || read(packet, 0, ipv4.fragmentOffset) !== 0)
    return violation({ code: 'ip-fragment' }, 6);
  const trafficClass = read(packet, 0, ipv4.typeOfService);
  const header = {
    version: 4 as const,
    source: formatAddress(packet.subarray(12, 16)),
    destination: formatAddress(packet.subarray(16, 20)),
    ttl: read(packet, 0, ipv4.ttl),
    identification: read(packet, 0, ipv4.identification),
    protocol: read(packet, 0, ipv4.protocol),
    dontFragment: (flags & DONT_FRAGMENT) !== 0,
  };
  return trafficClass === 0 ? header : { ...header, trafficClass };
}

function decodeIpv6(packet: Uint8Array): IpHeader | Violation {
  const length = ipLength(packet);
  if (length !== packet.length) return violation({ code: 'ip-length', octets: packet.length, length, version: 6 }, 4);
  const trafficClass = read(packet, 0, ipv6.trafficClass);
  const flowLabel = read(packet, 0, ipv6.flowLabel);
  const header = {
    version: 6 as const,
    source: formatAddress(packet.subarray(8, 24)),
    destination: formatAddress(packet.subarray(24, 40)),
    ttl: read(packet, 0, ipv6.hopLimit),
    identification: 0,
    protocol: read(packet, 0, ipv6.nextHeader),
    dontFragment: true,
  };
  if (trafficClass === 0 && flowLabel === 0) return header;
  return { ...header, ...(trafficClass !== 0 && { trafficClass }), ...(flowLabel !== 0 && { flowLabel }) };
}

/** Sum over the pseudo-header that TCP and ICMPv6 checksums cover (RFC 9293 section 3.1, RFC 8200 section 8.1). */
export function pseudoHeaderSum(packet: Uint8Array, protocol: number, length: number): number {
  return versionOf(packet) === 4
    ? onesComplementSum(packet, 12, 20, protocol + length)
    : onesComplementSum(packet, 8, 40, protocol + length);
}

/** A copy as a router sends it on: TTL or hop limit one less (never below 0), the IPv4 checksum adjusted (RFC 1624). */
export function forwardPacket(packet: Uint8Array): Uint8Array {
  const next = packet.slice();
  const at = versionOf(packet) === 6 ? ipv6.hopLimit.from : ipv4.ttl.from;
  const ttl = packet[at] ?? 0;
  if (ttl === 0) return next;
  next[at] = ttl - 1;
  if (at === ipv4.ttl.from) {
    const protocol = packet[at + 1] ?? 0;
    const sum = adjustChecksum(read(packet, 0, ipv4.checksum), (ttl << 8) | protocol, ((ttl - 1) << 8) | protocol);
    next[ipv4.checksum.from] = sum >> 8;
    next[ipv4.checksum.from + 1] = sum & 255;
  }
  return next;
}
