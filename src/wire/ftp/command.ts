/** FTP commands (RFC 959 section 5.3): a verb, perhaps a space and an argument, CR LF. */
import type { RequestMessage } from '../message';
import { escapeTelnet } from './telnet';
import { octetsOf, textOf } from '../text/text';
import { violation, type Violation } from '../violation';

export interface Command {
  /** Upper case letters. */
  readonly verb: string;
  /** What follows the first space, as it stands; null without one. */
  readonly argument: string | null;
}

const SPACE = 32;
const isLetter = (octet: number): boolean => (octet >= 65 && octet <= 90) || (octet >= 97 && octet <= 122);

/**
 * Reads a line without its end and without Telnet sequences. Case of the verb does not matter (RFC 959 section 5.3).
 */
export function parseCommand(line: Uint8Array): Command | Violation {
  const stray = line.findIndex((octet) => octet === 13 || octet === 10);
  if (stray >= 0) return violation({ code: 'command-line-end' }, stray);
  const space = line.indexOf(SPACE);
  const verb = space < 0 ? line : line.subarray(0, space);
  if (verb.length === 0) return violation({ code: 'command-empty', space: line.length > 0 }, 0);
  const other = verb.findIndex((octet) => !isLetter(octet));
  if (other >= 0) return violation({ code: 'command-verb', octet: verb[other] ?? 0 }, other);
  return { verb: textOf(verb).toUpperCase(), argument: space < 0 ? null : textOf(line.subarray(space + 1)) };
}

/** The command as one line of text, without its end. */
export const commandLine = ({ verb, argument }: Command): string => (argument === null ? verb : `${verb} ${argument}`);

/** As the dialogue has it. */
export const commandMessage = ({ verb, argument }: Command): RequestMessage => ({
  protocol: 'FTP',
  kind: 'request',
  name: verb,
  argument,
  ...(verb === 'PASS' && { secret: true }),
});

/** The octets on the wire, with CR LF. Nothing is repaired: an argument with a line end in it sends two lines. */
export function encodeCommand(command: Command): Uint8Array {
  return escapeTelnet(octetsOf(`${commandLine(command)}\r\n`));
}
