/**
 * What a log says besides its signs: who talks with whom, what addresses were named, and what follows from these
 * together.
 */
import { canonicalAddress, isLoopback, isPrivate } from '../../wire/packet/address';
import { parse227, parse229, parseEprt, parsePort, type HostPort } from '../../wire/ftp/host-port';
import { isViolation, type Violation } from '../../wire/violation';
import type { Line } from './lines';
import { SIGNS_OF, stageAfter, type Stage } from './signs';
import { isAnnouncement } from '../../ftp/protocol/verbs';

export interface Facts {
  readonly client: string | null;
  readonly server: string | null;
  /** Where the control connection goes. */
  readonly dialled: { readonly host: string | null; readonly address: string | null; readonly port: number | null };
  /** Whom the server's log calls its client. */
  readonly caller: string | null;
  /** Of the last 227 or 229; a 229 names no address. */
  readonly told: { readonly address: string | null; readonly port: number } | null;
  /** Of the last PORT or EPRT. */
  readonly named: HostPort | null;
  /** The first command that asked for a data connection: a client that falls back does so again in a replay. */
  readonly mode: string | null;
  readonly lines: number;
  /** Signs by name, and by name@stage, each with the first lines that show it. */
  readonly signs: ReadonlyMap<string, readonly Line[]>;
}

/** How many lines of a sign are kept. */
const SHOWN = 3;

const SOFTWARE: readonly (readonly ['client' | 'server', string, RegExp])[] = [
  ['client', 'ftplib', /^\*(?:cmd|resp|put|get|welcome)\* |\bftplib\./],
  ['client', 'curl', /^curl: \(\d|^\* +(?:Trying|Connected to)/],
  ['client', 'filezilla', /^(?:[\d:. -]{1,40}\s{1,4})?(?:Status|Command|Response|Error):\s/],
  ['client', 'lftp', /^<--- |^---- (?:Connecting|Resolving)|max-retries exceeded/],
  ['client', 'tnftp', /^tnftp: |^setupsockbufsize|^EPSV\/EPRT on IPv4/],
  ['client', 'ftp.exe', /^> ?ftp: |^ftp> /],
  ['server', 'vsftpd', /\(vsFTPd |\[pid \d+\] (?:\[[^\]]*\] )?(?:CONNECT|FTP response): Client/],
  ['server', 'proftpd', /\b220[ -]ProFTPD/],
  ['server', 'pure-ftpd', /Welcome to Pure-FTPd/],
];

const DIALLED =
  /^(?:Trying|Connecting to|Connected to) (?:([A-Za-z][\w.-]*) )?\(?\[?([0-9a-f.:]+?)\]?\)?(?: port |:)(\d{1,5})\b/;
const FAILED = /Failed to connect to ([A-Za-z0-9][\w.:-]*) port (\d{1,5})/;
const CALLER = /\bClient "([0-9a-f.:]+)"/;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Signs = Map<string, Line[]>;

/** How far the dialogue has come, as its lines are read. */
interface Course {
  stage: Stage;
  /** The client's last. */
  command: string;
  /** The last word of either, goodbyes aside. */
  last: Line | null;
}

const nothingYet = (signs: Signs): Mutable<Facts> => ({
  client: null,
  server: null,
  dialled: { host: null, address: null, port: null },
  caller: null,
  told: null,
  named: null,
  mode: null,
  lines: 0,
  signs,
});

export function factsOf(lines: Iterable<Line>): Facts {
  const signs: Signs = new Map();
  const facts = nothingYet(signs);
  const course: Course = { stage: 'dialling', command: '', last: null };
  for (const line of lines) {
    facts.lines += 1;
    notice(signs, course, line);
    read(facts, line);
    if (told(line)) signs.set('told', [line]);
    if (line.by === 'client' && /^(?:PORT|EPRT) /.test(line.text)) signs.set('named', [line]);
  }
  const { last } = course;
  for (const [name, holds, from] of DERIVED)
    if (holds(facts, last)) signs.set(name, [...(signs.get(from) ?? (last ? [last] : []))]);
  return facts;
}

/** What a line shows by itself, and by the stage that it comes in. */
function notice(signs: Signs, course: Course, line: Line): void {
  if (line.by === 'client') course.command = line.text;
  course.stage = stageAfter(course.stage, line);
  for (const { name, pattern, to } of SIGNS_OF[line.by])
    if ((to?.test(course.command) ?? true) && pattern.test(line.text)) {
      keep(signs, name, line);
      keep(signs, `${name}@${course.stage}`, line);
    }
  if (line.by === 'note') return;
  keep(signs, 'spoke', line);
  if (!/^(?:QUIT\b|221[ -])/.test(line.text)) course.last = line;
}

function keep(signs: Signs, name: string, line: Line): void {
  const seen = signs.get(name);
  if (!seen) signs.set(name, [line]);
  else if (seen.length < SHOWN && seen[seen.length - 1] !== line) seen.push(line);
}

function read(facts: Mutable<Facts>, line: Line): void {
  for (const [side, name, pattern] of SOFTWARE) if (facts[side] === null && pattern.test(line.raw)) facts[side] = name;
  if (facts.dialled.port === null && line.by === 'note') facts.dialled = dialledIn(line) ?? facts.dialled;
  facts.caller ??= known(CALLER.exec(line.raw)?.[1] ?? null);
  facts.told = told(line) ?? facts.told;
  if (line.by === 'client') readCommand(facts, line);
}

function readCommand(facts: Mutable<Facts>, { text }: Line): void {
  const [, verb = '', argument = ''] = /^(\w{4})(?: (.*))?$/.exec(text) ?? [];
  if (isAnnouncement(verb)) facts.mode ??= verb;
  facts.named = wellFormed(NAMES.get(verb)?.(argument)) ?? facts.named;
}

function dialledIn({ text }: Line): Facts['dialled'] | null {
  const [, host = null, address = null, port] = DIALLED.exec(text) ?? [];
  if (port !== undefined) return { host, address: known(address), port: Number(port) };
  const [, name, at] = FAILED.exec(text) ?? [];
  return name === undefined ? null : { host: name, address: null, port: Number(at) };
}

const wellFormed = <T>(read: T | Violation | undefined): T | null =>
  read === undefined || isViolation(read) ? null : read;

const known = (text: string | null): string | null => wellFormed(canonicalAddress(text ?? ''));

/** Where a client says that it waits. */
const NAMES: ReadonlyMap<string, (argument: string) => HostPort | Violation> = new Map([
  ['PORT', parsePort],
  ['EPRT', parseEprt],
]);

/** Where a server says that it waits. */
const TELLS = new Map<string, (text: string) => { readonly address?: string; readonly port: number } | Violation>([
  ['227 ', parse227],
  ['229 ', parse229],
]);

function told({ by, text }: Line): Facts['told'] {
  const found = by === 'server' ? wellFormed(TELLS.get(text.slice(0, 4))?.(text.slice(4))) : null;
  return found && { address: null, ...found };
}

/** Somebody else's private address is of no use; on one private network it is. */
const stranger = (address: string, other: string | null): boolean =>
  isPrivate(address) && other !== address && (other === null || !isPrivate(other));

/** What follows from several facts: its name, whether it holds, and the sign whose lines show it. */
const DERIVED: readonly (readonly [string, (facts: Facts, last: Line | null) => boolean, string])[] = [
  [
    'private227',
    ({ told: at, dialled }) => at !== null && at.address !== null && stranger(at.address, dialled.address),
    'told',
  ],
  [
    'loopback227',
    ({ told: at, dialled }) =>
      at !== null && at.address !== null && isLoopback(at.address) && !isLoopback(dialled.address ?? '0.0.0.0'),
    'told',
  ],
  ['privatePort', ({ named, caller }) => named !== null && stranger(named.address, caller), 'named'],
  [
    'foreignPort',
    ({ named, caller }) => named !== null && !isPrivate(named.address) && caller !== null && caller !== named.address,
    'named',
  ],
  ['lowPort', ({ named }) => named !== null && named.port < 1024, 'named'],
  [
    'publicPort',
    ({ named, caller }) => named !== null && !isPrivate(named.address) && (caller === null || caller === named.address),
    'named',
  ],
  // The last word, goodbyes aside, was where to dial: whoever wrote this log saw no more of it.
  ['endedAt227', (_, last) => last !== null && told(last) !== null, 'told'],
];
