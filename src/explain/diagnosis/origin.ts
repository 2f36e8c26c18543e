/** What led to a packet that was refused: who dialled, what had announced the address and the port. */
import type { Entry, EntryOf } from '../../trace/entry';
import { because, type Connection, type Trace } from '../../trace/trace';
import { parse227, parse229, parseEprt, parsePort } from '../../wire/ftp/host-port';
import { isViolation } from '../../wire/violation';
import { asSent, isReply, isSaid, latestFirst } from '../reading/said';

export interface Named {
  /** Null where a port alone is named, as in 229. */
  readonly address: string | null;
  readonly port: number;
}

export interface Announcement {
  readonly word: string;
  /** As the dialling side read it, and as the announcing side sent it: an edge may have rewritten it between. */
  readonly read: EntryOf<'message'>;
  readonly sent: EntryOf<'message'> | null;
  readonly named: Named;
}

export interface Origin {
  readonly connection: Connection;
  /** The first SYN, where its sender transmits it; and the command behind it. */
  readonly syn: EntryOf<'transmit'> | null;
  readonly dialled: EntryOf<'command'> | null;
  readonly announced: Announcement | null;
}

export function originOf(trace: Trace, connection: Connection): Origin {
  const syn =
    trace.entries.find(
      (entry): entry is EntryOf<'transmit'> => entry.kind === 'transmit' && entry.connection === connection.index,
    ) ?? null;
  const dialled =
    syn &&
    latestFirst(because(trace, syn.n)).find(
      (entry): entry is EntryOf<'command'> =>
        entry.kind === 'command' && entry.command === 'open' && entry.node === connection.opener,
    );
  return {
    connection,
    syn,
    dialled: dialled ?? null,
    announced: connection.purpose === 'control' ? null : announcement(trace, connection, dialled ?? syn),
  };
}

function announcement(trace: Trace, { opener, remote }: Connection, before: Entry | null): Announcement | null {
  for (let n = (before?.n ?? 0) - 1; n >= 0; n--) {
    const read = trace.entries[n];
    if (read?.kind !== 'message' || read.way !== 'received' || read.node !== opener) continue;
    const named = namedBy(read);
    if (named?.port === remote.port)
      return {
        word: read.message.name,
        read,
        sent: asSent(trace, read),
        named,
      };
  }
  return null;
}

const NAMERS: ReadonlyMap<string, (text: string) => ReturnType<typeof parse227 | typeof parse229>> = new Map([
  ['227', parse227],
  ['229', parse229],
  ['PORT', parsePort],
  ['EPRT', parseEprt],
]);

/** The address and port that a message names, if it names any. */
export function namedBy(entry: EntryOf<'message'>): Named | null {
  const text = isReply(entry) ? entry.message.lines[0] : isSaid(entry) && entry.message.argument;
  const found = NAMERS.get(entry.message.name)?.(text || '') ?? null;
  return found === null || isViolation(found) ? null : { address: null, ...found };
}
