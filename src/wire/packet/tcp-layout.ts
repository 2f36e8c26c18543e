/** The TCP header (RFC 9293 section 3.1). */
import { onesComplementSum } from './checksum';
import { ipLength, PROTOCOL_TCP, pseudoHeaderSum } from './ip';
import { field, hex, octetCount, type CodesOf, type Words } from '../layout';
import { ACK, FLAGS, flagNames, SYN, URG } from './tcp';

const controlBits: Words = (value) => {
  const set = FLAGS.filter(([, bit]) => (value & bit) !== 0);
  return set.length === 0
    ? 'none set'
    : `${flagNames(value)} (${set.map(([name, , meaning]) => `${name}: ${meaning}`).join('; ')})`;
};

/** Whether the checksum of the segment at `start`, which reaches to the packet's end, is right. */
export const tcpChecksumRight = (packet: Uint8Array, start: number): boolean =>
  onesComplementSum(packet, start, packet.length, pseudoHeaderSum(packet, PROTOCOL_TCP, packet.length - start)) ===
  0xffff;

function checksumVerdict(packet: Uint8Array, start: number): string {
  if (ipLength(packet) !== packet.length) return 'not to be told: the packet is cut off';
  return tcpChecksumRight(packet, start) ? 'right' : 'wrong';
}

const segmentChecksum: Words = (value, packet, start) =>
  `${hex(4)(value, packet, start)}, ${checksumVerdict(packet, start)}`;

const urgent: Words = (value, packet, start) =>
  ((packet[start + 13] ?? 0) & URG) !== 0
    ? `${value}: urgent data ends there, counted from the sequence number`
    : `${value}, not in use`;

export const tcp = {
  sourcePort: field('Source Port', 0, 16),
  destinationPort: field('Destination Port', 16, 16),
  seq: field('Sequence Number', 32, 32),
  ack: field('Acknowledgment Number', 64, 32, String, (_, packet, start) => ({
    counts: ((packet[start + 13] ?? 0) & ACK) !== 0,
  })),
  dataOffset: field('Data Offset', 96, 4, (n) => `${n} words, ${n * 4} octets`),
  reserved: field('Reserved', 100, 4),
  flags: field('Control Bits', 104, 8, controlBits),
  window: field('Window', 112, 16, octetCount, (_, packet, start) => ({
    syn: ((packet[start + 13] ?? 0) & SYN) !== 0,
  })),
  checksum: field('Checksum', 128, 16, segmentChecksum),
  urgentPointer: field('Urgent Pointer', 144, 16, urgent),
};

export const TCP_HEADER = 20;

export type TcpField = CodesOf<'tcp', typeof tcp>;
