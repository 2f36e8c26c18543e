/** What changes the server's files without a data connection: directories, names, modes and times. */
import { children, type FileNode } from '../../../machine/files';
import { fileNode } from '../../protocol/calls';
import { readTimeValue, timeValue } from '../../files/listing';
import { changing, found, isDirectory, parentOf, pathOf, type Refusal } from '../../files/permission';
import { answer, has, refuse } from '../session/answer';
import { ownerOf } from '../session/ownership';
import type { Obey, Turn } from '../session/session';

export const quoted = (path: string): { readonly quoted: string; readonly path: string } => ({
  quoted: path.replace(/"/g, '""'),
  path,
});

type Objection = (path: string, node: FileNode | undefined) => Refusal | null;

function refused({ session, event }: Turn, argument: string, path: string, objection: Objection): Refusal | null {
  if (argument === '') return 'ENOENT';
  const parent = found(event.files, parentOf(path), session.account);
  if (typeof parent === 'string') return parent;
  return objection(path, event.files.get(path)) ?? changing(event.files, path, session.account);
}

/** A change of the store, unless the directory forbids it or `objection` finds a reason of its own. */
function change(turn: Turn, verb: string, argument: string, objection: Objection, make: (path: string) => void): void {
  const path = pathOf(turn.session.directory, argument);
  const refusal = refused(turn, argument, path, objection);
  const facts = { argument, ...quoted(path) };
  if (refusal) return refuse(turn, verb, refusal, facts);
  make(path);
  answer(turn, verb, 'ok', facts);
}

const there = (node: FileNode | undefined): Refusal | null => (node ? null : 'ENOENT');

export const makeDirectory: Obey = (turn, verb, argument) => {
  const { session, event, commands } = turn;
  const owned = {
    ...ownerOf(session),
    mode: session.mask === null ? session.setup.profile.uploads.directoryMode : 0o777 & ~session.mask,
  };
  const node: FileNode = { ...fileNode(owned, new Uint8Array(0), event.epoch + event.at / 1e6), type: 'directory' };
  change(
    turn,
    verb,
    argument,
    (path, old) => (old || path === '/' ? 'EEXIST' : null),
    (path) => commands.push({ type: 'change', change: { op: 'write', path, node } }),
  );
};

export const removeDirectory: Obey = (turn, verb, argument) => {
  const { event, commands } = turn;
  const objection: Objection = (path, node) => {
    if (node?.type !== 'directory') return there(node) ?? 'ENOTDIR';
    return children(event.files, path).length > 0 ? 'ENOTEMPTY' : null;
  };
  change(turn, verb, argument, objection, (path) => commands.push({ type: 'change', change: { op: 'remove', path } }));
};

export const remove: Obey = (turn, verb, argument) => {
  const objection: Objection = (path, node) => (path === '/' || node?.type === 'directory' ? 'EISDIR' : there(node));
  change(turn, verb, argument, objection, (path) =>
    turn.commands.push({ type: 'change', change: { op: 'remove', path } }),
  );
};

export const renameFrom: Obey = (turn, verb, argument) => {
  const { session, event } = turn;
  const path = pathOf(session.directory, argument);
  const node = argument === '' ? 'ENOENT' : found(event.files, path, session.account);
  const again = session.renameFrom !== null && has(turn, verb, 'again');
  session.renameFrom = typeof node === 'string' ? null : path;
  if (typeof node === 'string') return refuse(turn, verb, node, { argument, path });
  answer(turn, verb, again ? 'again' : 'ok', { argument, path });
};

/** A directory cannot go below itself, nor take the place of anything but a file (rename(2)). */
function renaming(turn: Turn, from: string, path: string): Refusal | null {
  const { session, event } = turn;
  if (path === from) return 'EINVAL';
  if (path.startsWith(`${from}/`) || from === '/') return 'EINVAL';
  return (
    changing(event.files, path, session.account) ??
    changing(event.files, from, session.account) ??
    (isDirectory(event.files, path) ? 'EISDIR' : null)
  );
}

export const renameTo: Obey = (turn, verb, argument) => {
  const { session, commands } = turn;
  const from = session.renameFrom;
  session.renameFrom = null;
  if (from === null) return answer(turn, verb, 'noSource');
  const path = pathOf(session.directory, argument);
  const refusal = argument === '' ? 'ENOENT' : renaming(turn, from, path);
  if (refusal) return refuse(turn, verb, refusal, { argument, from, path });
  commands.push({ type: 'change', change: { op: 'rename', from, to: path } });
  answer(turn, verb, 'ok', { argument, from, path });
};

/** The file that an argument names and the account owns, changed by `make`. */
function alter(
  turn: Turn,
  verb: string,
  argument: string,
  facts: Readonly<Record<string, string>>,
  make: (node: FileNode) => FileNode,
): void {
  const { session, event, commands } = turn;
  const path = pathOf(session.directory, argument);
  const node = argument === '' ? 'ENOENT' : found(event.files, path, session.account);
  if (typeof node === 'string') return refuse(turn, verb, node, { argument, path, ...facts });
  if (!event.files.has(path) || node.uid !== session.account?.uid)
    return refuse(turn, verb, 'EPERM', { argument, path, ...facts });
  commands.push({ type: 'change', change: { op: 'write', path, node: make(node) } });
  answer(turn, verb, 'ok', { argument, path, ...facts });
}

export const changeMode: Obey = (turn, verb, argument) => {
  const [, mode = '', name = ''] = /^(\S*) ?([\s\S]*)$/.exec(argument) ?? [];
  if (!/^[0-7]{1,4}$/.test(mode) || name === '') return answer(turn, verb, 'bad', { argument: mode });
  alter(turn, verb, name, {}, (node) => ({ ...node, mode: parseInt(mode, 8) & 0o777 }));
};

/** MFMT, and MDTM with a time before the name, as some have it. */
export const setModified: Obey = (turn, verb, argument) => {
  const [, text = '', name = ''] = /^(\S*) ?([\s\S]*)$/.exec(argument) ?? [];
  const seconds = readTimeValue(text);
  if (seconds === null || name === '') return answer(turn, verb, 'bad', { argument: text });
  alter(turn, verb, name, { time: timeValue(seconds) }, (node) => ({ ...node, modified: seconds }));
};
