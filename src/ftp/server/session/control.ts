/** What comes on the server's control connection: lines, Telnet commands among them, urgent octets. */
import { parseCommand, commandMessage } from '../../../wire/ftp/command';
import { readLines } from '../../../wire/ftp/line';
import { NO_OCTETS } from '../../../wire/octets';
import { textOf } from '../../../wire/text/text';
import { isViolation, type Violation } from '../../../wire/violation';
import { answer, has } from './answer';
import { leave } from './ending';
import type { Heard, Turn } from './session';
import { remark } from '../../protocol/reasons';

/** Without control characters, and in UTF-8; a ClientHello is neither. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const legible = (octets: Uint8Array): boolean => !/[\u0000-\u001f\u007f\udc80-\udcff]/.test(textOf(octets));

/** Makes lines of octets, and lets them wait to be obeyed. */
export function hear(turn: Turn, octets: Uint8Array): void {
  const { session, commands, event } = turn;
  const { held } = session;
  session.held = NO_OCTETS;
  const came = held.length === 0 ? octets : Uint8Array.of(...held, ...octets);
  const { lines, rest, violations } = readLines(session.rest, came);
  session.rest = rest;
  session.heard = event.at;
  for (const { why } of violations) commands.push({ type: 'violation', reason: why });
  if (violations.length > 0 && has(turn, '*', 'tooLong')) {
    answer(turn, '*', 'tooLong');
    return leave(turn);
  }
  const lost = session.setup.profile.telnet === 'loses the line';
  const heard = lines
    .filter((line) => !(lost && (line.telnet.length > 0 || !legible(line.octets))))
    .map((line): Heard | Violation => {
      const command = parseCommand(line.octets);
      return isViolation(command) ? command : { ...command, telnet: line.telnet };
    });
  if (heard.length < lines.length) commands.push(remark({ code: 'line-lost' }));
  session.waiting = session.waiting.length === 0 ? heard : [...session.waiting, ...heard];
}

/** A command as it was read, for the dialogue. */
export function record({ commands }: Turn, heard: Heard): void {
  commands.push({
    type: 'message',
    connection: 'control',
    way: 'received',
    message: commandMessage(heard),
  });
}
