/**
 * Which knob, action or intervention lies behind a decisive entry. Tables over what the entry is: never over a
 * scenario. A knob is named only if the run read it.
 */
import type { Entry, EntryOf } from '../../trace/entry';
import { because, type Trace } from '../../trace/trace';
import { knobNamed } from '../../scenario/knobs/knobs';
import { isLoopback, isPrivate, isShared } from '../../wire/address';
import { among, anyVerb, NOT_TLS, silentData, TLS_REFUSALS, isMute, namesForAlert } from './culprit-tls';
import { announcedBy, isChange, isTransfer } from '../../ftp/protocol/verbs';
import { knobsRead } from './failure';
import { forgottenBefore, strangerBefore } from './forgotten';
import { namedBy, type Named, type Origin } from './origin';
import { answered, isReply, packetAt, type Reply } from '../reading/walk';

/** The roots behind an entry, in order: the last is what to change, or what was done. */
export function culprits(trace: Trace, decisive: Entry, origin: Origin | null): readonly Entry[] {
  const read = knobsRead(trace);
  const act =
    decisive.kind === 'drop' || decisive.kind === 'transmit' || decisive.kind === 'told'
      ? actBehind(trace, decisive)
      : null;
  if (act) return [act];
  const names = namesFor(trace, decisive, origin, (name) => read.get(name)?.value);
  const roots = names.flatMap((name) => read.get(name) ?? []);
  const last = actBehind(trace, decisive) ?? read.get('actions');
  return roots.length > 0 ? roots : last ? [last] : [];
}

type Value = (name: string) => unknown;

/** The learner's intervention among an entry's direct causes. */
function actBehind(trace: Trace, entry: Entry): EntryOf<'intervention'> | null {
  const near = entry.kind === 'drop' ? entry.causes.flatMap((n) => trace.entries[n] ?? []) : because(trace, entry.n);
  return near.find((cause): cause is EntryOf<'intervention'> => cause.kind === 'intervention') ?? null;
}

function namesFor(trace: Trace, entry: Entry, origin: Origin | null, value: Value): readonly string[] {
  switch (entry.kind) {
    case 'drop':
      return namesForDrop(trace, entry, origin, value);
    case 'pass':
      return ['wan.stripsAuth'];
    case 'end':
      return value('security') === 'none' ? [] : silentData(value);
    case 'transmit':
      return namesForRefusal(entry, origin, value);
    case 'message':
      return isReply(entry) ? namesForReply(trace, entry, value) : [];
    case 'layer':
      return namesForAlert(
        entry.name === 'Certificate'
          ? /authority/.test(entry.text)
            ? 'unknown_ca'
            : 'bad_certificate'
          : entry.name.replace(/^Alert /, ''),
        value,
      );
    case 'told':
      return entry.told === 'broken'
        ? NOT_TLS
        : entry.node === 'server' && entry.reason === 'EADDRINUSE'
          ? [...(value('faults.heldPassivePorts') === 0 ? [] : ['faults.heldPassivePorts']), 'server.passiveRange']
          : [];
    // A server that waits for a data connection that nobody dials: the work did not have it dialled.
    case 'timeout':
      return entry.node === 'server' &&
        entry.timer === 'patience' &&
        !trace.connections.some(({ purpose }) => purpose === 'data')
        ? ['actions']
        : entry.node === 'client' && value('server.tls') === 'implicit' && value('security') !== 'implicit'
          ? NOT_TLS
          : value('security') !== 'none' &&
              (isMute(trace) || (entry.timer === 'max' && trace.connections.some(({ purpose }) => purpose === 'data')))
            ? silentData(value)
            : (TIMERS[`${entry.node} ${entry.timer}`]?.filter((name) => value(name) !== undefined).slice(0, 1) ?? []);
    default:
      return [];
  }
}

/** Whose patience a program's timer is; the first that the run read. */
const TIMERS: Readonly<Record<string, readonly string[]>> = {
  'client connect': ['client.connectTimeout'],
  'client accept': ['client.connectTimeout'],
  'client patience': ['client.connectTimeout'],
  'client stall': ['client.connectTimeout'],
  'client max': ['client.maxTime'],
  'server patience': ['server.passiveAcceptTimeout', 'server.activeConnectTimeout'],
  'server idle': ['server.idleTimeout'],
  'server stall': ['server.idleTimeout'],
};

function namesForDrop(trace: Trace, drop: EntryOf<'drop'>, origin: Origin | null, value: Value): readonly string[] {
  const edge = drop.node ?? '';
  if (forgottenBefore(trace, drop)) return [`${edge}.lifetime`];
  const unknown =
    value(`${edge}.helperReads`) === 'RFC 959' &&
    (origin?.announced?.word === '229' || origin?.announced?.word === 'EPRT')
      ? [`${edge}.helperReads`]
      : [];
  const blind =
    value(`${edge}.ftpHelper`) === true && value('security') !== 'none' && origin?.announced ? ['security'] : [];
  if (drop.rule?.startsWith('rule '))
    return [...blind, typeof value(`${edge}.rules`) === 'string' ? `${edge}.rules` : `${edge}.firewall`, ...unknown];
  const destination = packetAt(trace, drop)?.ip.destination ?? '';
  const unreachable = isPrivate(destination) || isShared(destination) || isLoopback(destination);
  if (unreachable && origin?.announced)
    return origin.connection.opener === 'client' ? announcedByServer(value) : announcedByClient(origin, value);
  // For the router itself: nothing there is handed on.
  const own = trace.nodes.find(({ id }) => id === edge)?.addresses.includes(destination) === true;
  // Who calls the outside address from inside: the hairpin, or what told him to.
  if (own && edge === 'serverEdge' && drop.ruling?.from === 'inside')
    return [
      'serverEdge.nat',
      'serverEdge.hairpin',
      ...(origin?.announced ? ['server.passiveAddress', 'server.passiveAddressLan'] : []),
    ];
  if (own && edge === 'carrier') return ['clientEdge.nat', 'carrier.nat'];
  if (own)
    return edge === 'serverEdge'
      ? ['serverEdge.nat', 'serverEdge.forwards']
      : ['clientEdge.nat', 'clientEdge.ftpHelper'];
  return changedBehind(trace, drop);
}

/** What lost it on the way: the knobs among its direct causes that are not as by default. */
function changedBehind(trace: Trace, drop: EntryOf<'drop'>): readonly string[] {
  const knobs_ = drop.causes
    .map((n) => trace.entries[n])
    .filter((cause): cause is EntryOf<'knob'> => cause?.kind === 'knob');
  return knobs_
    .filter(({ knob, value }) => JSON.stringify(value) !== JSON.stringify(knobNamed(knob)?.default))
    .slice(0, 1)
    .map(({ knob }) => knob);
}

/** An address in 227 that leads nowhere: what the server was told to say, or its own behind NAT. */
const announcedByServer = (value: Value): readonly string[] =>
  value('server.passiveAddress') === null ? ['serverEdge.nat', 'server.passiveAddress'] : ['server.passiveAddress'];

/** A private address that a client announced: its edge translates addresses and did not read the command. */
function announcedByClient({ announced }: Origin, value: Value): readonly string[] {
  return announced && value('clientEdge.nat') === true ? unread(value) : [];
}

/**
 * NAT, and a helper that did not read the PORT: it is not assigned, to another port than this connection's, TLS hides
 * it, or a carrier translates once more.
 */
const unread = (value: Value): readonly string[] =>
  value('clientEdge.ftpHelper') === true && value('security') !== 'none'
    ? ['security', 'clientEdge.nat']
    : value('clientEdge.ftpHelper') === true && value('carrier.nat') === true
      ? ['clientEdge.ftpHelper', 'carrier.nat']
      : value('clientEdge.ftpHelper') === true
        ? ['clientEdge.nat', 'client.connectPort', 'clientEdge.helperPort']
        : ['clientEdge.nat', 'clientEdge.ftpHelper'];

/** A host that answers a SYN with RST: nothing listens where it was sent. */
function namesForRefusal(transmit: EntryOf<'transmit'>, origin: Origin | null, value: Value): readonly string[] {
  if (!origin) return [];
  if (origin.connection.purpose === 'control')
    return value('server.software') === 'none'
      ? ['server.software']
      : value('server.controlPort') === 21
        ? ['client.connectPort']
        : ['client.connectPort', 'server.controlPort'];
  if (transmit.node === 'server')
    return value('serverEdge.nat') === true ? ['server.passiveRange', 'serverEdge.forwards'] : ['server.passiveRange'];
  return ['client.ephemeralPorts'];
}

/**
 * Why a server would not dial what a PORT named: a private address behind NAT, a reserved port, somebody else's
 * address.
 */
function namesForPort(value: Value, named: Named | null): readonly string[] {
  if (isPrivate(named?.address ?? '') && value('clientEdge.nat') === true) return unread(value);
  return named && named.port < 1024 ? [] : ['server.allowForeignPortAddress'];
}

/**
 * Behind a refusal: what decides over each verb. The first row that fits and names something; without one it is the
 * work that was asked for.
 */
const REFUSALS: readonly {
  readonly verbs: (verb: string) => boolean;
  readonly codes?: RegExp;
  readonly text?: RegExp;
  readonly names: (value: Value, ask: EntryOf<'message'> | null) => readonly string[];
}[] = [
  { verbs: anyVerb, text: /too many|maximum number/i, names: () => ['server.maxClientsPerAddress'] },
  ...TLS_REFUSALS,
  { verbs: anyVerb, codes: /^421$/, names: () => ['server.idleTimeout'] },
  {
    verbs: among('USER', 'PASS', 'ACCT'),
    names: (value) => (value('passwordOk') === false ? ['passwordOk'] : ['user']),
  },
  { verbs: (verb) => announcedBy(verb) === 'active', names: (value, ask) => namesForPort(value, ask && namedBy(ask)) },
  // vsftpd dies where it would dial somebody else from port 20.
  {
    verbs: isTransfer,
    codes: /^500$/,
    names: (value) =>
      value('server.allowForeignPortAddress') === true
        ? ['server.allowForeignPortAddress', 'server.activeDataPort']
        : [],
  },
  {
    verbs: isChange,
    names: (value) => (value('server.readOnly') === true ? ['server.readOnly'] : []),
  },
];

function namesForReply(trace: Trace, reply: Reply, value: Value): readonly string[] {
  const asked = answered(trace, reply);
  if (reply.message.code === 425 && strangerBefore(trace, reply))
    return [
      'server.allowForeignDataAddress',
      ...(value('clientEdge.pooling') === 'arbitrary' ? ['clientEdge.pooling'] : []),
    ];
  if (!reply.message.refuses) return announcedByServer(value);
  const rows = REFUSALS.filter(
    ({ verbs, codes = /./, text = /^/ }) =>
      verbs(asked?.message.name ?? 'none') &&
      codes.test(String(reply.message.code)) &&
      text.test(reply.message.lines.join(' ')),
  );
  return rows.map(({ names }) => names(value, asked)).find((names) => names.length > 0) ?? [];
}
