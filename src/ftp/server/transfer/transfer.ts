/** How a transfer begins: whether there is a way to a data connection, and the call that has it opened. */
import type { Command } from '../../../machine/contract';
import { call } from '../../protocol/calls';
import type { Refusal } from '../../files/permission';
import { answer, refuse } from '../session/answer';
import { die } from '../session/ending';
import { withdraw } from './offer';
import { mustProtect } from '../session/security';
import type { Facts, Offer, ServerPi, Transfer, Turn } from '../session/session';

const NOTHING = new Uint8Array(0);
const SECOND = 1_000_000;

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
interface Wish
  extends
    Pick<Transfer, 'verb' | 'argument' | 'path' | 'octets'>,
    Partial<Pick<Transfer, 'before' | 'beneath' | 'size' | 'facts' | 'ends' | 'room'>> {
  readonly ending?: string;
}

/** The call that has the data connection opened: dialled, or accepted from whom the server lets in. */
function opening({ setup: { settings, profile }, remote, local }: ServerPi, offer: Offer): Command {
  const { timeouts, passive } = profile;
  const fixed = settings.activeDataPort === 'ephemeral' ? null : settings.activeDataPort;
  const active = offer.way === 'active';
  const seconds = active
    ? (settings.activeConnectTimeout ?? timeouts.connect)
    : (settings.passiveAcceptTimeout ?? timeouts.accept);
  return call('dtp', {
    name: 'open',
    remote: active ? offer.remote : null,
    local: active && fixed !== null ? { address: local.address, port: fixed, reuseAddress: true } : null,
    peer: passive.peerOnly && settings.allowForeignDataAddress !== true ? remote.address : null,
    patience: seconds * SECOND,
    stall: timeouts.data * SECOND,
  });
}

/** Has the data connection opened, or says why not. */
export function begin(turn: Turn, { ending = 'done', ...wish }: Wish): void {
  const { session, commands, event } = turn;
  const { settings, profile } = session.setup;
  if (!prepared(turn, wish.verb, true)) return;
  // Without PORT or PASV the data port is the client's own end of the control connection (RFC 959 section 3.2).
  session.offer ??= { way: 'active', remote: session.remote };
  const { offer } = session;
  const fixed = offer.way === 'active' && settings.activeDataPort !== 'ephemeral';
  if (fixed && settings.allowForeignPortAddress && profile.port.diesOnForeignAndFixedPort)
    return die(turn, profile.port.diesOnForeignAndFixedPort);
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
  turn.phase = 'OPENING';
  commands.push(opening(session, offer));
}
