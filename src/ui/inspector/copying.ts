/** A packet as text: the line that tshark prints, what it carries, and a dump that text2pcap reads. Pure. */
import { octetsOf, type Trace } from '../../trace/trace';
import type { PacketEntry } from '../../trace/vantage';
import { decodePacket, packetAddresses } from '../../wire/packet/packet';
import { flagNames } from '../../wire/packet/tcp';
import { textOf } from '../../wire/text/text';
import { isViolation } from '../../wire/violation';

/**
 * `0.109 203.0.113.10 → 198.51.100.21 TCP 66 43392 → 21 [PSH, ACK] Seq=35 Ack=112 Win=63 Len=6`, with numbers as they
 * are on the wire.
 */
export function lineText(trace: Trace, packet: PacketEntry): string {
  const octets = octetsOf(trace, packet);
  const { source, destination } = packetAddresses(octets);
  const decoded = decodePacket(octets);
  const begin = `${(packet.at / 1e6).toFixed(6)} ${source} → ${destination}`;
  if (isViolation(decoded)) return `${begin} ${octets.length} octets`;
  const { sourcePort, destinationPort, flags, seq, ack, window, payload } = decoded.tcp;
  return (
    `${begin} TCP ${octets.length} ${sourcePort} → ${destinationPort} [${flagNames(flags).replace(/,/g, ', ')}` +
    `] Seq=${seq} Ack=${ack} Win=${window} Len=${payload.length}`
  );
}

export function payloadText(trace: Trace, packet: PacketEntry): string {
  const decoded = decodePacket(octetsOf(trace, packet));
  return isViolation(decoded) ? '' : textOf(decoded.tcp.payload);
}

/** Sixteen octets a line behind their offset. */
export function hexText(trace: Trace, packet: PacketEntry): string {
  const octets = octetsOf(trace, packet);
  return Array.from(
    { length: Math.ceil(octets.length / 16) },
    (_, row) =>
      `${(row * 16).toString(16).padStart(6, '0')} ` +
      ` ${[...octets.subarray(row * 16, row * 16 + 16)].map((octet) => octet.toString(16).padStart(2, '0')).join(' ')}`,
  ).join('\n');
}
