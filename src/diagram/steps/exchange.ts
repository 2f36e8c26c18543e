/**
 * An exchange: one message of the dialogue, joined from where it was sent, the packet that carried its last octet, and
 * where it was read.
 */
import type { EntryOf } from '../../trace/entry';
import { carriersOf } from '../../trace/query/carriers';
import { each, type Pieces } from '../../trace/pieces';
import type { Trace } from '../../trace/trace';
import { sameMessage, type Message } from '../../wire/message';
import { segmentIn, type Flight } from './flight';

export interface Exchange {
  readonly message: Message;
  readonly connection: number;
  readonly sent: EntryOf<'message'> | null;
  readonly received: EntryOf<'message'> | null;
  readonly flight: Flight | null;
}

export function* exchangesOf(trace: Trace, flights: readonly Flight[]): Pieces<readonly Exchange[]> {
  const landed = new Map(flights.filter((flight) => flight.arrived !== null).map((flight) => [flight.end, flight]));
  const waiting = new Map<string, EntryOf<'message'>[]>();
  const exchanges: Exchange[] = [];
  yield* each(trace.entries, (entry) => {
    if (entry.kind !== 'message' || entry.connection === null) return;
    if (entry.way === 'sent') {
      const key = `${entry.connection} ${entry.node}`;
      const queue = waiting.get(key);
      if (queue) queue.push(entry);
      else waiting.set(key, [entry]);
      return;
    }
    const connection = trace.connections[entry.connection];
    const peer = connection && (entry.node === connection.opener ? connection.listener : connection.opener);
    const queue = waiting.get(`${entry.connection} ${peer}`) ?? [];
    // TCP keeps order, so the oldest alike is the one; what stands before it was never read.
    const at = queue.findIndex((sent) => sameMessage(sent.message, entry.message));
    const sent = at === -1 ? null : (queue[at] ?? null);
    exchanges.push({
      message: entry.message,
      connection: entry.connection,
      sent,
      received: entry,
      flight: carrier(trace, entry, landed),
    });
    if (at !== -1)
      exchanges.push(
        ...queue
          .splice(0, at + 1)
          .slice(0, at)
          .map((lost) => unread(trace, lost, flights)),
      );
  });
  for (const queue of waiting.values()) exchanges.push(...queue.map((sent) => unread(trace, sent, flights)));
  return exchanges;
}

/** The flight that brought the last octet of a message that was read. */
function carrier(trace: Trace, received: EntryOf<'message'>, landed: ReadonlyMap<number, Flight>): Flight | null {
  const last = carriersOf(trace, received).at(-1);
  return (last && landed.get(last.n)) ?? null;
}

/**
 * A message that nobody read: its packet is the last with octets that its sender transmitted before it said so, else
 * the next.
 */
function unread(trace: Trace, sent: EntryOf<'message'>, flights: readonly Flight[]): Exchange {
  const carrying = flights.filter(
    (candidate) =>
      candidate.connection === sent.connection &&
      candidate.from === sent.node &&
      candidate.sent >= sent.at &&
      !candidate.again &&
      (segmentIn(trace, candidate.packet)?.payload.length ?? 0) > 0,
  );
  const flight = carrying.filter(({ begin }) => begin < sent.n).at(-1) ?? carrying[0] ?? null;
  return { message: sent.message, connection: sent.connection ?? 0, sent, received: null, flight };
}
