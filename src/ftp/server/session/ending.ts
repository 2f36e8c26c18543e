/** How a server's process ends: with its last words, with a farewell to TLS, or dying of what it says. */
import { replyMessage } from '../../../wire/ftp/reply';
import { octetsOf } from '../../../wire/text/text';
import type { LastWords } from '../../profiles/server-profile';
import { filled, say } from './answer';
import type { Turn } from './session';

/** The last words to a client that has gone without a word of its own. */
export function sayFarewell(turn: Turn): void {
  const { session } = turn;
  const text = session.setup.profile.lastWords;
  if (text === null || session.lastCode === 0) return;
  say(turn, { code: session.lastCode, lines: [text] }, null);
  thinkOf(turn, 'exit');
}

/** Some take a while to end once all is said ('exit'), or over a failure of TLS ('tls'). */
export function thinkOf({ session, commands }: Turn, what: 'exit' | 'tls'): void {
  const think = session.setup.profile.think[what];
  if (think !== undefined) commands.push({ type: 'think', for: think });
}

/** The process ends; its host closes what it left open. Some say farewell to TLS before. */
export function leave(turn: Turn, code = 0): void {
  const { session, commands } = turn;
  if (session.control === 'secured' && session.setup.profile.security.farewell.control)
    commands.push({ type: 'close', connection: 'control' });
  turn.phase = 'ENDED';
  commands.push({ type: 'exit', code });
}

/** Says why it must end, write by write, and dies of it. {words} are those of a library that knows. */
export function die(turn: Turn, lines: LastWords, words = ''): void {
  for (const pieces of lines.map((line) => line.map((piece) => filled(piece, { words })))) {
    const line = pieces.join('').trimEnd();
    turn.commands.push({
      type: 'message',
      connection: 'control',
      way: 'sent',
      message: replyMessage({ code: Number(line.slice(0, 3)), lines: [line.slice(4)] }),
    });
    for (const piece of pieces) turn.commands.push({ type: 'send', connection: 'control', octets: octetsOf(piece) });
  }
  leave(turn, 1);
}
