/** A whole IP packet with a TCP segment in it, as octets and as a value. */
import { checksum } from './checksum';
import { formatAddress } from './address';
import {
  decodeIp,
  ipHeaderLength,
  newPacket,
  protocolOf,
  PROTOCOL_TCP,
  pseudoHeaderSum,
  versionOf,
  type IpHeader,
  type IpParameters,
} from './ip';
import { read, write } from '../layout';
import type { TcpSegment } from './tcp';
import { tcp as layout, TCP_HEADER, tcpChecksumRight } from './tcp-layout';
import { decodeOptions, encodeOptions, optionsLength } from './tcp-options';
import { isViolation, violation, type Violation } from '../violation';

export type { IpHeader, IpParameters } from './ip';
export { forwardPacket } from './ip';

export interface Packet {
  readonly ip: IpHeader;
  readonly tcp: TcpSegment;
}

/**
 * One buffer with both headers, every length and checksum right. RangeError for addresses and sizes that no packet can
 * have.
 */
export function encodePacket(ip: IpParameters, tcp: TcpSegment): Uint8Array {
  const header = TCP_HEADER + optionsLength(tcp.options);
  const packet = newPacket(ip, PROTOCOL_TCP, header + tcp.payload.length);
  const start = packet.length - tcp.payload.length - header;
  write(packet, start, layout.sourcePort, tcp.sourcePort);
  write(packet, start, layout.destinationPort, tcp.destinationPort);
  write(packet, start, layout.seq, tcp.seq);
  write(packet, start, layout.ack, tcp.ack);
  write(packet, start, layout.dataOffset, header / 4);
  write(packet, start, layout.flags, tcp.flags);
  write(packet, start, layout.window, tcp.window);
  write(packet, start, layout.urgentPointer, tcp.urgentPointer);
  if (header > TCP_HEADER) encodeOptions(tcp.options, packet, start + TCP_HEADER);
  packet.set(tcp.payload, start + header);
  const sum = checksum(packet, start, packet.length, pseudoHeaderSum(packet, PROTOCOL_TCP, packet.length - start));
  write(packet, start, layout.checksum, sum);
  return packet;
}

/** Verifies every length and checksum. The payload is a view of `octets`, not a copy. Never throws. */
export function decodePacket(octets: Uint8Array): Packet | Violation {
  const ip = decodeIp(octets);
  if (isViolation(ip)) return ip;
  if (ip.protocol !== PROTOCOL_TCP)
    return violation({ code: 'ip-protocol', protocol: ip.protocol, expected: PROTOCOL_TCP }, ip.version === 4 ? 9 : 6);
  const start = ipHeaderLength(ip.version);
  if (octets.length < start + TCP_HEADER)
    return violation({ code: 'tcp-truncated', octets: octets.length - start, least: TCP_HEADER }, octets.length);
  const words = read(octets, start, layout.dataOffset);
  const data = start + words * 4;
  if (words < 5 || data > octets.length)
    return violation({ code: 'tcp-data-offset', words, octets: octets.length - start }, start + 12);
  if (!tcpChecksumRight(octets, start)) return violation({ code: 'tcp-checksum' }, start + 16);
  const options = decodeOptions(octets, start + TCP_HEADER, data);
  if (isViolation(options)) return options;
  return {
    ip,
    tcp: {
      sourcePort: read(octets, start, layout.sourcePort),
      destinationPort: read(octets, start, layout.destinationPort),
      seq: read(octets, start, layout.seq),
      ack: read(octets, start, layout.ack),
      flags: read(octets, start, layout.flags),
      window: read(octets, start, layout.window),
      urgentPointer: read(octets, start, layout.urgentPointer),
      options,
      payload: octets.subarray(data),
    },
  };
}

interface PacketAddresses {
  readonly source: string;
  readonly destination: string;
  /** 0 for what has no ports. */
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly ttl: number;
}

/** What a box on the way looks at, without decoding and without verifying: for packets known to be whole. */
export function packetAddresses(octets: Uint8Array): PacketAddresses {
  const version = versionOf(octets);
  const start = ipHeaderLength(version);
  const [from, length] = version === 6 ? [8, 16] : [12, 4];
  const ported = protocolOf(octets) === PROTOCOL_TCP;
  return {
    source: formatAddress(octets.subarray(from, from + length)),
    destination: formatAddress(octets.subarray(from + length, from + 2 * length)),
    sourcePort: ported ? read(octets, start, layout.sourcePort) : 0,
    destinationPort: ported ? read(octets, start, layout.destinationPort) : 0,
    ttl: timeToLiveOf(octets),
  };
}

export const timeToLiveOf = (octets: Uint8Array): number => octets[versionOf(octets) === 6 ? 7 : 8] ?? 0;
