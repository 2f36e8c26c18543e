/** The files both machines start with, as the recorded lab had them. Contents are data; their octets are made here. */
import { resolvePath, type FileNode, type Files } from '../../../machine/files';
import { parseFiles } from '../../values/files';
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

/** What the server has at a path that work or setup names a size of: the known file, or patterned octets. */
function served(path: string, bytes: number): Uint8Array {
  const known = SERVER_FILES.get(path)?.octets;
  return known?.length === bytes ? known : pattern(bytes, 5, 233);
}

/** Puts a node at its place, with the folders on the way. */
function place(files: Map<string, FileNode>, path: string, node: FileNode): void {
  for (let end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1))
    if (!files.has(path.slice(0, end))) files.set(path.slice(0, end), directory);
  files.set(path, node);
}

/** What of some work the server has: where, and its octets, of a file to resume the first. */
function named(action: Action): readonly [path: string, octets: Uint8Array] | null {
  if (action.op === 'resume-put')
    return [resolvePath('/', action.path), uploaded(action.path, action.bytes).subarray(0, action.from)];
  if (action.op !== 'get' && action.op !== 'resume-get') return null;
  const path = resolvePath('/', action.path);
  return typeof action.bytes === 'number' ? [path, served(path, action.bytes)] : null;
}

/**
 * The server's home: the known files, what it holds besides, and what the work names. A get that names a size other
 * than the known file's finds a file of that size, in patterned octets.
 */
export function serverFiles(work: readonly Action[], besides: string): Files {
  const files = new Map(SERVER_FILES);
  for (const { path, bytes } of parseFiles(besides)) {
    const at = resolvePath('/', path);
    place(files, at, bytes === null ? directory : file(served(at, bytes)));
  }
  for (const action of work) {
    const [path, octets] = named(action) ?? [];
    if (path !== undefined && octets && files.get(path)?.octets.length !== octets.length)
      place(files, path, file(octets));
  }
  return files;
}

const UPLOADS: ReadonlyMap<string, Uint8Array> = new Map([
  ['notes.txt', repeated('Berth 7 is free.', 10)],
  ['cargo.bin', pattern(20_000, 11, 241)],
]);

/** What the client has to upload. A name or size that is not of the two known files is patterned octets. */
function uploaded(path: string, bytes?: number | null): Uint8Array {
  const known = UPLOADS.get(path);
  return known && (bytes ?? known.length) === known.length ? known : pattern(bytes ?? 1000, 13, 239);
}

/** What the client has of what some work names, by path in its folder: what it uploads, and what is there to resume. */
function kept(action: Action): readonly (readonly [path: string, octets: Uint8Array])[] {
  if (action.op === 'put' || action.op === 'resume-put') return [[action.path, uploaded(action.path, action.bytes)]];
  if (action.op === 'mput') return action.names.map((name) => [name, uploaded(name)] as const);
  if (action.op !== 'resume-get') return [];
  const whole = served(resolvePath('/', action.path), action.bytes);
  return [[action.path.slice(action.path.lastIndexOf('/') + 1), whole.subarray(0, action.from)]];
}

/** The client's folder: what the work uploads, and what it resumes. */
export function clientFiles(work: readonly Action[]): Files {
  const files = new Map([['/', directory]]);
  for (const [path, octets] of work.flatMap(kept)) place(files, `/${path}`, file(octets));
  return files;
}
