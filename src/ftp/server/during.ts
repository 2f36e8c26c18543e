/**
 * Commands while a transfer runs (RFC 959 section 4.1.3 ABOR and STAT). Most servers leave them lying until it is over;
 * some look at their control connection between two blocks, and some are called by urgent data (RFC 1123 section
 * 4.1.2.10).
 */
import { isViolation, type Violation } from '../../wire/violation';
import { call } from '../protocol/calls';
import { isAnnouncement, isTransfer } from '../protocol/verbs';
import { answer, has } from './session/answer';
import { record } from './session/control';
import { obeyOne } from './obeying';
import type { Heard, Turn } from './session/session';

/** Ends the transfer where it is; `condition` is what is said once its connection is gone. */
function abort(turn: Turn, condition: string): void {
  const { session, commands } = turn;
  if (session.transfer) session.transfer = { ...session.transfer, ending: { verb: 'ABOR', condition } };
  turn.phase = 'CLOSING';
  commands.push(call('dtp', { name: 'abort', lingering: session.setup.profile.timeouts.linger * 1_000_000 }));
}

/** An urgent octet has ended the transfer. Where ABOR has come by then, it is answered first. */
function heedUrgent(turn: Turn): void {
  const { session } = turn;
  const isAbort = (heard: Heard | Violation): heard is Heard => !isViolation(heard) && heard.verb === 'ABOR';
  const heard = session.waiting.find(isAbort);
  session.urgent = false;
  session.waiting = session.waiting.filter((one) => one !== heard);
  if (heard) record(turn, heard);
  for (const condition of heard ? ['ok', 'overtaken'] : ['aborting']) answer(turn, 'ABOR', condition);
  abort(turn, 'silently');
}

/** Aborts, refuses or obeys one command, as the server's manners are. */
function attendOne(turn: Turn, heard: Heard): void {
  const { during } = turn.session.setup.profile;
  const { verb } = heard;
  if (during.aborting.includes(verb)) {
    record(turn, heard);
    if (turn.session.control === 'secured' && turn.session.setup.profile.security.abortsLast) {
      for (const condition of ['ok', 'overtaken']) answer(turn, 'ABOR', condition);
      return abort(turn, 'silently');
    }
    answer(turn, 'ABOR', 'aborting');
    return abort(turn, 'aborted');
  }
  const busy = has(turn, verb, 'busy');
  const refused =
    during.manner === 'refuse' ||
    during.refused.includes(verb) ||
    isTransfer(verb) ||
    // A data connection is there already; another would be of no use.
    isAnnouncement(verb);
  if (!busy && !refused) return obeyOne(turn, heard);
  record(turn, heard);
  answer(turn, busy ? verb : '*', 'busy', { verb });
}

/** Takes what waits, as the server's manners are, until the transfer is over. */
export function attendMeanwhile(turn: Turn): void {
  const { session } = turn;
  if (session.setup.profile.during.manner === 'wait') return;
  if (session.urgent) return heedUrgent(turn);
  while (turn.phase === 'TRANSFERRING') {
    const [next, ...others] = session.waiting;
    if (next === undefined) return;
    session.waiting = others;
    if (isViolation(next)) obeyOne(turn, next);
    else attendOne(turn, next);
  }
}
