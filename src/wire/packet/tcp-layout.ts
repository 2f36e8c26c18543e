/** The TCP header (RFC 9293 section 3.1). */
import { onesComplementSum } from './checksum';
import { ipLength, PROTOCOL_TCP, pseudoHeaderSum } from './ip';
import { field, hex, octetCount, type Words } from '../layout';
import { FLAGS, flagNames, URG } from './tcp';

const TCP = 'RFC 9293 section 3.1';

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
  sourcePort: field('Source Port', 0, 16, 'The socket that sent it, among all of that host.', TCP),
  destinationPort: field('Destination Port', 16, 16, 'The socket that is to receive it, among all of that host.', TCP),
  seq: field(
    'Sequence Number',
    32,
    32,
    'The number of the first octet of data in this segment; every octet has one. SYN and FIN take one each.',
    'RFC 9293 sections 3.1 and 3.4',
  ),
  ack: field(
    'Acknowledgment Number',
    64,
    32,
    'The next octet that the sender of this segment expects: all before it has arrived.',
    'RFC 9293 sections 3.1 and 3.4',
  ),
  dataOffset: field(
    'Data Offset',
    96,
    4,
    'The length of this header in words of 32 bits: where the data begins.',
    TCP,
    (n) => `${n} words, ${n * 4} octets`,
  ),
  reserved: field('Reserved', 100, 4, 'Kept for the future; sent as zero and not looked at.', TCP),
  flags: field('Control Bits', 104, 8, 'What this segment does to the connection.', TCP, controlBits),
  window: field(
    'Window',
    112,
    16,
    'How many octets its sender is ready to receive, to be shifted by the scale agreed on in the SYNs.',
    'RFC 9293 section 3.1, RFC 7323 section 2',
    octetCount,
  ),
  checksum: field(
    'Checksum',
    128,
    16,
    'Covers the segment and a pseudo-header with both IP addresses: a NAT must compute it again.',
    TCP,
    segmentChecksum,
  ),
  urgentPointer: field(
    'Urgent Pointer',
    144,
    16,
    'Where urgent data ends, when URG is set.',
    'RFC 9293 section 3.8.5',
    urgent,
  ),
};

export const TCP_HEADER = 20;
