/**
 * A virtual file store: plain data, replaced and never changed in place. Paths are absolute, '/'-separated, as the
 * FTP user sees them (the server confines the user to its home, '/').
 */
export interface FileNode {
  readonly type: 'file' | 'directory';
  readonly octets: Uint8Array;
  readonly uid: number;
  readonly gid: number;
  readonly owner: string;
  readonly group: string;
  /** Permission bits, 0 to 0o777. */
  readonly mode: number;
  /** Seconds since 1970-01-01 00:00 UTC. */
  readonly modified: number;
}

export type Files = ReadonlyMap<string, FileNode>;

export type FileChange =
  | { readonly op: 'write'; readonly path: string; readonly node: FileNode }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'rename'; readonly from: string; readonly to: string };

/** The store after a change. Renaming a directory takes what is below it along. */
export function changed(files: Files, change: FileChange): Files {
  const next = new Map(files);
  if (change.op === 'write') next.set(change.path, change.node);
  if (change.op === 'remove') next.delete(change.path);
  if (change.op === 'rename') {
    for (const [path, node] of files) {
      if (path !== change.from && !path.startsWith(`${change.from}/`)) continue;
      next.delete(path);
      next.set(change.to + path.slice(change.from.length), node);
    }
  }
  return next;
}

/** The path that `name` means when the working directory is `directory`; '..' stops at '/'. */
export function resolvePath(directory: string, name: string): string {
  const parts: string[] = [];
  for (const part of `${name.startsWith('/') ? '' : directory}/${name}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/**
 * The direct children of a directory, by name in octet order, as `readdir` sorted by `ls` in the C locale gives them.
 */
export function children(files: Files, directory: string): readonly (readonly [name: string, node: FileNode])[] {
  const prefix = directory === '/' ? '/' : `${directory}/`;
  const found: [string, FileNode][] = [];
  for (const [path, node] of files) {
    if (path !== '/' && path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
      found.push([path.slice(prefix.length), node]);
  }
  return found.sort(([a], [b]) => Number(a > b) - Number(a < b));
}
