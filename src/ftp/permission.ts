/** Who may do what with a file: permission bits as POSIX has them. */
import type { FileNode, Files } from '../machine/files'
import type { Account } from './work'

/** Whether the account may, by the permission bits of owner, group and others: 4 reads, 2 writes. */
export function permits(node: FileNode, account: Account | null, bit: 4 | 2): boolean {
  const shift = account?.uid === node.uid ? 6 : account?.gid === node.gid ? 3 : 0
  return ((node.mode >> shift) & bit) !== 0
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'

/** Whether a name may be made or removed there: the directory exists and may be written. The root is the user's own. */
export function mayChange(files: Files, path: string, account: Account | null): boolean {
  const parent = parentOf(path)
  const node = files.get(parent)
  return parent === '/' && !node ? true : node?.type === 'directory' && permits(node, account, 2)
}

export function isDirectory(files: Files, path: string): boolean {
  return path === '/' || files.get(path)?.type === 'directory'
}
