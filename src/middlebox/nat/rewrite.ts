/**
 * Changes to a packet's octets: addresses, ports, sequence numbers, text. Checksums are adjusted, not made anew (RFC
 * 1624), so that one that was wrong stays wrong; only text that changes its length gets new ones. Never writes to what
 * it is given.
 */
import { addressOctets } from '../../wire/packet/address';
import { adjustChecksum, checksum } from '../../wire/packet/checksum';
import { ipHeaderLength, PROTOCOL_TCP, protocolOf, pseudoHeaderSum, versionOf } from '../../wire/packet/ip';
import type { Tuple } from '../tuple';

const word = (octets: Uint8Array, at: number): number => ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);

/** Writes a 16-bit word and mends the checksums at `sums` that cover it, as far as the packet reaches. */
function put(octets: Uint8Array, at: number, value: number, sums: readonly number[]): void {
  const before = word(octets, at);
  if (before === value) return;
  octets[at] = value >> 8;
  octets[at + 1] = value & 255;
  for (const sum of sums) {
    if (sum + 2 > octets.length) continue;
    const next = adjustChecksum(word(octets, sum), before, value);
    octets[sum] = next >> 8;
    octets[sum + 1] = next & 255;
  }
}

const put32 = (octets: Uint8Array, at: number, value: number, sums: readonly number[]): void => {
  put(octets, at, (value >>> 16) & 0xffff, sums);
  put(octets, at + 2, value & 0xffff, sums);
};

const get32 = (octets: Uint8Array, at: number): number => ((word(octets, at) << 16) | word(octets, at + 2)) >>> 0;

const IPV4_CHECKSUM = 10;
const TCP_CHECKSUM = 16;
const ICMP_CHECKSUM = 2;

/**
 * A copy with other addresses. The transport's checksum covers them, but for ICMP on IPv4, which has no pseudo-header.
 */
export function withAddresses(packet: Uint8Array, source: string, destination: string): Uint8Array {
  const next = packet.slice();
  const version = versionOf(packet);
  const start = ipHeaderLength(version);
  const sums = version === 4 ? [IPV4_CHECKSUM] : [];
  if (protocolOf(packet) === PROTOCOL_TCP) sums.push(start + TCP_CHECKSUM);
  else if (version === 6) sums.push(start + ICMP_CHECKSUM);
  const from = version === 4 ? 12 : 8;
  const octets = [...addressOctets(source), ...addressOctets(destination)];
  for (let i = 0; i < octets.length; i += 2) put(next, from + i, ((octets[i] ?? 0) << 8) | (octets[i + 1] ?? 0), sums);
  return next;
}

/** A copy of a TCP packet, perhaps cut off, with other addresses and ports. */
export function withTuple(packet: Uint8Array, { source, destination }: Tuple): Uint8Array {
  const next = withAddresses(packet, source.address, destination.address);
  const start = ipHeaderLength(versionOf(packet));
  put(next, start, source.port, [start + TCP_CHECKSUM]);
  put(next, start + 2, destination.port, [start + TCP_CHECKSUM]);
  return next;
}

const SACK = 5;

/**
 * A copy with shifted sequence numbers: `shiftSeq` of the sequence number, `shiftAck` of the acknowledgment and the
 * SACK blocks.
 */
export function withNumbers(
  packet: Uint8Array,
  shiftSeq: (seq: number) => number,
  shiftAck: ((ack: number) => number) | null,
): Uint8Array {
  const next = packet.slice();
  const start = ipHeaderLength(versionOf(packet));
  const sums = [start + TCP_CHECKSUM];
  put32(next, start + 4, shiftSeq(get32(packet, start + 4)), sums);
  if (!shiftAck) return next;
  put32(next, start + 8, shiftAck(get32(packet, start + 8)), sums);
  for (const [from, to] of sackBlocks(packet, start)) {
    for (let at = from; at < to; at += 4) putUneven(next, at, shiftAck(get32(packet, at)), start);
  }
  return next;
}

/** Octet ranges of the SACK blocks. */
function sackBlocks(packet: Uint8Array, start: number): readonly (readonly [number, number])[] {
  const end = start + ((packet[start + 12] ?? 0) >> 4) * 4;
  const blocks: [number, number][] = [];
  for (let at = start + 20; at < end && packet[at] !== 0;) {
    const length = packet[at] === 1 ? 1 : (packet[at + 1] ?? 0);
    if (length === 0 || at + length > end) break;
    if (packet[at] === SACK) blocks.push([at + 2, at + length]);
    at += length;
  }
  return blocks;
}

/** An option may stand at an odd octet, across the checksum's words: then the words around it are written. */
function putUneven(octets: Uint8Array, at: number, value: number, start: number): void {
  const bytes = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  bytes.forEach((byte, i) => {
    const even = at + i - ((at + i - start) & 1);
    const whole = even === at + i ? (byte << 8) | (octets[even + 1] ?? 0) : ((octets[even] ?? 0) << 8) | byte;
    put(octets, even, whole, [start + TCP_CHECKSUM]);
  });
}

/**
 * A copy of a TCP packet with `text` in place of the payload's octets [from, from + length); lengths and checksums made
 * anew.
 */
export function withText(packet: Uint8Array, from: number, length: number, text: Uint8Array): Uint8Array {
  const version = versionOf(packet);
  const start = ipHeaderLength(version);
  const at = start + ((packet[start + 12] ?? 0) >> 4) * 4 + from;
  const next = new Uint8Array(packet.length - length + text.length);
  next.set(packet.subarray(0, at));
  next.set(text, at);
  next.set(packet.subarray(at + length), at + text.length);
  if (version === 4) put(next, 2, next.length, [IPV4_CHECKSUM]);
  else put(next, 4, next.length - start, []);
  put(next, start + TCP_CHECKSUM, 0, []);
  put(
    next,
    start + TCP_CHECKSUM,
    checksum(next, start, next.length, pseudoHeaderSum(next, PROTOCOL_TCP, next.length - start)),
    [],
  );
  return next;
}

/** A copy of an ICMP error with another quote of the same length in it. */
export function withQuote(packet: Uint8Array, quote: Uint8Array): Uint8Array {
  const next = packet.slice();
  const start = ipHeaderLength(versionOf(packet));
  for (let i = 0; i + 1 < quote.length; i += 2) put(next, start + 8 + i, word(quote, i), [start + ICMP_CHECKSUM]);
  if (quote.length % 2 === 1)
    put(next, start + 8 + quote.length - 1, (quote[quote.length - 1] ?? 0) << 8, [start + ICMP_CHECKSUM]);
  return next;
}
