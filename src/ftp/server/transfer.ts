/**
 * A transfer from its verb to its last reply: what is sent and stored, and what the data transfer process has to say of
 * it.
 */
import type { Command, Micros } from '../../machine/contract';
import { call, type ToServerPi } from '../protocol/calls';
import { reasons, type Refusal } from '../files/permission';
import type { Completion } from '../profiles/server-profile';
import { ownedBy } from './changes';
import { announce, withdraw } from './offer';
import { dieOfTls, isOwn, mustProtect, securing } from './security';
import { answer, die, has, leave, refuse, type Facts, type ServerState, type Transfer, type Turn } from './session';
import { isListing } from '../protocol/verbs';

const NOTHING = new Uint8Array(0);
const SECOND: Micros = 1_000_000;

/**
 * Whether a data connection can be had. Some servers say so before they look at the file, some after it, some dial the
 * default port.
 */
export function prepared(turn: Turn, verb: string, last = false): boolean {
  const { session } = turn;
  const { unprepared } = session.setup.profile.transfer;
  if (session.protection === 'C' && mustProtect(session)) {
    answer(turn, '*', 'unprotected');
    return false;
  }
  if (session.offer || unprepared === 'dials the default port' || (unprepared === 'refused last' && !last)) return true;
  answer(turn, verb, 'noDataPort');
  return false;
}

export function refuseTransfer(turn: Turn, verb: string, refusal: Refusal, facts: Facts, condition = 'failed'): void {
  if (turn.session.setup.profile.passive.closedByRefusalOf.includes(verb)) withdraw(turn);
  refuse(turn, verb, refusal, facts, condition);
}

/** A transfer that a verb wishes for. */
export interface Wish
  extends
    Pick<Transfer, 'verb' | 'argument' | 'path' | 'octets'>,
    Partial<Pick<Transfer, 'before' | 'beneath' | 'size' | 'facts' | 'ends'>> {
  readonly ending?: string;
}

/** Has the data connection opened, or says why not. */
export function begin(turn: Turn, { ending = 'done', ...wish }: Wish): void {
  const { session, commands, event } = turn;
  const { settings, profile } = session.setup;
  if (!prepared(turn, wish.verb, true)) return;
  // Without PORT or PASV the data port is the client's own end of the control connection (RFC 959 section 3.2).
  session.offer ??= { way: 'active', remote: session.remote };
  const { offer } = session;
  const active = offer.way === 'active';
  const fixed = active && settings.activeDataPort !== 'ephemeral';
  if (fixed && settings.allowForeignPortAddress && profile.port.diesOnForeignAndFixedPort)
    return die(turn, profile.port.diesOnForeignAndFixedPort);
  const seconds = active
    ? (settings.activeConnectTimeout ?? profile.timeouts.connect)
    : (settings.passiveAcceptTimeout ?? profile.timeouts.accept);
  session.transfer = {
    before: NOTHING,
    beneath: NOTHING,
    size: wish.octets?.length ?? 0,
    facts: {},
    moved: 0,
    since: event.at,
    ...wish,
    ending: { verb: wish.verb, condition: ending },
  };
  session.state = 'OPENING';
  commands.push(
    call('dtp', {
      name: 'open',
      remote: active ? offer.remote : null,
      local:
        active && settings.activeDataPort !== 'ephemeral'
          ? { address: session.local.address, port: settings.activeDataPort, reuseAddress: true }
          : null,
      peer: profile.passive.peerOnly && settings.allowForeignDataAddress !== true ? session.remote.address : null,
      patience: seconds * SECOND,
      stall: profile.timeouts.data * SECOND,
    }),
  );
}

/** '7.15 Mbytes'. */
function rateText(octets: number, seconds: number): string {
  const rate = octets / Math.max(seconds, 1e-6);
  const unit = rate >= 1024 * 1024 ? 2 : rate >= 1024 ? 1 : 0;
  return `${(rate / 1024 ** unit).toFixed(2)} ${['bytes', 'Kbytes', 'Mbytes'][unit] ?? ''}`;
}

/** The transfer is over, well or badly: its facts, and the session ready again. */
function finish(turn: Turn, condition: string, facts: Facts = {}): void {
  const { session, event } = turn;
  const { transfer } = session;
  session.transfer = null;
  session.offer = null;
  session.state = 'READY';
  session.heard = event.at;
  if (!transfer) return;
  const { verb } = transfer.ending;
  const moved = transfer.octets ? transfer.octets.length : transfer.size;
  const seconds = (event.at - transfer.since) / SECOND;
  const lists = isListing(transfer.verb);
  const plain = condition !== 'done' || verb !== transfer.verb;
  const finer = plain
    ? condition
    : moved === 0 && has(turn, verb, 'doneEmpty')
      ? 'doneEmpty'
      : session.type === 'A' && !lists && has(turn, verb, 'doneAscii')
        ? 'doneAscii'
        : 'done';
  if (!plain && !lists) session[transfer.octets ? 'downloaded' : 'uploaded'] += moved;
  answer(
    turn,
    verb,
    finer,
    {
      argument: transfer.argument,
      path: transfer.path,
      size: transfer.size,
      seconds: seconds.toFixed(3),
      rate: rateText(moved, seconds),
      ...transfer.facts,
      ...facts,
    },
    condition,
  );
  if (condition === 'notResumed' && session.setup.profile.security.partsUnresumed) leave(turn, 1);
}

const closeData = (lingering?: Micros): Command =>
  call('dtp', lingering === undefined ? { name: 'close' } : { name: 'close', lingering });

/** The last octet has gone, or come: the reply and the close in the order of the server's manners. */
function complete(turn: Turn, completion: Completion, size: number): void {
  const { session, commands } = turn;
  const { transfer, setup } = session;
  if (!transfer) return;
  session.transfer = { ...transfer, size: transfer.octets ? transfer.size : size };
  if (transfer.secured && partsAwaited(turn, transfer)) {
    session.transfer = { ...session.transfer, secured: false, completion };
    session.state = 'CLOSING';
    return void commands.push(
      call('dtp', { name: 'part', ...(setup.profile.security.noDelay === 'farewell' ? { noDelay: true } : {}) }),
    );
  }
  if (completion === 'closing') commands.push(closeData());
  if (completion === 'closing' || completion === 'drained') finish(turn, transfer.ending.condition);
  else session.state = 'CLOSING';
  if (session.state === 'ENDED') return;
  if (completion !== 'closing')
    commands.push(closeData(completion === 'peerClosed' ? setup.profile.timeouts.linger * SECOND : undefined));
}

const partsAwaited = ({ session }: Turn, transfer: Transfer): boolean =>
  session.setup.profile.security.farewell[ofFile(transfer) ? 'files' : 'listings'] === 'awaited';

const ofFile = ({ octets, facts }: Transfer): boolean => octets === null || facts['left'] !== undefined;

/** There is a data connection: says so, and has it secured first where it is to be (RFC 4217 section 12.6). */
function start(turn: Turn, transfer: Transfer): void {
  const { session, commands } = turn;
  const { profile } = session.setup;
  const { verb, path, argument } = transfer;
  const file = ofFile(transfer);
  const remote = session.offer?.way === 'active' ? session.offer.remote : null;
  const large = file && Number(transfer.facts['left'] ?? 0) >= profile.transfer.large;
  const finer = [
    ...(large && remote ? ['openingLargeActive'] : []),
    ...(large ? ['openingLarge'] : []),
    ...(remote ? ['openingActive'] : []),
  ];
  const condition = finer.find((one) => has(turn, verb, one)) ?? 'opening';
  answer(turn, verb, condition, {
    argument,
    path,
    size: transfer.size,
    port: remote?.port ?? 0,
    mode: session.type === 'A' ? 'ASCII' : 'BINARY',
    ...transfer.facts,
  });
  if (session.protection === 'C') return move(turn, transfer);
  session.state = 'PROTECTING';
  if (profile.during.manner === 'wait') commands.push({ type: 'pause', connection: 'control' });
  commands.push(
    call('dtp', {
      name: 'secure',
      input: {
        ...securing(session, 'data'),
        ...(transfer.octets === null && !profile.security.renewsForUploads ? { renews: false } : {}),
      },
      patience: profile.timeouts.handshake * SECOND,
      ...(profile.security.noDelay === 'handshake' ? { noDelay: true } : {}),
    }),
  );
}

/** Reads the control connection again: whoever waits for a handshake reads nothing else. */
function lookBack({ session, commands }: Turn): void {
  if (session.setup.profile.during.manner === 'wait') commands.push({ type: 'resume', connection: 'control' });
}

/** The data connection has TLS; whether it is the right peer's is another matter. */
function protectedBy(turn: Turn, transfer: Transfer, facts: Readonly<Record<string, unknown>>): void {
  const { session } = turn;
  const { settings } = session.setup;
  lookBack(turn);
  const demanded =
    settings.requireTlsSessionReuse === true && session.control === 'secured' && has(turn, '*', 'notResumed');
  session.transfer = { ...transfer, secured: true };
  if (!demanded || isOwn(session, facts)) return move(turn, session.transfer);
  session.transfer = { ...session.transfer, ending: { verb: '*', condition: 'notResumed' } };
  complete(turn, partsAwaited(turn, transfer) ? 'drained' : 'peerClosed', 0);
}

/** The data connection's handshake failed, and the session goes on. */
function refuseInsecure(turn: Turn): void {
  const { session, commands } = turn;
  lookBack(turn);
  commands.push(closeData());
  if (session.transfer) session.transfer = { ...session.transfer, ending: { verb: '*', condition: 'notSecured' } };
  finish(turn, 'notSecured');
}

/** Moves the octets, now that there is a connection for them. */
function move(turn: Turn, transfer: Transfer): void {
  const { session, commands, event } = turn;
  const { profile, settings } = session.setup;
  const { octets, path } = transfer;
  const file = ofFile(transfer);
  session.transfer = { ...transfer, since: event.at };
  session.state = 'TRANSFERRING';
  const rate = file ? (settings.maxRate ?? null) : null;
  const pace =
    rate === null
      ? {}
      : {
          pace: {
            rate,
            block: profile.transfer.block,
            firstFree: profile.transfer.firstBlockFree,
            ...(transfer.ends ? { ends: transfer.ends } : {}),
          },
        };
  const text = session.type === 'A' && profile.transfer.ascii !== 'kept';
  const { before, beneath } = transfer;
  commands.push(
    call(
      'dtp',
      octets
        ? { name: 'send', octets, ...pace, ...(!file && profile.transfer.corksListings ? { corked: true } : {}) }
        : {
            name: 'receive',
            path,
            before,
            node: ownedBy(turn, path),
            ...(beneath.length > 0 ? { beneath } : {}),
            ...pace,
            ...(text ? { text } : {}),
          },
    ),
  );
}

/**
 * When the data transfer process has something to say that matters. After a close that nobody awaits it is heard by
 * nobody.
 */
const heardIn: Partial<Readonly<Record<ToServerPi['name'], readonly ServerState[]>>> = {
  listening: ['BINDING'],
  unlistened: ['BINDING'],
  opened: ['OPENING'],
  unopened: ['OPENING'],
  sent: ['TRANSFERRING'],
  ended: ['TRANSFERRING'],
  broken: ['TRANSFERRING'],
  stalled: ['TRANSFERRING', 'PROTECTING', 'CLOSING'],
  closed: ['CLOSING'],
  secured: ['PROTECTING'],
  notSecured: ['PROTECTING'],
  parted: ['CLOSING'],
};

/** What the data transfer process has to say; `progress` is the business of server-during.ts. */
export function hearDtp(turn: Turn, what: ToServerPi): void {
  if (!heardIn[what.name]?.includes(turn.session.state)) {
    if (what.name !== 'closed')
      turn.commands.push({ type: 'note', text: `the protocol interpreter has no use for '${what.name}' now` });
    return;
  }
  const { session } = turn;
  const { profile } = session.setup;
  const { transfer } = session;
  const { completion } = profile.transfer;
  switch (what.name) {
    case 'listening':
      return announce(turn, what);
    case 'unlistened':
      session.state = 'READY';
      if (profile.passive.diesWithoutPort) return die(turn, profile.passive.diesWithoutPort);
      return answer(turn, session.binding, 'noPort', { reason: reasons[what.reason] });
    case 'opened':
      return transfer ? start(turn, transfer) : undefined;
    case 'unopened': {
      const remote = session.offer?.way === 'active' ? session.offer.remote : null;
      session.heard = turn.event.at;
      session.transfer = null;
      session.offer = null;
      session.state = 'READY';
      return answer(turn, '*', what.reason === 'stranger' ? 'stranger' : 'notConnected', {
        reason: reasons[what.reason],
        port: remote?.port ?? 0,
      });
    }
    case 'secured':
      return transfer ? protectedBy(turn, transfer, what.facts) : undefined;
    case 'notSecured': {
      const { data } = profile.security.dies;
      if (data === null) return refuseInsecure(turn);
      return data.length === 0 ? leave(turn, 1) : dieOfTls(turn, data, what.failure);
    }
    case 'parted':
      return complete(turn, transfer?.completion ?? 'closed', transfer?.size ?? 0);
    case 'sent':
      return complete(turn, session.offer?.way === 'active' ? completion.active : completion.passive, what.size);
    case 'ended':
      return complete(turn, completion.receiving, what.size);
    case 'closed':
      return transfer ? finish(turn, transfer.ending.condition) : undefined;
    case 'broken':
      return finish(turn, 'broken', { reason: reasons[what.reason], size: what.size });
    case 'stalled':
      if (session.state === 'PROTECTING' && profile.security.dies.data === null) return refuseInsecure(turn);
      answer(turn, '*', 'dataTimeout');
      return leave(turn);
    default:
      return;
  }
}
