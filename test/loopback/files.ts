/** What goes over the wire: texts, an odd pattern, nothing, and more than any buffer on the way holds. */
import type { FileNode, Files } from '../../src/machine/files';

const pattern = (length: number, step: number, wrap: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * step + Math.floor(index / wrap)) % 256);

export const downloads: Readonly<Record<string, Uint8Array>> = {
  'hello.txt': new TextEncoder().encode('Hello from the harbour.\r\n'.repeat(12)),
  'chart.bin': pattern(40_000, 7, 251),
  'empty.bin': new Uint8Array(0),
  'large.bin': pattern(1 << 20, 13, 239),
};

export const uploads: Readonly<Record<string, Uint8Array>> = {
  'notes.txt': new TextEncoder().encode('Berth 7 is free.\r\n'.repeat(10)),
  'cargo.bin': pattern(20_000, 11, 241),
  'nothing.bin': new Uint8Array(0),
  'heavy.bin': pattern(1 << 20, 17, 233),
};

const learner = { uid: 2001, gid: 2001, owner: 'learner', group: 'learner', modified: 1_705_320_000 };
export const file = (octets: Uint8Array): FileNode => ({ type: 'file', octets, mode: 0o644, ...learner });
export const directory: FileNode = { type: 'directory', octets: new Uint8Array(0), mode: 0o755, ...learner };

/** A store with these files below a directory. */
export function storeOf(files: Readonly<Record<string, Uint8Array>>, below = '/'): Files {
  return new Map([
    ['/', directory],
    ...(below === '/' ? [] : [[below.replace(/\/$/, ''), directory] as const]),
    ...Object.entries(files).map(([name, octets]) => [`${below}${name}`, file(octets)] as const),
  ]);
}

/** Short words instead of a megabyte of difference. */
export function sameOctets(found: Uint8Array | undefined, wanted: Uint8Array): string {
  if (!found) return 'missing';
  if (Buffer.compare(found, wanted) === 0) return 'same';
  const first = wanted.findIndex((octet, index) => found[index] !== octet);
  return `${found.length} octets for ${wanted.length}, different from octet ${first === -1 ? wanted.length : first} on`;
}
