/**
 * Which knob, action or intervention lies behind a decisive entry. Tables over what the entry is: never over a
 * scenario. A knob is named only if the run read it.
 */
import type { Entry, EntryOf, NodeId } from '../../trace/entry';
import { because, type Trace } from '../../trace/trace';
import { knobNamed } from '../../scenario/knobs/knobs';
import type { KnobName } from '../../scenario/knobs/table';
import { isEdge, isFilterSite, isRouter } from '../../scenario/values/knob';
import { isLoopback, isPrivate, isShared } from '../../wire/packet/address';
import { among, anyVerb, NOT_TLS, silentData, TLS_REFUSALS, isMute, namesForAlert, type Refusal } from './culprit-tls';
import { askedIn, knobsRead, type Asked } from './asked';
import { forgottenBefore, strangerBefore } from './forgotten';
import { namedBy, type Named, type Origin } from './origin';
import { announcedBy, isChange, isTransfer } from '../../ftp/protocol/verbs';
import { answered, isReply, type Reply } from '../reading/said';
import { packetAt } from '../reading/walk';
import type { TlsSaid } from '../../tls/handshake/said';

/** The roots behind an entry, in order: the last is what to change, or what was done. */
export function culprits(trace: Trace, decisive: Entry, origin: Origin | null): readonly Entry[] {
  const read = knobsRead(trace);
  const act =
    decisive.kind === 'drop' || decisive.kind === 'transmit' || decisive.kind === 'told'
      ? actBehind(trace, decisive)
      : null;
  if (act) return [act];
  const names = namesFor(trace, decisive, origin, askedIn(trace));
  const roots = names.flatMap((name) => read.get(name) ?? []);
  const last = actBehind(trace, decisive) ?? read.get('actions');
  if (roots.length > 0) return roots;
  return last ? [last] : [];
}

type Names = readonly KnobName[];

/** The learner's intervention among an entry's direct causes. */
function actBehind(trace: Trace, entry: Entry): EntryOf<'intervention'> | null {
  const near = entry.kind === 'drop' ? entry.causes.flatMap((n) => trace.entries[n] ?? []) : because(trace, entry.n);
  return near.find((cause): cause is EntryOf<'intervention'> => cause.kind === 'intervention') ?? null;
}

function namesFor(trace: Trace, entry: Entry, origin: Origin | null, value: Asked): Names {
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
      return namesForAlert(alertOf(entry), value);
    case 'told':
      return namesForTold(entry, value);
    case 'timeout':
      return namesForTimeout(trace, entry, value);
    default:
      return [];
  }
}

/** Where a certificate was not believed, the alert that says so. */
function alertOf({ said }: EntryOf<'layer'>): string {
  const what = said as TlsSaid | null;
  if (what?.code === 'alert') return what.alert;
  const untrusted = what?.code === 'certificate-checked' && what.verdict.code === 'unknown-ca';
  return untrusted ? 'unknown_ca' : 'bad_certificate';
}

function namesForTold({ told, node, reason }: EntryOf<'told'>, value: Asked): Names {
  if (told === 'broken') return NOT_TLS;
  if (node !== 'server' || reason !== 'EADDRINUSE') return [];
  return value('faults.heldPassivePorts') === 0
    ? ['server.passiveRange']
    : ['faults.heldPassivePorts', 'server.passiveRange'];
}

function namesForTimeout(trace: Trace, { node, timer }: EntryOf<'timeout'>, value: Asked): Names {
  const hasData = trace.connections.some(({ purpose }) => purpose === 'data');
  // A server that waits for a data connection that nobody dials: the work did not have it dialled.
  if (node === 'server' && timer === 'patience' && !hasData) return ['actions'];
  if (node === 'client' && value('server.tls') === 'implicit' && value('security') !== 'implicit') return NOT_TLS;
  if (value('security') !== 'none' && (isMute(trace) || (timer === 'max' && hasData))) return silentData(value);
  return TIMERS[`${node} ${timer}`]?.filter((name) => value(name) !== undefined).slice(0, 1) ?? [];
}

/** Whose patience a program's timer is; the first that the run read. */
const TIMERS: Readonly<Record<string, Names>> = {
  'client connect': ['client.connectTimeout'],
  'client accept': ['client.connectTimeout'],
  'client patience': ['client.connectTimeout'],
  'client stall': ['client.connectTimeout'],
  'client max': ['client.maxTime'],
  'server patience': ['server.passiveAcceptTimeout', 'server.activeConnectTimeout'],
  'server idle': ['server.idleTimeout'],
  'server stall': ['server.idleTimeout'],
};

function namesForDrop(trace: Trace, drop: EntryOf<'drop'>, origin: Origin | null, value: Asked): Names {
  const { node } = drop;
  if (forgottenBefore(trace, drop)) return isRouter(node) ? [`${node}.lifetime`] : [];
  if (drop.rule?.startsWith('rule ')) return namesForFilter(node, origin, value);
  const destination = packetAt(trace, drop)?.ip.destination ?? '';
  const unreachable = isPrivate(destination) || isShared(destination) || isLoopback(destination);
  if (unreachable && origin?.announced)
    return origin.connection.opener === 'client' ? announcedByServer(value) : announcedByClient(origin, value);
  // For the router itself: nothing there is handed on.
  const own = trace.nodes.find(({ id }) => id === node)?.addresses.includes(destination) === true;
  return own ? namesForOwn(drop, origin) : changedBehind(trace, drop);
}

/** The firewall, and the helper that did not open it: TLS hides what was announced, or it knows no such word. */
function namesForFilter(node: NodeId | null, origin: Origin | null, value: Asked): Names {
  const word = origin?.announced?.word ?? null;
  const helper = word !== null && isEdge(node) ? node : null;
  const blind = helper && value(`${helper}.ftpHelper`) === true && value('security') !== 'none';
  const unknown = helper && value(`${helper}.helperReads`) === 'RFC 959' && (word === '229' || word === 'EPRT');
  const names: KnobName[] = [];
  if (blind) names.push('security');
  if (isFilterSite(node)) names.push(typeof value(`${node}.rules`) === 'string' ? `${node}.rules` : `${node}.firewall`);
  if (unknown) names.push(`${helper}.helperReads`);
  return names;
}

/** A packet for a router's own address. */
function namesForOwn({ node, ruling }: EntryOf<'drop'>, origin: Origin | null): Names {
  // Who calls the outside address from inside: the hairpin, or what told him to.
  if (node === 'serverEdge' && ruling?.from === 'inside')
    return origin?.announced
      ? ['serverEdge.nat', 'serverEdge.hairpin', 'server.passiveAddress', 'server.passiveAddressLan']
      : ['serverEdge.nat', 'serverEdge.hairpin'];
  if (node === 'carrier') return ['clientEdge.nat', 'carrier.nat'];
  return node === 'serverEdge' ? ['serverEdge.nat', 'serverEdge.forwards'] : ['clientEdge.nat', 'clientEdge.ftpHelper'];
}

/** What lost it on the way: the knobs among its direct causes that are not as by default. */
function changedBehind(trace: Trace, drop: EntryOf<'drop'>): Names {
  const changed = drop.causes.flatMap((n) => {
    const cause = trace.entries[n];
    const knob = cause?.kind === 'knob' ? knobNamed(cause.knob) : undefined;
    return knob && cause?.kind === 'knob' && JSON.stringify(cause.value) !== JSON.stringify(knob.default)
      ? [knob.name]
      : [];
  });
  return changed.slice(0, 1);
}

/** An address in 227 that leads nowhere: what the server was told to say, or its own behind NAT. */
const announcedByServer = (value: Asked): Names =>
  value('server.passiveAddress') === null ? ['serverEdge.nat', 'server.passiveAddress'] : ['server.passiveAddress'];

/** A private address that a client announced: its edge translates addresses and did not read the command. */
function announcedByClient({ announced }: Origin, value: Asked): Names {
  return announced && value('clientEdge.nat') === true ? unread(value) : [];
}

/**
 * NAT, and a helper that did not read the PORT: it is not assigned, to another port than this connection's, TLS hides
 * it, or a carrier translates once more.
 */
function unread(value: Asked): Names {
  if (value('clientEdge.ftpHelper') !== true) return ['clientEdge.nat', 'clientEdge.ftpHelper'];
  if (value('security') !== 'none') return ['security', 'clientEdge.nat'];
  if (value('carrier.nat') === true) return ['clientEdge.ftpHelper', 'carrier.nat'];
  return ['clientEdge.nat', 'client.connectPort', 'clientEdge.helperPort'];
}

/** A host that answers a SYN with RST: nothing listens where it was sent. */
function namesForRefusal({ node }: EntryOf<'transmit'>, origin: Origin | null, value: Asked): Names {
  if (!origin) return [];
  if (origin.connection.purpose === 'control') return namesForPortCalled(value);
  if (node !== 'server') return ['client.ephemeralPorts'];
  return value('serverEdge.nat') === true ? ['server.passiveRange', 'serverEdge.forwards'] : ['server.passiveRange'];
}

function namesForPortCalled(value: Asked): Names {
  if (value('server.software') === 'none') return ['server.software'];
  return value('server.controlPort') === 21 ? ['client.connectPort'] : ['client.connectPort', 'server.controlPort'];
}

/**
 * Why a server would not dial what a PORT named: a private address behind NAT, a reserved port, somebody else's
 * address.
 */
function namesForPort(value: Asked, named: Named | null): Names {
  if (isPrivate(named?.address ?? '') && value('clientEdge.nat') === true) return unread(value);
  return named && named.port < 1024 ? [] : ['server.allowForeignPortAddress'];
}

/**
 * Behind a refusal: what decides over each verb. The first row that fits and names something; without one it is the
 * work that was asked for.
 */
const REFUSALS: readonly Refusal[] = [
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

function namesForReply(trace: Trace, reply: Reply, value: Asked): Names {
  const asked = answered(trace, reply);
  if (reply.message.code === 425 && strangerBefore(trace, reply))
    return value('clientEdge.pooling') === 'arbitrary'
      ? ['server.allowForeignDataAddress', 'clientEdge.pooling']
      : ['server.allowForeignDataAddress'];
  if (!reply.message.refuses) return announcedByServer(value);
  const rows = REFUSALS.filter(
    ({ verbs, codes = /./, text = /^/ }) =>
      verbs(asked?.message.name ?? 'none') &&
      codes.test(String(reply.message.code)) &&
      text.test(reply.message.lines.join(' ')),
  );
  return rows.map(({ names }) => names(value, asked)).find((names) => names.length > 0) ?? [];
}
