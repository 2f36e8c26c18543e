/** The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words. */

/**
 * Sums octets [from, to) as big-endian 16-bit words, an odd last octet padded with zero, onto `initial`; folded to 16
 * bits. The range is at most 65,535 octets, an IP packet's maximum. `initial` chains ranges of even length (RFC 1071
 * section 2 A).
 */
export function onesComplementSum(octets: Uint8Array, from: number, to: number, initial = 0): number {
  let sum = initial;
  const even = to - ((to - from) & 1);
  for (let i = from; i < even; i += 2) sum += ((octets[i] ?? 0) << 8) | (octets[i + 1] ?? 0);
  if (even < to) sum += (octets[even] ?? 0) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

/** What belongs into a checksum field whose own octets are zero; over a range with a right checksum in it, 0. */
export function checksum(octets: Uint8Array, from: number, to: number, initial = 0): number {
  return ~onesComplementSum(octets, from, to, initial) & 0xffff;
}

/** The checksum after one 16-bit word of what it covers changed from `before` to `after` (RFC 1624 equation 3). */
export function adjustChecksum(was: number, before: number, after: number): number {
  let sum = (~was & 0xffff) + (~before & 0xffff) + after;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
