/** The files that the recordings' server and client had. */
import type { FileNode, Files } from '../../src/machine/files';

export function file(octets: Uint8Array | string, more: Partial<FileNode> = {}): FileNode {
  return {
    type: 'file',
    octets: typeof octets === 'string' ? new TextEncoder().encode(octets) : octets,
    uid: 2001,
    gid: 2001,
    owner: 'learner',
    group: 'learner',
    mode: 0o644,
    modified: 1_705_320_000,
    ...more,
  };
}

export const folder = (more: Partial<FileNode> = {}): FileNode => file('', { type: 'directory', mode: 0o755, ...more });

export const chart = Uint8Array.from({ length: 40_000 }, (_, i) => (i * 7 + Math.floor(i / 251)) % 256);

/** The files that the recordings' server had. */
export const harbour: Files = new Map([
  ['/', folder()],
  ['/hello.txt', file('Hello from the harbour.\r\n'.repeat(12))],
  ['/chart.bin', file(chart)],
  ['/locked.txt', file('not for you\r\n', { uid: 0, gid: 0, owner: 'root', group: 'root', mode: 0 })],
  ['/docs', folder()],
  ['/docs/manual.txt', file('See RFC 959.\r\n')],
]);

export const uploads: Files = new Map([['/notes.txt', file('Berth 7 is free.\r\n'.repeat(10))]]);
