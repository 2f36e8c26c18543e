/** Which packets carried what was said: those that left with it where it was sent, or came where it was read. */
import type { Entry, EntryOf } from '../entry';
import type { Trace } from '../trace';
import type { PacketEntry } from '../vantage';
import { followersOf, senderOf } from './links';

export function hasPacket(entry: Entry): entry is PacketEntry {
  return entry.kind === 'transmit' || entry.kind === 'pass' || entry.kind === 'arrive' || entry.kind === 'drop';
}

/** The packets that an entry is about: its own, or those that carried the message, in order. */
export function carriersOf(trace: Trace, entry: Entry): readonly PacketEntry[] {
  if (hasPacket(entry)) return [entry];
  if (entry.kind === 'layer')
    return entry.way === 'sent' ? followersOf(trace, entry.n).filter(hasPacket) : broughtBy(trace, entry);
  if (entry.kind !== 'message' && entry.kind !== 'told') return [];
  const command = senderOf(trace, entry);
  if (!command) return entry.kind === 'message' && entry.way === 'sent' ? [] : broughtBy(trace, entry);
  const own = followersOf(trace, command.n).filter(isTransmit);
  return own.length > 0 ? own : heldBack(trace, entry, command.n);
}

const isTransmit = (entry: Entry): entry is EntryOf<'transmit'> => entry.kind === 'transmit';

/** TCP held the octets back; they left with the next segment of the connection. */
function heldBack({ entries }: Trace, { node, connection }: Entry, command: number): readonly PacketEntry[] {
  for (let n = command + 1; n < entries.length; n++) {
    const later = entries[n];
    if (later && isTransmit(later) && later.node === node && later.connection === connection) return [later];
  }
  return [];
}

/** Whether a walk back from what was read goes by a cause. */
type Way = (cause: Entry, read: Entry) => boolean;

const onConnection: Way = (cause, read) => cause.connection === null || cause.connection === read.connection;

/** What a program did is no part of what was read: `secure` follows from the packet before. */
const undone: Way = (cause, read) => cause.kind !== 'command' && onConnection(cause, read);

/** Who waited for another connection reads when that is done: octets that had come before. */
const atNode: Way = (cause, read) =>
  cause.node === read.node && (!hasPacket(cause) || (cause.kind === 'arrive' && cause.connection === read.connection));

function broughtBy(trace: Trace, read: Entry): readonly PacketEntry[] {
  const found = nearestBefore(trace, read, read.kind === 'layer' ? undone : onConnection);
  return found.length > 0 || read.kind !== 'message' ? found : nearestBefore(trace, read, atNode).slice(-1);
}

/** The first packets met on every such way back. */
function nearestBefore(trace: Trace, read: Entry, goesBy: Way): readonly PacketEntry[] {
  const seen = new Set<number>();
  const found: PacketEntry[] = [];
  const front = [...read.causes];
  for (let n = front.pop(); n !== undefined; n = front.pop()) {
    const cause = trace.entries[n];
    if (!cause || seen.has(n) || !goesBy(cause, read)) continue;
    seen.add(n);
    if (hasPacket(cause)) found.push(cause);
    else front.push(...cause.causes);
  }
  return found.sort((a, b) => a.n - b.n);
}
