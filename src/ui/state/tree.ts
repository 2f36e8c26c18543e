/** A node's files at the cursor, as `ls -l` would list them, and what the run did to them so far. Pure. */
import { listedDate, permissions } from '../../ftp/files/listing';
import type { FileChange, FileNode } from '../../machine/files';
import type { NodeId } from '../../trace/entry';
import { changesAt, filesAt } from '../../trace/stores';
import type { Trace } from '../../trace/trace';

type Mark = 'new' | 'changed' | 'removed';

interface FileRow {
  readonly path: string;
  readonly name: string;
  /** 0 for what lies in the root. */
  readonly depth: number;
  readonly node: FileNode;
  /** `-rw-r--r--`, and a date as `ls -l` gives it. */
  readonly permissions: string;
  readonly date: string;
  /** What became of it since the run began. */
  readonly mark: Mark | null;
  /** The entry that last touched it. */
  readonly entry: number | null;
  /** Whether that was the step under the cursor. */
  readonly fresh: boolean;
}

/** The span of entries under the cursor: all of them up to `until` have happened, those after `since` just now. */
export interface Now {
  readonly since: number;
  readonly until: number;
}

export function rowsAt(trace: Trace, node: NodeId, { since, until }: Now): readonly FileRow[] {
  const before = trace.initialFiles.get(node) ?? new Map<string, FileNode>();
  const files = filesAt(trace, node, until);
  const earlier = filesAt(trace, node, since);
  const touched = lastTouched(trace, node, until);
  const now = trace.epoch + (trace.entries[Math.min(until, trace.entries.length - 1)]?.at ?? 0) / 1e6;
  const row = (path: string, found: FileNode, mark: Mark | null): FileRow => {
    const entry = touched.get(path) ?? null;
    const parts = path.split('/');
    return {
      path,
      name: parts.at(-1) ?? '',
      depth: parts.length - 2,
      node: found,
      permissions: permissions(found),
      date: listedDate(found.modified, now),
      mark,
      entry,
      fresh: entry !== null && entry > since,
    };
  };
  const there = [...files].map(([path, found]) => {
    const old = before.get(path);
    if (old === undefined) return row(path, found, 'new');
    return row(path, found, old === found ? null : 'changed');
  });
  // What has just gone is shown once more, so that its going is seen.
  const gone = [...earlier].filter(([path]) => !files.has(path)).map(([path, found]) => row(path, found, 'removed'));
  return [...there, ...gone].filter(({ path }) => path !== '/').sort((a, b) => inTree(a.path, b.path));
}

/** Depth first, each directory's entries in octet order. */
function inTree(a: string, b: string): number {
  const [x, y] = [a.replaceAll('/', '\0'), b.replaceAll('/', '\0')];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

/** The last entry that changed each path, what lies below a renamed directory included. */
function lastTouched(trace: Trace, node: NodeId, until: number): ReadonlyMap<string, number> {
  const touched = new Map<string, number>();
  for (const { n, change } of changesAt(trace, node)) {
    if (n > until) break;
    for (const path of pathsOf(change)) touched.set(path, n);
    if (change.op !== 'rename') continue;
    for (const path of filesAt(trace, node, n).keys()) if (path.startsWith(`${change.to}/`)) touched.set(path, n);
    for (const path of filesAt(trace, node, n - 1).keys()) if (path.startsWith(`${change.from}/`)) touched.set(path, n);
  }
  return touched;
}

const pathsOf = (change: FileChange): readonly string[] =>
  change.op === 'rename' ? [change.from, change.to] : [change.path];
