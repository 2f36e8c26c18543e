/** What a run achieved, judged by the octets that arrived; why it failed is in failure.ts. */
import type { FileNode } from '../../machine/files';
import type { Action } from '../../ftp/protocol/requests';
import { entriesOf, type Trace } from '../../trace/trace';
import { equal } from '../../wire/octets';
import type { ConnectionRow } from './connections';
import { isListing } from '../../ftp/protocol/verbs';

/** Per action whether it achieved its purpose; null where there is nothing to judge. */
export function achievedBy(
  trace: Trace,
  work: readonly Action[],
  rows: readonly ConnectionRow[],
): readonly (boolean | null)[] {
  const store = (node: string, path: string): FileNode | undefined =>
    trace.files.get(node)?.get(path.startsWith('/') ? path : `/${path}`);
  const name = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  let listings = rows.filter(
    (row) =>
      isListing(row.forCommand?.split(' ')[0] ?? '') &&
      row.handshake === 'established' &&
      row.payloadBytes.toClient > 0,
  ).length;
  return work.map((action) => {
    if (action.op === 'list') return listings-- > 0;
    if (action.op === 'get') return same(store('server', action.path), store('client', name(action.path)));
    if (action.op === 'put') return same(store('client', name(action.path)), store('server', action.path));
    return null;
  });
}

const same = (a: FileNode | undefined, b: FileNode | undefined): boolean =>
  a !== undefined && b !== undefined && equal(a.octets, b.octets);

export function exitCodeOf(trace: Trace): number | string {
  return entriesOf(trace, 'exit').find((entry) => entry.node === 'client')?.code ?? 'killed-by-lab';
}
