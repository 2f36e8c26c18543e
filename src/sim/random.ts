/**
 * Keyed randomness: a draw is a function of (seed, host, purpose, ordinal), so that one more draw somewhere shifts
 * nothing elsewhere and two runs stay comparable. Not for cryptography, and it does not pretend to be.
 */

/** A whole number from 0 to 2^32 - 1. */
export function draw(seed: number, host: string, purpose: string, ordinal: number): number {
  let hash = mix(seed ^ 0x9e3779b9);
  for (const text of [host, '/', purpose]) for (let i = 0; i < text.length; i++) hash = mix(hash ^ text.charCodeAt(i));
  return mix(hash ^ mix(ordinal + 0x85ebca6b));
}

/** A whole number from `from` to `to`, both included. */
export function drawBetween(from: number, to: number, ...key: Parameters<typeof draw>): number {
  return from + Math.floor((draw(...key) / 2 ** 32) * (to - from + 1));
}

/** MurmurHash3's finaliser with a Weyl step: every bit of the result depends on every bit of the input. */
function mix(value: number): number {
  let h = (value + 0x6d2b79f5) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
