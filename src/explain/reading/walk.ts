/**
 * From a failure back to the entry that decided it: the packet that was dropped or refused, the reply that refused, the
 * patience that ran out, what the learner did. Every step is along causes that the trace itself holds.
 */
import type { Entry, EntryOf } from '../../trace/entry';
import { because, octetsOf, type Trace } from '../../trace/trace';
import type { PacketEntry } from '../../trace/vantage';
import { decodePacket, type Packet } from '../../wire/packet/packet';
import { isViolation } from '../../wire/violation';
import { FIN } from '../../wire/packet/tcp';
import { followersOf, readAt } from '../../trace/query/links';
import { lastProgress, opened } from './got-through';
import { answered, asSent, isReply, isSaid, latestFirst, type Reply, type Said } from './said';

/**
 * The way back, from what the client met to what decided it; the last is the decisive entry. Empty where nothing went
 * wrong before.
 */
export const wayBack = (trace: Trace, failure: Entry): readonly Entry[] =>
  wayFrom(trace, troubleBefore(trace, failure));

/** The way back from a trouble itself, for a client that got over it. */
export const wayBehind = (trace: Trace, trouble: Entry): readonly Entry[] => wayFrom(trace, reasonFor(trace, trouble));

function wayFrom(trace: Trace, first: Entry | null): readonly Entry[] {
  const way: Entry[] = [];
  for (let next = first; next && !way.includes(next); next = reasonFor(trace, next)) way.push(next);
  return way;
}

/** What makes a program give up: the nearest of it, a refusal by the reply itself. */
function troubleBefore(trace: Trace, entry: Entry): Entry | null {
  const causes = latestFirst(because(trace, entry.n));
  for (const cause of causes) {
    const trouble = troubleAt(trace, cause);
    if (trouble) return trouble;
  }
  return (
    distrusted(causes) ??
    shunned(trace, causes) ??
    causes.find((cause) => cause.kind === 'told' && cause.told === 'peerClosed') ??
    null
  );
}

/** The certificate that a client looked at once TLS stood, and then went no further. */
function distrusted(causes: readonly Entry[]): Entry | null {
  if (causes.find(({ kind }) => kind === 'told' || kind === 'timeout')?.kind !== 'told') return null;
  const [told] = causes.filter((cause): cause is EntryOf<'told'> => cause.kind === 'told');
  return told?.told === 'secured'
    ? (causes.find((cause) => cause.kind === 'layer' && cause.way === 'received' && cause.name === 'Certificate') ??
        null)
    : null;
}

/** A reply that told where to dial, and was read, and nobody dialled. */
function shunned(trace: Trace, causes: readonly Entry[]): Entry | null {
  for (const cause of causes) {
    if (cause.kind === 'command' && cause.command === 'open') return null;
    const told = readAt(trace, cause).find(
      (read) => isReply(read) && (read.message.code === 227 || read.message.code === 229),
    );
    if (told) return told;
  }
  return null;
}

function troubleAt(trace: Trace, cause: Entry): Entry | null {
  if (cause.kind === 'told' && (cause.told === 'failed' || cause.told === 'broken')) return cause;
  if (cause.kind === 'told' && cause.told === 'received')
    return readAt(trace, cause).find((read) => isReply(read) && read.message.refuses === true) ?? null;
  if (cause.kind === 'timeout' && cause.machine !== 'tcp') return cause;
  return cause.kind === 'violation' && cause.machine !== 'tcp' ? cause : null;
}

function reasonFor(trace: Trace, entry: Entry): Entry | null {
  if (entry.kind === 'told' && entry.told === 'peerClosed') return farewell(trace, entry);
  if (entry.kind === 'told' && entry.told === 'broken') return breakBehind(trace, entry);
  if (entry.kind === 'timeout' || entry.kind === 'told') return packetBehind(trace, entry);
  return isReply(entry) ? reasonForReply(trace, entry) : null;
}

/** Why TLS broke off: what the other side said before it closed without a word of TLS, or an alert. */
function breakBehind(trace: Trace, broken: Entry): Entry | null {
  const closed = because(trace, broken.n).find((cause) => cause.kind === 'told' && cause.told === 'peerClosed');
  return (closed ? farewell(trace, broken) : null) ?? alertBehind(trace, broken);
}

/**
 * The alert that ended a TLS connection, where it was sent: by this side, or by the other. Null where there was none.
 */
function alertBehind(trace: Trace, broken: Entry): Entry | null {
  const isAlert = (entry: Entry | undefined): entry is EntryOf<'layer'> =>
    entry?.kind === 'layer' && entry.name.startsWith('Alert ');
  const met = trace.entries
    .slice(0, broken.n)
    .filter(isAlert)
    .filter(({ node, connection }) => node === broken.node && connection === broken.connection)
    .at(-1);
  if (met?.way === 'sent' && afterTheEnd(trace, met)) return null;
  if (!met || met.way === 'sent') return met ?? null;
  return (
    latestFirst(trace.entries.slice(0, met.n))
      .filter(isAlert)
      .find(
        ({ way, name, node, connection }) =>
          way === 'sent' && name === met.name && node !== met.node && connection === met.connection,
      ) ?? met
  );
}

/** An alert to nobody: the other side had ended the connection already, and that is the trouble. */
function afterTheEnd(trace: Trace, alert: Entry): boolean {
  const last = latestFirst(because(trace, alert.n)).find(
    (cause): cause is EntryOf<'arrive'> => cause.kind === 'arrive' && cause.node === alert.node,
  );
  const packet = last ? packetAt(trace, last) : null;
  return packet !== null && packet.tcp.payload.length === 0 && (packet.tcp.flags & FIN) !== 0;
}

/** What the other side said before it closed: the refusal that its user read last. */
function farewell(trace: Trace, { connection, causes }: Entry): Entry | null {
  const said = trace.entries.filter(
    (entry): entry is Reply =>
      isReply(entry) && entry.way === 'received' && entry.connection === connection && entry.message.refuses === true,
  );
  return said.filter(({ causes: read }) => (read[0] ?? 0) <= (causes[0] ?? 0)).at(-1) ?? null;
}

/** A host that resets a connection that was open has refused what it was for, and says so where the command came. */
function refusalBehind(trace: Trace, reset: Entry): Entry | null {
  for (const cause of latestFirst(because(trace, reset.n))) {
    if (
      cause.node !== reset.node ||
      cause.kind !== 'told' ||
      cause.told !== 'received' ||
      !readAt(trace, cause).some(isSaid)
    )
      continue;
    return (
      followersOf(trace, cause.n).find((one) => isReply(one) && one.way === 'sent' && one.message.refuses === true) ??
      null
    );
  }
  return null;
}

/**
 * A reply that only says that one is not logged in has its reason in the refusal to log in; another in what its server
 * met.
 */
function reasonForReply(trace: Trace, reply: Reply): Entry | null {
  const asked = answered(trace, reply);
  const login = refusedLogin(trace, reply, asked);
  if (login) return login;
  const stripped = asked && strippedBehind(trace, asked);
  if (stripped) return stripped;
  const sent = asSent(trace, reply);
  if (!sent) return null;
  // As far back as the command that was answered: what the server met before is another matter.
  for (const cause of latestFirst(because(trace, sent.n)).filter(({ node }) => node === sent.node)) {
    if (cause.kind === 'told' && cause.told === 'received' && readAt(trace, cause).some(isSaid)) return null;
    if (isFailure(cause)) return cause;
  }
  return null;
}

const isFailure = (entry: Entry): boolean =>
  (entry.kind === 'told' && entry.told === 'failed') || (entry.kind === 'timeout' && entry.machine !== 'tcp');

/** Why somebody who was not logged in was refused something: the refusal of the login before. */
function refusedLogin(trace: Trace, reply: Reply, asked: Said | null): Reply | null {
  if (reply.message.code !== 530 || !asked || LOGIN.has(asked.message.name)) return null;
  const isRefusal = (entry: Entry): entry is Reply =>
    isReply(entry) &&
    entry.way === 'received' &&
    entry.message.code === 530 &&
    LOGIN.has(answered(trace, entry)?.message.name ?? '');
  return trace.entries.slice(0, reply.n).reverse().find(isRefusal) ?? null;
}

/** Where a command was made another on its way. */
function strippedBehind(trace: Trace, { n, connection, message }: Said): Entry | null {
  if (message.name !== 'AUTH') return null;
  return (
    trace.entries
      .slice(n)
      .find(
        (entry) =>
          entry.kind === 'pass' &&
          entry.connection === connection &&
          entry.changes.some(({ field }) => field === 'AUTH-verb'),
      ) ?? null
  );
}

const LOGIN: ReadonlySet<string> = new Set(['USER', 'PASS', 'ACCT']);

/** What a silence or an errno is about: the packet that was lost or refused on the way, or the host's own refusal. */
function packetBehind(trace: Trace, entry: Entry): Entry | null {
  const all = because(trace, entry.n);
  const drops = all.filter(
    (cause): cause is EntryOf<'drop'> =>
      cause.kind === 'drop' && cause.n > lastProgress(trace, entry, cause.connection),
  );
  const connection =
    entry.kind === 'told'
      ? entry.connection
      : (drops.find((drop) => !opened(trace, drop.connection))?.connection ?? drops[0]?.connection ?? null);
  const [first] = drops.filter((drop) => drop.connection === connection).sort((a, b) => a.n - b.n);
  if (first) return first;
  if (entry.kind !== 'told' || entry.told !== 'failed') return null;
  // A RST, or an ICMP error, that came: whoever made it.
  const arrived = latestFirst(all).find(
    (cause) => cause.kind === 'arrive' && cause.connection === entry.connection && cause.node === entry.node,
  );
  const made =
    (arrived &&
      latestFirst(because(trace, arrived.n)).find(
        (cause) => cause.kind === 'transmit' && cause.connection === entry.connection,
      )) ??
    null;
  return (made && opened(trace, entry.connection) ? refusalBehind(trace, made) : null) ?? made;
}

/** What was in a packet at an entry; null for an ICMP error. */
export function packetAt(trace: Trace, entry: PacketEntry): Packet | null {
  const packet = decodePacket(octetsOf(trace, entry));
  return isViolation(packet) ? null : packet;
}

/** Whether the node that dropped a packet also answered it: it refused instead of being silent. */
export const refuses = (trace: Trace, drop: Entry): boolean =>
  followersOf(trace, drop.n).some((entry) => entry.kind === 'transmit' && entry.node === drop.node);
