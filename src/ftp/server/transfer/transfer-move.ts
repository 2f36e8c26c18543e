/** What is said and sent once there is a data connection, protected or in the clear (RFC 4217 section 12.6). */
import { call, type Pace } from '../../protocol/calls';
import { answer, has } from '../session/answer';
import { ownedBy } from '../session/ownership';
import { isOwn, securing } from '../session/security';
import type { ServerPi, Transfer, Turn } from '../session/session';
import { closeData, complete, finish, ofFile, partsAwaited } from './transfer-end';

const SECOND = 1_000_000;

/** What some servers say of an opening in particular, the finest first. */
const openings: readonly (readonly [condition: string, of: (large: boolean, active: boolean) => boolean])[] = [
  ['openingLargeActive', (large, active) => large && active],
  ['openingLarge', (large) => large],
  ['openingActive', (_large, active) => active],
];

function sayOpening(turn: Turn, transfer: Transfer): void {
  const { offer, setup, type } = turn.session;
  const { verb, path, argument, size, facts } = transfer;
  const remote = offer?.way === 'active' ? offer.remote : null;
  const large = ofFile(transfer) && Number(facts['left'] ?? 0) >= setup.profile.transfer.large;
  const finer = openings.find(([one, of]) => of(large, remote !== null) && has(turn, verb, one));
  const mode = type === 'A' ? 'ASCII' : 'BINARY';
  answer(turn, verb, finer?.[0] ?? 'opening', { argument, path, size, port: remote?.port ?? 0, mode, ...facts });
}

/** There is a data connection: says so, and has it secured first where it is to be (RFC 4217 section 12.6). */
export function start(turn: Turn): void {
  const { session, commands } = turn;
  const { transfer } = session;
  if (!transfer) return;
  const { during, security, timeouts } = session.setup.profile;
  sayOpening(turn, transfer);
  if (session.protection === 'C') return move(turn, transfer);
  turn.phase = 'PROTECTING';
  if (during.manner === 'wait') commands.push({ type: 'pause', connection: 'control' });
  const renewal = transfer.octets === null && !security.renewsForUploads ? { renews: false } : {};
  commands.push(
    call('dtp', {
      name: 'secure',
      input: { ...securing(session, 'data'), ...renewal },
      patience: timeouts.handshake * SECOND,
      ...(security.noDelay === 'handshake' ? { noDelay: true } : {}),
    }),
  );
}

/** Reads the control connection again: whoever waits for a handshake reads nothing else. */
function lookBack({ session, commands }: Turn): void {
  if (session.setup.profile.during.manner === 'wait') commands.push({ type: 'resume', connection: 'control' });
}

/** The data connection has TLS; whether it is the right peer's is another matter. */
export function protectedBy(turn: Turn, { facts }: { readonly facts: Readonly<Record<string, unknown>> }): void {
  const { session } = turn;
  const { transfer } = session;
  if (!transfer) return;
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
export function refuseInsecure(turn: Turn): void {
  const { session, commands } = turn;
  lookBack(turn);
  commands.push(closeData());
  if (session.transfer) session.transfer = { ...session.transfer, ending: { verb: '*', condition: 'notSecured' } };
  finish(turn, 'notSecured');
}

/** The rate to keep, of a file; listings go as fast as they can. */
function paceOf({ setup: { profile, settings } }: ServerPi, transfer: Transfer): { readonly pace?: Pace } {
  const { block, firstBlockFree: firstFree } = profile.transfer;
  const rate = ofFile(transfer) ? (settings.maxRate ?? null) : null;
  return rate === null ? {} : { pace: { rate, block, firstFree, ...(transfer.ends ? { ends: transfer.ends } : {}) } };
}

/** Moves the octets, now that there is a connection for them. */
function move(turn: Turn, transfer: Transfer): void {
  const { session, commands, event } = turn;
  const { corksListings, ascii } = session.setup.profile.transfer;
  const { octets, path, before, beneath } = transfer;
  const pace = paceOf(session, transfer);
  session.transfer = { ...transfer, since: event.at };
  turn.phase = 'TRANSFERRING';
  if (octets) {
    const corked = !ofFile(transfer) && corksListings ? { corked: true as const } : {};
    return void commands.push(call('dtp', { name: 'send', octets, ...pace, ...corked }));
  }
  commands.push(
    call('dtp', {
      name: 'receive',
      path,
      before,
      node: ownedBy(turn, path),
      ...(beneath.length > 0 ? { beneath } : {}),
      ...pace,
      ...(transfer.room === undefined ? {} : { room: transfer.room }),
      ...(session.type === 'A' && ascii !== 'kept' ? { text: true } : {}),
    }),
  );
}

/** After a rest. */
export function proceed({ commands }: Turn): void {
  commands.push(call('dtp', { name: 'proceed' }));
}
