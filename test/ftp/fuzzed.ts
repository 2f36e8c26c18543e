/** Lines that are nearly commands, and lines that are none: the same ones every time. */
import { verbs } from '../../src/ftp/protocol/verbs';

/** mulberry32: the same lines every time. */
export function lots(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export const WORDS = [
  'hello.txt',
  'docs',
  '/',
  '..',
  '../..',
  '*',
  '-la',
  '~',
  'locked.txt',
  'learner',
  'portcall',
  'anonymous',
  'A',
  'I',
  'L 8',
  'S',
  'F',
  '0',
  '300',
  '99999999999999999999',
  '-1',
  'ALL',
  '1',
  '2',
  '203,0,113,10,195,80',
  '10,0,0,1,195,80',
  '203,0,113,10,0,0',
  '|1|203.0.113.10|50000|',
  '|2|::1|50000|',
  '|||',
  '20240115120000 hello.txt',
  '600 hello.txt',
  'HELP',
  'CHMOD 600 hello.txt',
  'UMASK 022',
  'TLS',
  'SSL',
  'P',
  'C',
  'UTF8 ON',
  'MLST size;',
  '{size}',
  '{listing}',
  '%n%s',
  '"',
  'a"b',
  'é',
  '\u0000',
  '\r',
  '\ufeff',
  'x'.repeat(300),
];
export const TELNET = [
  [255, 244],
  [255, 242],
  [255, 251, 1],
  [255, 253, 10],
  [255, 255],
  [255],
  [255, 250, 24, 1, 255, 240],
  [255, 250],
];

export type Lot = ReturnType<typeof lots>;

/** A line that is nearly a command, or no line at all. */
export function fuzzed(lot: Lot): Uint8Array {
  const names = Object.keys(verbs);
  const kind = lot(20);
  if (kind === 0) return Uint8Array.from({ length: lot(40) }, () => lot(256));
  if (kind === 1) return Uint8Array.from({ length: 4090 + lot(20) }, () => 65 + lot(26));
  if (kind === 3) return new TextEncoder().encode(`\r\n${names[lot(names.length)] ?? ''}\r\n`);
  const verb =
    kind === 2
      ? String.fromCharCode(...Array.from({ length: lot(8) }, () => 32 + lot(90)))
      : (names[lot(names.length)] ?? '');
  const words = Array.from({ length: lot(3) }, () => WORDS[lot(WORDS.length)] ?? '');
  const text = [lot(4) === 0 ? verb.toLowerCase() : verb, ...words].join(lot(9) === 0 ? '  ' : ' ');
  const octets = new TextEncoder().encode(text + (['\r\n', '\r\n', '\r\n', '\n', '', '\r'][lot(6)] ?? ''));
  if (lot(8) !== 0) return octets;
  const cut = lot(octets.length + 1);
  return Uint8Array.of(...octets.subarray(0, cut), ...(TELNET[lot(TELNET.length)] ?? []), ...octets.subarray(cut));
}
