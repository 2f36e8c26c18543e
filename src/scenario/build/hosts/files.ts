/** The files both machines start with, as the recorded lab had them. Contents are data; their octets are made here. */
import { resolvePath, type FileNode, type Files } from '../../../machine/files';
import type { Action } from '../../../ftp/protocol/requests';
import { octetsOf } from '../../../wire/text/text';

/** 2024-01-15 12:00 UTC, so that no listing carries a changing date. */
const MADE = 1_705_320_000;

function repeated(line: string, times: number): Uint8Array {
  return octetsOf(`${line}\r\n`.repeat(times));
}

/** Octets that repeat with no short period, so that a misplaced stretch shows. */
function pattern(length: number, step: number, wrap: number): Uint8Array {
  const octets = new Uint8Array(length);
  for (let i = 0; i < length; i++) octets[i] = i * step + Math.floor(i / wrap);
  return octets;
}

const learner = { uid: 2001, gid: 2001, owner: 'learner', group: 'learner', modified: MADE };
const root = { uid: 0, gid: 0, owner: 'root', group: 'root', modified: MADE };
const file = (octets: Uint8Array, rest: object = {}): FileNode => ({
  type: 'file',
  octets,
  mode: 0o644,
  ...learner,
  ...rest,
});
const directory: FileNode = { type: 'directory', octets: new Uint8Array(0), mode: 0o755, ...learner };

const SERVER_FILES: Files = new Map([
  ['/', directory],
  ['/hello.txt', file(repeated('Hello from the harbour.', 12))],
  ['/chart.bin', file(pattern(40_000, 7, 251))],
  ['/locked.txt', file(repeated('not for you', 1), { ...root, mode: 0 })],
  ['/docs', directory],
  ['/docs/manual.txt', file(repeated('See RFC 959.', 1))],
]);

/**
 * The server's home. A get that names a size other than the known file's finds a file of that size, in patterned
 * octets.
 */
export function serverFiles(work: readonly Action[]): Files {
  const files = new Map(SERVER_FILES);
  for (const action of work) {
    if (action.op !== 'get' || typeof action.bytes !== 'number') continue;
    const path = resolvePath('/', action.path);
    if (files.get(path)?.octets.length !== action.bytes) files.set(path, file(pattern(action.bytes, 5, 233)));
  }
  return files;
}

const UPLOADS: ReadonlyMap<string, Uint8Array> = new Map([
  ['notes.txt', repeated('Berth 7 is free.', 10)],
  ['cargo.bin', pattern(20_000, 11, 241)],
]);

/**
 * The client's folder: what the work uploads. A name or size that is not of the two known files is patterned octets.
 */
export function clientFiles(work: readonly Action[]): Files {
  const files = new Map([['/', directory]]);
  for (const action of work) {
    if (action.op !== 'put') continue;
    const bytes = action.bytes ?? undefined;
    const known = UPLOADS.get(action.path);
    files.set(
      `/${action.path}`,
      file(known && (bytes === undefined || bytes === known.length) ? known : pattern(bytes ?? 1000, 13, 239)),
    );
  }
  return files;
}
