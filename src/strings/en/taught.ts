/** What a message means, in place of the program's words: on the diagram, where somebody learns to read them. */
import { parse227, parse229, parseEprt, parsePort } from '../../wire/ftp/host-port';
import { portSum } from '../../wire/ftp/worked';
import type { Message, ReplyMessage, RequestMessage } from '../../wire/message';
import { isViolation } from '../../wire/violation';

type Meant = string | ((argument: string) => string | null);

const sum = (port: number): string => portSum(port >> 8, port & 255);

const VERBS: Readonly<Record<string, Meant>> = {
  USER: (name) => `I am ${name}`,
  PASS: 'and this is my password',
  AUTH: 'let us speak TLS',
  PBSZ: 'no buffer to agree on',
  PROT: (level) => (/^P$/i.test(level) ? 'the data sealed, too' : 'the data in clear'),
  CCC: 'back to clear commands',
  FEAT: 'what do you know?',
  SYST: 'what system are you?',
  PWD: 'where am I?',
  CWD: (path) => `go to ${path}`,
  CDUP: 'go up',
  TYPE: (type) => (/^A/i.test(type) ? 'as lines of text' : 'octet by octet'),
  PORT(argument) {
    const found = parsePort(argument);
    return isViolation(found) ? null : sum(found.port);
  },
  EPRT(argument) {
    const found = parseEprt(argument);
    return isViolation(found) ? null : `dial me at ${found.address}, port ${found.port}`;
  },
  PASV: 'where may I dial you?',
  EPSV: 'on which port may I dial you?',
  LIST: 'a listing, please',
  NLST: 'the names alone, please',
  MLSD: 'facts of each file, please',
  RETR: (path) => `give me ${path}`,
  STOR: (path) => `take ${path}`,
  APPE: (path) => `put this behind ${path}`,
  SIZE: (path) => `how many octets has ${path}?`,
  MDTM: (path) => `when was ${path} changed?`,
  REST: (marker) => `begin at octet ${marker}`,
  DELE: (path) => `delete ${path}`,
  NOOP: 'still there?',
  ABOR: 'stop that',
  QUIT: 'that is all',
};

/** What a reply asks of the client, by its first digit (RFC 959 section 4.2.1). */
const CLASSES: Readonly<Record<string, string>> = {
  1: 'begun: wait for another reply',
  2: 'done: go on',
  3: 'so far so good: send the rest',
  4: 'not now: try again later',
  5: 'no: change something first',
};

const REPLIES: Readonly<Record<string, Meant>> = {
  220: 'ready: who are you?',
  221: 'goodbye: the call ends',
  226: 'done: all is transferred',
  227(text) {
    const found = parse227(text);
    return isViolation(found) ? null : sum(found.port);
  },
  229(text) {
    const found = parse229(text);
    return isViolation(found) ? null : `dial this same address, port ${found.port}`;
  },
  230: 'you are logged in: go on',
  234: 'agreed: begin the handshake',
  331: 'and your password?',
  350: 'kept: send what it is for',
  421: 'the call ends: come back later',
  425: 'no data connection: try again later',
  530: 'not logged in: log in first',
};

const meant = (found: Meant | undefined, text: string): string | null =>
  (typeof found === 'function' ? found(text) : found) ?? null;
const rowOf = (table: Readonly<Record<string, Meant>>, name: string) =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const ofRequest = ({ name, argument }: RequestMessage) => meant(rowOf(VERBS, name), argument ?? '');
const ofReply = ({ name, lines }: ReplyMessage) =>
  meant(rowOf(REPLIES, name), lines[0] ?? '') ?? CLASSES[name.charAt(0)] ?? null;

/** Null where there is nothing to say but the words themselves. */
export function taughtText(message: Message): string | null {
  if (message.protocol !== 'FTP') return null;
  if (message.kind === 'request') return ofRequest(message);
  return message.kind === 'reply' ? ofReply(message) : null;
}
