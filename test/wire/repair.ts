import { checksum } from '../../src/wire/packet/checksum';

/**
 * Lengths and checksums of a packet put right in place, whatever else is wrong with it: to reach what lies behind them.
 */
export function repair(octets: Uint8Array): Uint8Array {
  const put = (at: number, value: number): void => {
    if (at + 1 < octets.length) [octets[at], octets[at + 1]] = [value >> 8, value & 255];
  };
  const version = octets[0]! >> 4;
  if (version === 4 && octets.length >= 20) {
    put(2, octets.length);
    put(10, 0);
    put(10, checksum(octets, 0, 20));
  }
  if (version === 6 && octets.length >= 40) put(4, octets.length - 40);
  const start = version === 4 ? 20 : 40;
  const protocol = version === 4 ? octets[9]! : octets[6]!;
  const at = start + (protocol === 6 ? 16 : 2);
  if (octets.length < at + 2) return octets;
  put(at, 0);
  let sum = protocol + octets.length - start;
  for (let i = version === 4 ? 12 : 8; i < start; i += 2) sum += (octets[i]! << 8) | octets[i + 1]!;
  put(at, checksum(octets, start, octets.length, protocol === 1 ? 0 : sum));
  return octets;
}
