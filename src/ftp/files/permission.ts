/** What a user finds and may do in the server's files, by the permission bits of owner, group and others. */
import { resolvePath, type FileNode, type Files } from '../../machine/files';
import type { Errno } from '../../machine/contract';
import type { Account } from '../protocol/requests';

/** Why a file cannot be had: the errno that the program would read (POSIX.1-2017, errno.h). */
export type Refusal = 'ENOENT' | 'EACCES' | 'ENOTDIR' | 'EISDIR' | 'EEXIST' | 'ENOTEMPTY' | 'EPERM' | 'EINVAL';

export const refusals: readonly Refusal[] = [
  'ENOENT',
  'EACCES',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ENOTEMPTY',
  'EPERM',
  'EINVAL',
];

/** As strerror(3) has it in the C locale. */
export const reasons: Readonly<Record<Refusal | Errno | 'timeout' | 'stranger', string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EEXIST: 'File exists',
  ENOTEMPTY: 'Directory not empty',
  EPERM: 'Operation not permitted',
  EINVAL: 'Invalid argument',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  EPIPE: 'Broken pipe',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EAFNOSUPPORT: 'Address family not supported by protocol',
  timeout: 'Connection timed out',
  stranger: 'Connection refused',
};

/** 4 reads, 2 writes, 1 searches a directory. */
export function permits(node: FileNode, account: Account | null, bit: 4 | 2 | 1): boolean {
  const others = account?.gid === node.gid ? 3 : 0;
  return ((node.mode >> (account?.uid === node.uid ? 6 : others)) & bit) !== 0;
}

/** The same for a directory that may be none: why not, if so. */
export function refusedOf(node: FileNode | Refusal, account: Account | null, bit: 4 | 2 | 1): Refusal | null {
  if (typeof node === 'string') return node;
  if (node.type !== 'directory') return 'ENOTDIR';
  return permits(node, account, bit) ? null : 'EACCES';
}

export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

export function isDirectory(files: Files, path: string): boolean {
  return path === '/' || files.get(path)?.type === 'directory';
}

/** Why the way to a path cannot be gone, if so: each directory on it must be there and may be searched. */
function wayTo(files: Files, path: string, account: Account | null): Refusal | null {
  for (let end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
    const node = files.get(path.slice(0, end));
    if (!node) return 'ENOENT';
    if (node.type !== 'directory') return 'ENOTDIR';
    if (!permits(node, account, 1)) return 'EACCES';
  }
  return null;
}

const HOME: FileNode = {
  type: 'directory',
  octets: new Uint8Array(0),
  uid: 0,
  gid: 0,
  owner: '',
  group: '',
  mode: 0o777,
  modified: 0,
};

/** The node at a path, or why there is none to be had. The root is there even where the store does not hold it. */
export function found(files: Files, path: string, account: Account | null): FileNode | Refusal {
  return wayTo(files, path, account) ?? files.get(path) ?? (path === '/' ? HOME : 'ENOENT');
}

/** Why a name may not be made or removed there, if so. */
export function changing(files: Files, path: string, account: Account | null): Refusal | null {
  if (path === '/') return 'EPERM';
  const parent = found(files, parentOf(path), account);
  if (typeof parent === 'string') return parent;
  if (parent.type !== 'directory') return 'ENOTDIR';
  return permits(parent, account, 2) && permits(parent, account, 1) ? null : 'EACCES';
}

/** The path that an argument means; '~' is the home, which is the root. */
export const pathOf = (directory: string, argument: string): string =>
  resolvePath(directory, argument.replace(/^~(?=\/|$)/, '/'));
