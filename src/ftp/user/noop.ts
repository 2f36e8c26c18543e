/**
 * NOOP as keep-alive (RFC 959 section 4.1.3): a client says it now and then on a control connection that would be
 * silent, so that neither the server nor an edge takes it for idle. Its replies are nobody's: they come whenever the
 * server reads the control connection again, some servers' not before the transfer is over.
 */
import { commandMessage, encodeCommand } from '../../wire/ftp/command';
import type { Reply } from '../../wire/ftp/reply';
import type { UserTurn } from './session';

const TIMER = 'noop';

/** In microseconds; 0 for a client that does not, or not then. */
function interval({ session: { setup } }: UserTurn, during: 'transfer' | 'idle'): number {
  return setup.profile.noop === during ? (setup.settings.noop ?? 0) * 1_000_000 : 0;
}

/** While a file is under way: the clock runs until the action is over. */
export function keepAwake(turn: UserTurn): void {
  const { session, commands } = turn;
  const after = interval(turn, 'transfer');
  if (after === 0 || session.armed.includes(TIMER)) return;
  session.armed = [...session.armed, TIMER];
  commands.push({ type: 'arm', timer: TIMER, after });
}

/** The timer's time has come: true when it was this one. */
export function wokeUp(turn: UserTurn, timer: string): boolean {
  if (timer !== TIMER) return false;
  turn.session.armed = turn.session.armed.filter((one) => one !== TIMER);
  sayNoop(turn);
  keepAwake(turn);
  return true;
}

/** Between two wishes of its user, so many microseconds in all. */
export function idle(turn: UserTurn, whole: number): void {
  const after = interval(turn, 'idle');
  const times = after > 0 && turn.session.control.open ? Math.floor((whole - 1) / after) : 0;
  for (let i = 0; i < times; i += 1) {
    turn.commands.push({ type: 'think', for: after });
    sayNoop(turn);
  }
  turn.commands.push({ type: 'think', for: whole - times * after });
}

function sayNoop({ session, commands }: UserTurn): void {
  const noop = { verb: 'NOOP', argument: null };
  session.noops += 1;
  commands.push(
    { type: 'message', connection: session.control.name, way: 'sent', message: commandMessage(noop) },
    { type: 'send', connection: session.control.name, octets: encodeCommand(noop) },
  );
}

/** How NOOP is answered: done, busy with a transfer, or unknown. A transfer under way ends with none of these. */
const OF_NOOP: ReadonlySet<number> = new Set([200, 450, 500, 502]);

/** The replies that are not a NOOP's. */
export function besidesNoop({ session }: UserTurn, replies: readonly Reply[]): readonly Reply[] {
  return replies.filter(({ code }) => {
    const its = session.noops > 0 && OF_NOOP.has(code);
    if (its) session.noops -= 1;
    return !its;
  });
}
