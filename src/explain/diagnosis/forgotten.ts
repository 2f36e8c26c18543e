/**
 * What else a run's trace tells of a decisive entry: that an edge had forgotten the connection, that a stranger called.
 */
import type { FlowRow } from '../../middlebox/tables/handled';
import type { Entry, EntryOf } from '../../trace/entry';
import { entriesOf, type Connection, type Trace } from '../../trace/trace';
import { isReply } from '../reading/said';
import { packetAt } from '../reading/walk';
import type { DestroyReason } from '../../middlebox/reasons';

type Forgotten = EntryOf<'table'>;

/** The row that an edge's table lost before it dropped a packet of a connection that had been open. */
export function forgottenBefore(trace: Trace, drop: Entry): Forgotten | null {
  const connection = drop.connection === null ? undefined : trace.connections[drop.connection];
  if (drop.kind !== 'drop' || !connection) return null;
  return (
    entriesOf(trace, 'table')
      .filter((entry) => entry.n < drop.n && entry.node === drop.node && isOver(entry, connection))
      .at(-1) ?? null
  );
}

function isOver({ row }: EntryOf<'table'>, { local, remote }: Connection): boolean {
  if (row.table !== 'flow' || row.change !== 'destroy') return false;
  if ((row['reason'] as DestroyReason | undefined)?.code !== 'flow-expired') return false;
  const { source, destination } = (row['row'] as FlowRow).original;
  return destination.port === remote.port && source.port === local.port;
}

/** The connection whose row it was. */
export const connectionOfRow = (trace: Trace, entry: Forgotten): Connection | null =>
  trace.connections.find((connection) => isOver(entry, connection)) ?? null;

/** A data connection's first packet where the server saw it come from another address than the control connection's. */
export function strangerBefore(trace: Trace, reply: Entry): EntryOf<'arrive'> | null {
  if (!isReply(reply)) return null;
  const arrivals = trace.entries
    .slice(0, reply.n)
    .filter((entry): entry is EntryOf<'arrive'> => entry.kind === 'arrive' && entry.node === 'server');
  const from = (purpose: string) =>
    arrivals.find(
      ({ connection }) =>
        connection !== null &&
        trace.connections[connection]?.purpose === purpose &&
        trace.connections[connection]?.listener === 'server',
    );
  const last = arrivals
    .filter(({ connection }) => connection !== null && trace.connections[connection]?.purpose === 'data')
    .map(({ connection }) => connection)
    .at(-1);
  const [control, data] = [from('control'), arrivals.find(({ connection }) => connection === last)];
  return control && data && sourceOf(trace, control) !== sourceOf(trace, data) ? data : null;
}

const sourceOf = (trace: Trace, entry: EntryOf<'arrive'>): string => packetAt(trace, entry)?.ip.source ?? '';
