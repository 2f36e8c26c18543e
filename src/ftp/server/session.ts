/** A server session as its protocol interpreter remembers it, and how it answers. */
import type { Command, Endpoint, MachineEvent, Micros } from '../../machine/contract';
import type { Command as FtpCommand } from '../../wire/command';
import { encodeReply, replyLines, type Reply } from '../../wire/reply';
import { escapeTelnet } from '../../wire/telnet';
import { octetsOf } from '../../wire/text';
import type { Violation } from '../../wire/violation';
import type { Completion, LastWords, Protection, ReplyText, ServerProfile } from '../profiles/server-profile';
import { reasons, type Refusal } from '../files/permission';
import type { Account, ServerSettings } from '../protocol/requests';

export const serverStates = [
  'WAIT-CONNECTION',
  'SECURING',
  'WAIT-USER',
  'WAIT-PASS',
  'READY',
  'CLEARING',
  'BINDING',
  'OPENING',
  'PROTECTING',
  'TRANSFERRING',
  'CLOSING',
  'ENDED',
] as const;
export type ServerState = (typeof serverStates)[number];

/** A profile made ready: its texts parsed, those without placeholders encoded. */
export interface PreparedReply extends Reply {
  readonly octets: Uint8Array | null;
}

export interface ServerSetup {
  readonly profile: ServerProfile;
  readonly accounts: readonly Account[];
  readonly settings: ServerSettings;
  readonly replies: ReadonlyMap<string, PreparedReply>;
}

export interface Heard extends FtpCommand {
  readonly telnet: readonly string[];
}

export interface Transfer {
  readonly verb: string;
  readonly argument: string;
  readonly path: string;
  /** Octets to send, or null when it receives. */
  readonly octets: Uint8Array | null;
  /** Where the blocks that it was read in end in what is sent. */
  readonly ends?: readonly number[];
  /** For what is received: the file's octets before the first that comes, and those that lie there now. */
  readonly before: Uint8Array;
  readonly beneath: Uint8Array;
  readonly size: number;
  /** The reply at the end: 'done', or what a directory that could not be opened is answered with. */
  readonly ending: { readonly verb: string; readonly condition: string };
  /** Octets that have moved, and since when. */
  readonly moved: number;
  readonly since: Micros;
  readonly facts: Facts;
  /** TLS lies on the data connection. */
  readonly secured?: boolean;
  /** How it goes on when the farewell to TLS is over. */
  readonly completion?: Completion;
}

export interface ServerPi {
  readonly setup: ServerSetup;
  /** The machine's state, which rules cannot see otherwise. */
  readonly state: ServerState;
  /** Octets of a line that is not yet complete, and lines that wait for a transfer to end. */
  readonly rest: Uint8Array;
  readonly waiting: readonly (Heard | Violation)[];
  /** An urgent octet that is read with what follows it. */
  readonly held: Uint8Array;
  readonly urgent: boolean;
  readonly peerClosed: boolean;
  /** The control connection: without TLS, with it, or without it again (RFC 4217 section 5). */
  readonly control: 'clear' | 'secured' | 'cleared';
  /** What PROT asked of data connections (RFC 2228 section 3). */
  readonly protection: Protection;
  /** TLS sessions of 1.2 that this process keeps. */
  readonly sessions: readonly unknown[];
  /** TLS failed: what is said once it is off. */
  readonly parting: { readonly lines: LastWords; readonly words: string } | null;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Control connections of this service when ours came: all, and those from the same address. */
  readonly peers: { readonly all: number; readonly address: number };
  readonly heard: Micros;
  readonly user: string | null;
  readonly account: Account | null;
  readonly failures: number;
  readonly directory: string;
  readonly type: 'A' | 'I';
  readonly restart: number;
  readonly renameFrom: string | null;
  readonly extendedOnly: boolean;
  readonly mask: number | null;
  /** Seconds, once SITE IDLE has set them. */
  readonly idle: number | null;
  /** The facts that MLST and MLSD tell. */
  readonly facts: readonly string[];
  readonly uploaded: number;
  readonly downloaded: number;
  readonly stored: number;
  readonly lastCode: number;
  /** Where the next data connection is to be: on our listener, or at the address that the client named. */
  readonly offer: { readonly way: 'passive' } | { readonly way: 'active'; readonly remote: Endpoint } | null;
  /** The verb that waits for a port. */
  readonly binding: string;
  readonly transfer: Transfer | null;
}

/** A step in the making. Only here is anything assigned to; what comes of it is a new value. */
export interface Turn {
  readonly session: { -readonly [K in keyof ServerPi]: ServerPi[K] };
  readonly event: MachineEvent;
  readonly commands: Command[];
}

export type Facts = Readonly<Record<string, string | number>>;

/** '226 Transfer complete.' or a list whose first line has the code. */
export function parseReplyText(text: ReplyText): Reply {
  const [first = '', ...others] = typeof text === 'string' ? [text] : text;
  return { code: Number(first.slice(0, 3)), lines: [first.slice(4), ...others] };
}

export function prepareReplies(profile: ServerProfile): ReadonlyMap<string, PreparedReply> {
  const prepared = new Map<string, PreparedReply>();
  for (const [verb, texts] of Object.entries(profile.replies)) {
    for (const [condition, text] of Object.entries(texts)) {
      const reply = parseReplyText(text);
      prepared.set(`${verb}.${condition}`, {
        ...reply,
        octets: reply.lines.some((line) => line.includes('{')) ? null : encodeReply(reply),
      });
    }
  }
  return prepared;
}

export function filled(text: string, facts: Facts): string {
  return text.includes('{') ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole)) : text;
}

/** Whether the profile has a reply of its own for this. */
export const has = ({ session: { setup } }: Turn, verb: string, condition: string): boolean =>
  setup.replies.has(`${verb}.${condition}`);

/** A line that holds a listing alone becomes its lines, each as far in. */
function spread(line: string, facts: Facts): readonly string[] {
  const indent = /^(\s*)\{listing\}$/.exec(line)?.[1];
  if (indent === undefined) return [filled(line, facts)];
  const listing = String(facts['listing'] ?? '');
  return listing === '' ? [] : listing.split('\n').map((text) => indent + text);
}

function say(turn: Turn, reply: Reply, octets: Uint8Array | null): void {
  const { session, commands } = turn;
  session.lastCode = reply.code;
  commands.push({
    type: 'message',
    connection: 'control',
    way: 'sent',
    message: { code: reply.code, lines: reply.lines },
  });
  const { profile } = session.setup;
  if ((session.control === 'secured' ? profile.security : profile).writes === 'line' && reply.lines.length > 1) {
    for (const line of replyLines(reply))
      commands.push({ type: 'send', connection: 'control', octets: escapeTelnet(octetsOf(`${line}\r\n`)) });
  } else commands.push({ type: 'send', connection: 'control', octets: octets ?? encodeReply(reply) });
}

/**
 * Says what the profile has for the verb's condition: thought, log line, reply. `logged` names the log line's
 * condition.
 */
export function answer(turn: Turn, verb: string, condition: string, facts: Facts = {}, logged = condition): void {
  const { session, commands } = turn;
  const { profile, replies } = session.setup;
  const key = `${verb}.${condition}`;
  const think = profile.think[key];
  if (think !== undefined) commands.push({ type: 'think', for: think });
  const log = profile.log[key] ?? profile.log[`${verb}.${logged}`];
  if (log !== undefined)
    commands.push({
      type: 'say',
      to: 'log',
      text: filled(log, { client: session.remote.address, user: session.user ?? '', ...facts }),
    });
  const prepared = replies.get(key);
  if (!prepared) return;
  const reply: Reply = prepared.octets
    ? prepared
    : { code: prepared.code, lines: prepared.lines.flatMap((line) => spread(line, { verb, ...facts })) };
  say(turn, reply, prepared.octets);
}

/** Refuses for a reason that the program would read in errno: in words of its own where the profile has them. */
export function refuse(turn: Turn, verb: string, refusal: Refusal, facts: Facts = {}, condition = 'failed'): void {
  answer(turn, verb, has(turn, verb, refusal) ? refusal : condition, { ...facts, reason: reasons[refusal] }, condition);
}

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
  session.state = 'ENDED';
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
      message: { code: Number(line.slice(0, 3)), lines: [line.slice(4)] },
    });
    for (const piece of pieces) turn.commands.push({ type: 'send', connection: 'control', octets: octetsOf(piece) });
  }
  leave(turn, 1);
}
