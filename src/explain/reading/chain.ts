/**
 * The chain of causes as a learner reads it. The trace stamps every hand-over inside a machine; here those are walked
 * through, and what is left is what somebody chose, said, sent, waited for or lost. Nothing is added: each link is an
 * entry of the trace.
 */
import type { Entry, EntryOf } from '../../trace/entry';
import { because, type Trace } from '../../trace/trace';
import type { PacketEntry } from '../../trace/vantage';

interface Index {
  /** Effects by cause. */
  readonly effects: ReadonlyMap<number, readonly number[]>;
  /** What a machine read when it was told of octets: messages by the telling. */
  readonly readBy: ReadonlyMap<number, readonly Entry[]>;
  /** The messages that a `send` command sent, by the command; and the command, by the message. */
  readonly sentBy: ReadonlyMap<number, readonly Entry[]>;
  readonly sender: ReadonlyMap<number, number>;
}

const known = new WeakMap<Trace, Index>();

function indexOf(trace: Trace): Index {
  const found = known.get(trace);
  if (found) return found;
  const effects = new Map<number, number[]>();
  const readBy = new Map<number, Entry[]>();
  const sentBy = new Map<number, Entry[]>();
  const sender = new Map<number, number>();
  const put = <T>(map: Map<number, T[]>, key: number, value: T): void => {
    map.set(key, [...(map.get(key) ?? []), value]);
  };
  for (const entry of trace.entries) {
    for (const cause of entry.causes) put(effects, cause, entry.n);
    if (entry.kind === 'message' && entry.way === 'received')
      for (const cause of entry.causes) put(readBy, cause, entry);
    if (entry.kind !== 'command' || entry.command !== 'send') continue;
    for (const cause of entry.causes.map((n) => trace.entries[n])) {
      if (cause?.kind !== 'message' || cause.way !== 'sent') continue;
      put(sentBy, entry.n, cause);
      sender.set(cause.n, entry.n);
    }
  }
  const index = { effects, readBy, sentBy, sender };
  known.set(trace, index);
  return index;
}

/** The messages that a machine read when it was told of octets. */
export function readAt(trace: Trace, told: Entry): readonly EntryOf<'message'>[] {
  return (indexOf(trace).readBy.get(told.n) ?? []).filter(
    (entry): entry is EntryOf<'message'> => entry.kind === 'message',
  );
}

/** The entries that name this one as a cause. */
export function followersOf(trace: Trace, n: number): readonly Entry[] {
  return (indexOf(trace).effects.get(n) ?? []).flatMap((effect) => trace.entries[effect] ?? []);
}

export function hasPacket(entry: Entry): entry is PacketEntry {
  return entry.kind === 'transmit' || entry.kind === 'pass' || entry.kind === 'arrive' || entry.kind === 'drop';
}

/** What tells a learner something by itself. */
const tellingKinds: ReadonlySet<Entry['kind']> = new Set([
  'intervention',
  'start',
  'listen',
  'transmit',
  'drop',
  'message',
  'timeout',
  'achieve',
  'exit',
  'violation',
  'say',
  'note',
  'end',
  'file',
]);

function tells(entry: Entry): boolean {
  return (
    tellingKinds.has(entry.kind) ||
    (entry.kind === 'told' && (entry.told === 'opened' || entry.told === 'failed' || entry.told === 'peerClosed'))
  );
}

/** An entry as the chain shows it: a segment by the messages that it was sent for, a telling by what was read. */
function shownAs(trace: Trace, entry: Entry): readonly Entry[] {
  const { readBy, sentBy } = indexOf(trace);
  if (entry.kind === 'told' && entry.told === 'received') return readBy.get(entry.n) ?? [];
  if (entry.kind === 'transmit') {
    const messages = entry.causes.flatMap((cause) => sentBy.get(cause) ?? []);
    return messages.length > 0 ? messages : [entry];
  }
  return tells(entry) ? [entry] : [];
}

/** What the commands said that a segment was sent for. */
export function messagesIn(trace: Trace, transmit: Entry): readonly EntryOf<'message'>['message'][] {
  const { sentBy } = indexOf(trace);
  return transmit.causes
    .flatMap((cause) => sentBy.get(cause) ?? [])
    .flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []));
}

const once = (entries: readonly Entry[], not: Entry): readonly Entry[] =>
  [...new Set(entries)].filter((entry) => entry !== not);

/** What an entry follows from, latest first. Knobs are told apart by `knobsBehind`. */
export function causesOf(trace: Trace, entry: Entry): readonly Entry[] {
  const found = once(
    because(trace, entry.n).flatMap((cause) => shownAs(trace, cause)),
    entry,
  );
  const read = new Set(
    [entry, ...found]
      .filter((one) => one.kind === 'message' && one.way === 'received')
      .map((one) => nameOf(trace, one)),
  );
  return found
    .filter((one) => !(one.kind === 'message' && one.way === 'sent' && read.has(nameOf(trace, one))))
    .sort((a, b) => b.n - a.n);
}

/** The same for a message where it was sent and where it was read: what it says, and the packet that brought it. */
function nameOf(trace: Trace, entry: Entry): string {
  return entry.kind === 'message' ? `${carriersOf(trace, entry).at(-1)?.packet} ${JSON.stringify(entry.message)}` : '';
}

/** The knobs that were read on the way to an entry. */
export function knobsBehind(trace: Trace, entry: Entry): readonly EntryOf<'knob'>[] {
  return because(trace, entry.n).filter((cause): cause is EntryOf<'knob'> => cause.kind === 'knob');
}

/** What follows from an entry next: along every way, as far as the first thing that tells something. */
export function effectsOf(trace: Trace, entry: Entry): readonly Entry[] {
  const { effects } = indexOf(trace);
  const found: Entry[] = [];
  const seen = new Set<number>([entry.n]);
  const front = anchorsOf(trace, entry).flatMap((anchor) => {
    seen.add(anchor);
    return effects.get(anchor) ?? [];
  });
  for (let n = front.shift(); n !== undefined; n = front.shift()) {
    const effect = trace.entries[n];
    if (!effect || seen.has(n)) continue;
    seen.add(n);
    const shown = shownAs(trace, effect).filter((one) => one !== entry);
    if (shown.length > 0) found.push(...shown);
    else front.push(...(effects.get(n) ?? []));
  }
  return [...once(found, entry)].sort((a, b) => a.n - b.n);
}

/** Where its consequences hang: a message only notes what was read or sent, and the trace goes on from that. */
function anchorsOf(trace: Trace, entry: Entry): readonly number[] {
  if (entry.kind !== 'message') return [entry.n];
  if (entry.way === 'received') return [entry.n, ...entry.causes];
  return carriersOf(trace, entry).map(({ n }) => n);
}

/** The packets that an entry is about: its own, or those that carried the message, in order. */
export function carriersOf(trace: Trace, entry: Entry): readonly PacketEntry[] {
  if (hasPacket(entry)) return [entry];
  if (entry.kind === 'layer')
    return entry.way === 'sent' ? followersOf(trace, entry.n).filter(hasPacket) : nearestBefore(trace, entry);
  if (entry.kind !== 'message' && entry.kind !== 'told') return [];
  const command = indexOf(trace).sender.get(entry.n);
  if (command === undefined) return entry.kind === 'message' && entry.way === 'sent' ? [] : nearestBefore(trace, entry);
  const { effects } = indexOf(trace);
  const own = (effects.get(command) ?? [])
    .map((n) => trace.entries[n])
    .filter((one): one is EntryOf<'transmit'> => one?.kind === 'transmit');
  if (own.length > 0) return own;
  // TCP held the octets back; they left with the next segment of the connection.
  const later = trace.entries
    .slice(command + 1)
    .find((one) => one.kind === 'transmit' && one.node === entry.node && one.connection === entry.connection);
  return later && hasPacket(later) ? [later] : [];
}

/** The first packets met on every way back, on the same connection. */
function nearestBefore(trace: Trace, entry: Entry): readonly PacketEntry[] {
  const seen = new Set<number>();
  const found: PacketEntry[] = [];
  const front = [...entry.causes];
  for (let n = front.pop(); n !== undefined; n = front.pop()) {
    const cause = trace.entries[n];
    if (!cause || seen.has(n) || (cause.connection !== null && cause.connection !== entry.connection)) continue;
    seen.add(n);
    if (hasPacket(cause)) found.push(cause);
    else front.push(...cause.causes);
  }
  return found.sort((a, b) => a.n - b.n);
}
