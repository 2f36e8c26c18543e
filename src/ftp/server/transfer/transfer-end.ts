/** How a transfer ends: the reply and the close of the data connection, in the order of the server's manners. */
import type { Command, Micros } from '../../../machine/contract';
import { call } from '../../protocol/calls';
import { isListing } from '../../protocol/verbs';
import type { Completion } from '../../profiles/server-profile';
import { answer, has } from '../session/answer';
import { leave } from '../session/ending';
import type { Facts, Transfer, Turn } from '../session/session';

const SECOND: Micros = 1_000_000;

/** '7.15 Mbytes'. */
function rateText(octets: number, seconds: number): string {
  const rate = octets / Math.max(seconds, 1e-6);
  const unit = [1024, 1024 ** 2].filter((least) => rate >= least).length;
  return `${(rate / 1024 ** unit).toFixed(2)} ${['bytes', 'Kbytes', 'Mbytes'][unit] ?? ''}`;
}

/** A transfer that was done: some servers tell an empty one, or one of text, from the others. */
function doneAs(turn: Turn, verb: string, moved: number): string {
  if (moved === 0 && has(turn, verb, 'doneEmpty')) return 'doneEmpty';
  const text = turn.session.type === 'A' && !isListing(verb);
  return text && has(turn, verb, 'doneAscii') ? 'doneAscii' : 'done';
}

/** The transfer is over, well or badly: its facts, and the session ready again. */
export function finish(turn: Turn, condition: string, facts: Facts = {}): void {
  const { session, event } = turn;
  const { transfer } = session;
  session.transfer = null;
  session.offer = null;
  turn.phase = 'READY';
  session.heard = event.at;
  if (!transfer) return;
  const { verb } = transfer.ending;
  const moved = transfer.octets ? transfer.octets.length : transfer.size;
  const seconds = (event.at - transfer.since) / SECOND;
  const done = condition === 'done' && verb === transfer.verb;
  if (done && !isListing(verb)) session[transfer.octets ? 'downloaded' : 'uploaded'] += moved;
  answer(
    turn,
    verb,
    done ? doneAs(turn, verb, moved) : condition,
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

export const closeData = (lingering?: Micros): Command =>
  call('dtp', lingering === undefined ? { name: 'close' } : { name: 'close', lingering });

/** The last octet has gone, or come: the reply and the close in the order of the server's manners. */
export function complete(turn: Turn, completion: Completion, size: number): void {
  const { session, commands } = turn;
  const { transfer, setup } = session;
  if (!transfer) return;
  session.transfer = { ...transfer, size: transfer.octets ? transfer.size : size };
  if (transfer.secured && partsAwaited(turn, transfer)) {
    session.transfer = { ...session.transfer, secured: false, completion };
    turn.phase = 'CLOSING';
    return void commands.push(
      call('dtp', { name: 'part', ...(setup.profile.security.noDelay === 'farewell' ? { noDelay: true } : {}) }),
    );
  }
  if (completion === 'closing') commands.push(closeData());
  if (completion === 'closing' || completion === 'drained') finish(turn, transfer.ending.condition);
  else turn.phase = 'CLOSING';
  if (turn.phase === 'ENDED') return;
  if (completion !== 'closing')
    commands.push(closeData(completion === 'peerClosed' ? setup.profile.timeouts.linger * SECOND : undefined));
}

export const partsAwaited = ({ session }: Turn, transfer: Transfer): boolean =>
  session.setup.profile.security.farewell[ofFile(transfer) ? 'files' : 'listings'] === 'awaited';

export const ofFile = ({ octets, facts }: Transfer): boolean => octets === null || facts['left'] !== undefined;
