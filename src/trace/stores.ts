/** The file stores while the run goes on: what a node began with and every change up to an entry. */
import { changed, type Files } from '../machine/files';
import type { EntryOf, NodeId } from './entry';
import { entriesOf, type Trace } from './trace';

const known = new WeakMap<Trace, readonly EntryOf<'file'>[]>();

/** The changes that a node's store saw, in order. */
export function changesAt(trace: Trace, node: NodeId): readonly EntryOf<'file'>[] {
  const changes = known.get(trace) ?? entriesOf(trace, 'file');
  known.set(trace, changes);
  return changes.filter((entry) => entry.node === node);
}

/** A node's store once entry `until` has happened; -1 for how it began. Empty for a node that keeps no files. */
export function filesAt(trace: Trace, node: NodeId, until: number): Files {
  return changesAt(trace, node)
    .filter(({ n }) => n <= until)
    .reduce((files, { change }) => changed(files, change), trace.initialFiles.get(node) ?? new Map());
}
