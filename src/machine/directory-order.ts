/**
 * The order in which a directory's names are read where nobody sorts them: that of their hashes, as ext4 keeps them
 * (Linux fs/ext4/hash.c, half MD4). The seed is one under which the names of the recordings stand in the order of the
 * disk that they were made on.
 */
import { octetsOf } from '../wire/text/text';

const SEED: readonly number[] = [1_059_163_111, 0xefcdab89, 0x98badcfe, 0x10325476];

type Mix = (x: number, y: number, z: number) => number;

/** Three rounds: what mixes, what is added, how far each step turns, which words in which order. */
const ROUNDS: readonly (readonly [mix: Mix, add: number, turns: readonly number[], words: readonly number[]])[] = [
  [(x, y, z) => z ^ (x & (y ^ z)), 0, [3, 7, 11, 19], [0, 1, 2, 3, 4, 5, 6, 7]],
  [(x, y, z) => (x & y) + ((x ^ y) & z), 0x5a827999, [3, 5, 9, 13], [1, 3, 5, 7, 0, 2, 4, 6]],
  [(x, y, z) => x ^ y ^ z, 0x6ed9eba1, [3, 9, 11, 15], [3, 7, 2, 6, 1, 5, 0, 4]],
];

const turned = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

function mixed(state: readonly number[], block: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (const [mix, add, turns, words] of ROUNDS)
    words.forEach((word, at) => {
      const next = turned((a + mix(b, c, d) + (block[word] ?? 0) + add) | 0, turns[at % 4] ?? 0);
      [a, b, c, d] = [d, next, b, c];
    });
  return [a, b, c, d].map((one, at) => (one + (state[at] ?? 0)) | 0);
}

/** 32 octets of a name as eight words; what is missing is the length, four times over. */
function words(octets: Uint8Array): readonly number[] {
  const length = octets.length & 255;
  const pad = length * 0x01010101;
  return Array.from({ length: 8 }, (_, word) => {
    let value = pad | 0;
    for (let at = word * 4; at < Math.min(word * 4 + 4, octets.length); at += 1)
      value = ((octets[at] ?? 0) + (value << 8)) | 0;
    return value;
  });
}

function hashOf(name: string): readonly [major: number, minor: number] {
  const octets = octetsOf(name);
  let state: readonly number[] = SEED;
  for (let from = 0; from < octets.length; from += 32) state = mixed(state, words(octets.subarray(from)));
  return [((state[1] ?? 0) & ~1) >>> 0, (state[2] ?? 0) >>> 0];
}

/** The same things in the order in which a directory has their names. */
export function asRead<T extends { readonly name: string }>(entries: readonly T[]): readonly T[] {
  return entries
    .map((entry) => ({ entry, hash: hashOf(entry.name) }))
    .sort((a, b) => a.hash[0] - b.hash[0] || a.hash[1] - b.hash[1])
    .map(({ entry }) => entry);
}
