/** What the links of a diagnosis say: one sentence an entry, made from the entry. */
import { formatValue, type KnobValue } from '../../scenario/values/knob';
import { knobNamed } from '../../scenario/knobs/knobs';
import { actionText } from '../../scenario/values/actions';
import type { Entry, EntryOf } from '../../trace/entry';
import type { Reason } from '../../wire/reason';
import { transmissionOf, type Connection, type Trace } from '../../trace/trace';
import { isLoopback, isPrivate, isShared } from '../../wire/packet/address';
import { messageText } from '../../wire/notation/notation';
import { ACK, FIN, RST, SYN } from '../../wire/packet/tcp';
import { sentIn } from '../../trace/query/links';
import { askedIn } from './asked';
import { connectionOfRow } from './forgotten';
import { namedBy, type Announcement, type Origin } from './origin';
import { answered, isReply, isSaid } from '../reading/said';
import { packetAt, refuses } from '../reading/walk';
import { deedText } from '../../strings/en/network';
import { inWords } from '../../strings/en/reasons';
import { alertSays, layerSays } from '../../strings/en/tls';
import { violated } from '../../strings/en/violations';

const NODES: Readonly<Record<string, string>> = {
  client: 'the client',
  server: 'the server',
  clientEdge: "the client's edge",
  serverEdge: "the server's edge",
  carrier: "the carrier's NAT",
  wan: 'the wide network',
  lan: "the server's LAN",
  bystander: 'the bystander',
};

export const nameOfNode = (node: string | null): string => NODES[node ?? ''] ?? node ?? 'nobody';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const ERRNOS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the other side',
  ETIMEDOUT: 'no answer, however often it was repeated',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EACCES: 'refused by a router (administratively prohibited)',
  EPIPE: 'the connection is gone',
  EADDRINUSE: 'the port is in use',
  EADDRNOTAVAIL: 'no such address here',
  EAFNOSUPPORT: 'no such kind of address',
};

/** The sentence of an entry on the way back from a failure. */
export function sentence(trace: Trace, entry: Entry): string {
  switch (entry.kind) {
    case 'exit':
      return `${entry.process} ended with exit code ${entry.code}.`;
    case 'achieve':
      return achieveSentence(trace, entry);
    case 'timeout':
      return `${capital(nameOfNode(entry.node))} waited ${waited(trace, entry)} in vain and gave up.`;
    case 'layer':
      return entry.name === 'Certificate'
        ? `${capital(nameOfNode(entry.node))} read the server's certificate, and went no further: ` +
            `${layerSays(entry.said)}.`
        : `${capital(nameOfNode(entry.node))} sent the TLS alert ${alertOf(entry.said)}: ` +
            `${alertSays(alertOf(entry.said)) ?? 'an alert that nobody registered'}.`;
    case 'told':
      return entry.told === 'broken'
        ? `TLS on ${connectionOf(trace, entry)} came to nothing at ${nameOfNode(entry.node)}.`
        : entry.reason === 'EADDRINUSE'
          ? `${capital(nameOfNode(entry.node))} found no port that was free.`
          : entry.told === 'failed'
            ? `${capital(connectionOf(trace, entry))} failed at ${nameOfNode(entry.node)}: ` +
              `${ERRNOS[entry.reason ?? ''] ?? entry.reason}.`
            : `The other side closed ${connectionOf(trace, entry)}.`;
    case 'message':
      return messageSentence(trace, entry);
    case 'drop':
      return (
        `${packetName(trace, entry)} was ${refuses(trace, entry) ? 'refused' : 'dropped'} ` +
        `${entry.node === 'wan' ? 'on' : 'at'} ${nameOfNode(entry.node)}: ${inWords(entry.reason)}.`
      );
    case 'transmit':
      return (
        `${capital(nameOfNode(entry.node))} answered with ${packetName(trace, entry)}: ` +
        'nothing listens on that port.'
      );
    case 'table':
      return (
        `${capital(nameOfNode(entry.node))} had forgotten ${nameOfConnection(connectionOfRow(trace, entry))}: ` +
        'nothing was heard on it for longer than it remembers.'
      );
    case 'pass':
      return (
        `${capital(nameOfNode(entry.node))} let it through as other words: ` +
        `${entry.changes.map(({ before, after }) => `${before} became ${after}`).join(', ')}.`
      );
    case 'arrive':
      return (
        `${capital(connectionOf(trace, entry))} came to ${nameOfNode(entry.node)} ` +
        `from ${packetAt(trace, entry)?.ip.source}, the control connection from another address.`
      );
    case 'end':
      return 'The run ended, and the client still waited.';
    case 'violation':
      return `${capital(nameOfNode(entry.node))} met what breaks the rules: ${violated(entry.reason)}`;
    case 'intervention':
      return `You did it: ${deedText(trace, entry)}.`;
    case 'knob':
      return knobSentence(entry);
    default:
      return `${capital(nameOfNode(entry.node))}: ${entry.kind}.`;
  }
}

const alertOf = (said: Reason | null): string => (said?.code === 'alert' ? String(said['alert']) : '');

function achieveSentence(trace: Trace, { action }: EntryOf<'achieve'>): string {
  const asked = askedIn(trace)('actions')?.[action];
  return asked
    ? `What was asked for did not happen: ${actionText(asked)}.`
    : `Action ${action + 1} of the work was not achieved.`;
}

function messageSentence(trace: Trace, entry: EntryOf<'message'>): string {
  if (isSaid(entry)) return `${capital(nameOfNode(entry.node))} sent ${messageText(entry.message)}.`;
  if (!isReply(entry)) return 'Something that is no FTP was said.';
  const named = namedBy(entry);
  if (named && !entry.message.refuses)
    return (
      `${capital(nameOfNode(entry.node))} read ${entry.message.code}, ` +
      `which named ${named.address === null ? '' : `${kindOf(named.address)}${named.address} `}port ${named.port}` +
      ', and did not dial it.'
    );
  const asked = answered(trace, entry);
  return (
    'The server ' +
    `refused${asked ? ` ${asked.message.secret ? asked.message.name : messageText(asked.message)}` : ''}: ` +
    messageText(entry.message).trim()
  );
}

/** `server.passiveAddress is unset`, with what the knob is about. */
function knobSentence(entry: EntryOf<'knob'>): string {
  const knob = knobNamed(entry.knob);
  if (!knob) return `${entry.knob} is ${String(entry.value)}.`;
  const value = entry.value === null ? 'unset' : formatValue(knob, entry.value as KnobValue);
  if (knob.kind === 'work') return `The work asked for: ${value}.`;
  return `${entry.knob} is ${value}. ${knob.sentence}`;
}

/** How long a program waited: from when its timer was first armed, since one that finds time left is armed anew. */
function waited(trace: Trace, timeout: EntryOf<'timeout'>): string {
  const before = <K extends Entry['kind']>({ causes }: Entry, kind: K) =>
    causes.map((n) => trace.entries[n]).find((cause) => cause?.kind === kind) as EntryOf<K> | undefined;
  let since = timeout.at;
  for (let end: EntryOf<'timeout'> | undefined = timeout; end?.timer === timeout.timer;) {
    const arm: EntryOf<'arm'> | undefined = before(end, 'arm');
    since = arm?.at ?? since;
    end = arm && before(arm, 'timeout');
  }
  return since === timeout.at ? 'a while' : `${Number(((timeout.at - since) / 1e6).toFixed(1))} s`;
}

function connectionOf(trace: Trace, { connection }: Entry): string {
  return nameOfConnection(connection === null ? null : (trace.connections[connection] ?? null));
}

function nameOfConnection(found: Connection | null): string {
  return found
    ? `the ${found.purpose === 'other' ? '' : `${found.purpose} `}connection to ${found.remote.address} ` +
        `port ${found.remote.port}`
    : 'the connection';
}

function packetName(trace: Trace, entry: EntryOf<'drop' | 'transmit'>): string {
  const packet = packetAt(trace, entry);
  if (!packet) return 'an ICMP error';
  const { flags, payload, destinationPort } = packet.tcp;
  const what =
    flags & RST
      ? 'RST'
      : flags & SYN
        ? flags & ACK
          ? 'SYN,ACK'
          : 'SYN'
        : flags & FIN
          ? 'FIN'
          : payload.length > 0
            ? `segment ${carried(trace, entry) ?? `of ${payload.length} octets`}`
            : 'ACK';
  return entry.kind === 'drop' ? `The ${what} to ${packet.ip.destination} port ${destinationPort}` : what;
}

/** What a segment says, where it is a command or a reply. */
function carried(trace: Trace, entry: EntryOf<'drop' | 'transmit'>): string | null {
  const message = sentIn(trace, transmissionOf(trace, entry) ?? entry)[0]?.message;
  return message === undefined
    ? null
    : message.kind === 'reply'
      ? `with reply ${message.name}`
      : message.kind === 'request'
        ? `with ${message.name}`
        : null;
}

/** Who dialled what. */
export function dialledSentence({ connection, announced }: Origin): string {
  const { opener, remote, purpose } = connection;
  const believed = !announced || announced.named.address === null || announced.named.address === remote.address;
  const why = !announced
    ? ''
    : believed
      ? `, as ${announced.word} said`
      : `: the port that ${announced.word} named, but not its address ${announced.named.address}`;
  return (
    `${capital(nameOfNode(opener))} dialled ${remote.address} port ${remote.port} for ` +
    `the ${purpose} connection${why}.`
  );
}

const kindOf = (address: string): string =>
  isLoopback(address)
    ? 'the loopback address '
    : isPrivate(address)
      ? 'the private address '
      : isShared(address)
        ? "the carrier's own address "
        : '';

/** What announced the address, and by whom. */
export function announcedSentence({ word, named, read, sent }: Announcement): string {
  const { address, port } = named;
  const rewritten =
    sent && JSON.stringify(sent.message) !== JSON.stringify(read.message) ? ', as an edge rewrote it' : '';
  return (
    `${capital(nameOfNode(sent?.node ?? null))} told it where to dial: ${word} ` +
    `named ${address === null ? '' : `${kindOf(address)}${address} `}port ${port}${rewritten}.`
  );
}
