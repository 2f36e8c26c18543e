/**
 * Commands while a transfer runs (RFC 959 section 4.1.3 ABOR and STAT). Most servers leave them lying until it is over;
 * some look at their control connection between two blocks, and some are called by urgent data (RFC 1123 section
 * 4.1.2.10).
 */
import { isViolation, type Violation } from '../../wire/violation';
import { call } from '../protocol/calls';
import { answer, has, type Heard, type Turn } from './session';
import { isAnnouncement, isTransfer } from '../protocol/verbs';

function record({ commands }: Turn, { verb, argument, telnet }: Heard): void {
  commands.push({
    type: 'message',
    connection: 'control',
    way: 'received',
    message: { verb, argument, ...(telnet.length > 0 ? { telnet } : {}) },
  });
}

/** Ends the transfer where it is; `condition` is what is said once its connection is gone. */
function abort({ session, commands }: Turn, condition: string): void {
  if (session.transfer) session.transfer = { ...session.transfer, ending: { verb: 'ABOR', condition } };
  session.state = 'CLOSING';
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

/** Takes what waits, as the server's manners are, until the transfer is over. `obeyOne` obeys as at any other time. */
export function attendMeanwhile(turn: Turn, obeyOne: (turn: Turn, heard: Heard | Violation) => void): void {
  const { session } = turn;
  const { during } = session.setup.profile;
  if (during.manner === 'wait') return;
  if (session.urgent) return heedUrgent(turn);
  while (session.state === 'TRANSFERRING') {
    const [next, ...others] = session.waiting;
    if (next === undefined) return;
    session.waiting = others;
    if (isViolation(next)) {
      obeyOne(turn, next);
      continue;
    }
    const refused =
      during.manner === 'refuse' ||
      during.refused.includes(next.verb) ||
      isTransfer(next.verb) ||
      // A data connection is there already; another would be of no use.
      isAnnouncement(next.verb);
    if (during.aborting.includes(next.verb)) {
      record(turn, next);
      answer(turn, 'ABOR', 'aborting');
      abort(turn, 'aborted');
    } else if (refused || has(turn, next.verb, 'busy')) {
      record(turn, next);
      answer(turn, has(turn, next.verb, 'busy') ? next.verb : '*', 'busy', { verb: next.verb });
    } else obeyOne(turn, next);
  }
}
