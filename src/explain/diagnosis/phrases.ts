/** What there is to say of an entry on the way back from a failure: a row for each kind, made from the entry. */
import { formatValue, type KnobValue } from '../../scenario/values/knob';
import { knobNamed } from '../../scenario/knobs/knobs';
import { actionText } from '../../scenario/values/actions';
import type { Entry, EntryKind, EntryOf } from '../../trace/entry';
import { transmissionOf, type Connection, type Trace } from '../../trace/trace';
import { isLoopback, isPrivate, isShared } from '../../wire/packet/address';
import { messageText } from '../../wire/notation/notation';
import { ACK, FIN, RST, SYN, type TcpSegment } from '../../wire/packet/tcp';
import { deedOf } from '../../trace/query/deeds';
import { sentIn } from '../../trace/query/links';
import { askedIn } from './asked';
import { connectionOfRow } from './forgotten';
import { namedBy, type Announcement, type Origin } from './origin';
import type { AddressKind, Connected, Phrase, Segment } from './phrase';
import { answered, isReply, isSaid } from '../reading/said';
import { packetAt, refuses } from '../reading/walk';

type Maker<K extends EntryKind> = (entry: EntryOf<K>, trace: Trace) => Phrase;

const makers: { readonly [K in EntryKind]?: Maker<K> } = {
  exit: ({ process, code }) => ({ code: 'exited', process, exit: code }),
  achieve({ action }, trace) {
    const asked = askedIn(trace)('actions')?.[action];
    return { code: 'not-achieved', nth: action + 1, action: asked ? actionText(asked) : null };
  },
  timeout: (entry, trace) => ({ code: 'gave-up', node: entry.node, seconds: waited(trace, entry) }),
  layer: ({ node, name, said }) =>
    said?.code === 'alert'
      ? { code: 'alert-sent', node, alert: String(said['alert']) }
      : { code: 'certificate-refused', node, said: said ?? { code: name } },
  told: (entry, trace) => toldPhrase(entry, connectionOf(trace, entry)),
  message: messagePhrase,
  drop(entry, trace) {
    const packet = packetAt(trace, entry);
    return {
      code: 'dropped',
      node: entry.node,
      segment: segmentOf(trace, entry),
      to: packet && { code: 'endpoint', address: packet.ip.destination, port: packet.tcp.destinationPort },
      refused: refuses(trace, entry),
      why: entry.reason,
    };
  },
  transmit: (entry, trace) => ({ code: 'answered-by', node: entry.node, segment: segmentOf(trace, entry) }),
  table: (entry, trace) => ({
    code: 'forgotten',
    node: entry.node,
    on: connected(connectionOfRow(trace, entry)),
  }),
  pass: ({ node, changes }) => ({
    code: 'rewritten',
    node,
    changes: changes.map(({ before, after }) => [String(before), String(after)]),
  }),
  arrive: (entry, trace) => ({
    code: 'from-elsewhere',
    node: entry.node,
    on: connectionOf(trace, entry),
    source: String(packetAt(trace, entry)?.ip.source),
  }),
  end: () => ({ code: 'still-waiting' }),
  violation: ({ node, reason }) => ({ code: 'broke-rules', node, why: reason }),
  intervention: ({ index }, trace) => deedOf(trace, index),
  knob: knobPhrase,
};

/** Of an entry on the way back from a failure. */
export function phraseOf(trace: Trace, entry: Entry): Phrase {
  const maker = makers[entry.kind] as Maker<EntryKind> | undefined;
  return maker?.(entry, trace) ?? { code: 'happened', node: entry.node, what: entry.kind };
}

function toldPhrase({ node, told, reason }: EntryOf<'told'>, on: Connected): Phrase {
  if (told === 'broken') return { code: 'tls-failed', node, on };
  if (reason === 'EADDRINUSE') return { code: 'no-free-port', node };
  return told === 'failed' ? { code: 'connection-failed', node, on, errno: reason } : { code: 'closed-by-peer', on };
}

function messagePhrase(entry: EntryOf<'message'>, trace: Trace): Phrase {
  const { node } = entry;
  if (isSaid(entry)) return { code: 'request-sent', node, message: messageText(entry.message) };
  if (!isReply(entry)) return { code: 'no-ftp' };
  const named = namedBy(entry);
  if (named && !entry.message.refuses)
    return { code: 'not-dialled', node, reply: entry.message.code, ...named, kind: kindOf(named.address) };
  const asked = answered(trace, entry)?.message;
  return {
    code: 'request-refused',
    request: (asked?.secret ? asked.name : asked && messageText(asked)) ?? null,
    reply: messageText(entry.message).trim(),
  };
}

function knobPhrase({ knob: name, value }: EntryOf<'knob'>): Phrase {
  const knob = knobNamed(name);
  if (!knob) return { code: 'unknown-knob', knob: name, value: String(value) };
  const text = value === null ? null : formatValue(knob, value as KnobValue);
  return knob.kind === 'work'
    ? { code: 'work', actions: text ?? 'unset' }
    : { code: 'knob', knob: knob.name, value: text };
}

/** How long a program waited: from when its timer was first armed, since one that finds time left is armed anew. */
function waited(trace: Trace, timeout: EntryOf<'timeout'>): number | null {
  const before = <K extends Entry['kind']>({ causes }: Entry, kind: K) =>
    causes.map((n) => trace.entries[n]).find((cause) => cause?.kind === kind) as EntryOf<K> | undefined;
  let since = timeout.at;
  for (let end: EntryOf<'timeout'> | undefined = timeout; end?.timer === timeout.timer;) {
    const arm: EntryOf<'arm'> | undefined = before(end, 'arm');
    since = arm?.at ?? since;
    end = arm && before(arm, 'timeout');
  }
  return since === timeout.at ? null : Number(((timeout.at - since) / 1e6).toFixed(1));
}

const connectionOf = (trace: Trace, { connection }: Entry): Connected =>
  connected(connection === null ? null : (trace.connections[connection] ?? null));

const connected = (found: Connection | null): Connected =>
  found && { code: 'connection', purpose: found.purpose, ...found.remote };

/** The first of these bits says what a segment is for. */
const TELLING = [
  [RST, 'RST'],
  [SYN | ACK, 'SYN,ACK'],
  [SYN, 'SYN'],
  [FIN, 'FIN'],
] as const;

const bareFlags = ({ flags }: TcpSegment) => TELLING.find(([bits]) => (flags & bits) === bits)?.[1];

function segmentOf(trace: Trace, entry: EntryOf<'drop' | 'transmit'>): Segment {
  const packet = packetAt(trace, entry);
  if (!packet) return { code: 'icmp-error' };
  const flags = bareFlags(packet.tcp);
  if (flags) return { code: 'bare', flags };
  if (packet.tcp.payload.length === 0) return { code: 'bare', flags: 'ACK' };
  return carried(trace, entry) ?? { code: 'with-octets', octets: packet.tcp.payload.length };
}

/** What a segment says, where it is a command or a reply. */
function carried(trace: Trace, entry: EntryOf<'drop' | 'transmit'>): Segment | null {
  const message = sentIn(trace, transmissionOf(trace, entry) ?? entry)[0]?.message;
  if (message?.kind !== 'reply' && message?.kind !== 'request') return null;
  return { code: `with-${message.kind}`, name: message.name };
}

const KINDS = [
  ['loopback', isLoopback],
  ['private', isPrivate],
  ['shared', isShared],
] as const;

const kindOf = (address: string | null): AddressKind =>
  address === null ? null : (KINDS.find(([, is]) => is(address))?.[0] ?? null);

/** Who dialled what. */
export function dialledPhrase({ connection, announced }: Origin): Phrase {
  const { opener, remote, purpose } = connection;
  const named = announced?.named.address ?? null;
  return {
    code: 'dialled',
    opener,
    on: { code: 'connection', purpose, ...remote },
    word: announced?.word ?? null,
    named: named === remote.address ? null : named,
  };
}

/** What announced the address, and by whom. */
export const announcedPhrase = ({ word, named, read, sent }: Announcement): Phrase => ({
  code: 'announced',
  node: sent?.node ?? null,
  word,
  ...named,
  kind: kindOf(named.address),
  rewritten: sent !== null && JSON.stringify(sent.message) !== JSON.stringify(read.message),
});
