/**
 * What a log says besides its signs: who talks with whom, what addresses were named, and what follows from these
 * together.
 */
import { canonicalAddress, isLoopback, isPrivate } from '../../wire/packet/address';
import { parse227, parse229, parseEprt, parsePort, type HostPort } from '../../wire/ftp/host-port';
import { isViolation } from '../../wire/violation';
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

export function factsOf(lines: Iterable<Line>): Facts {
  const facts: Mutable<Facts> = {
    client: null,
    server: null,
    dialled: { host: null, address: null, port: null },
    caller: null,
    told: null,
    named: null,
    mode: null,
    lines: 0,
    signs: new Map(),
  };
  const signs = facts.signs as Map<string, Line[]>;
  const note = (name: string, line: Line) => {
    const seen = signs.get(name);
    if (!seen) signs.set(name, [line]);
    else if (seen.length < SHOWN && seen[seen.length - 1] !== line) seen.push(line);
  };
  let stage: Stage = 'dialling';
  let command = '';
  let last: Line | null = null;
  for (const line of lines) {
    facts.lines += 1;
    if (line.by === 'client') command = line.text;
    stage = stageAfter(stage, line);
    for (const { name, pattern, to } of SIGNS_OF[line.by]) {
      if ((to?.test(command) ?? true) && pattern.test(line.text)) {
        note(name, line);
        note(`${name}@${stage}`, line);
      }
    }
    if (line.by !== 'note') {
      note('spoke', line);
      if (!/^(?:QUIT\b|221[ -])/.test(line.text)) last = line;
    }
    read(facts, line);
    if (told(line)) signs.set('told', [line]);
    if (line.by === 'client' && /^(?:PORT|EPRT) /.test(line.text)) signs.set('named', [line]);
  }
  for (const [name, holds, from] of DERIVED)
    if (holds(facts, last)) signs.set(name, [...(signs.get(from) ?? (last ? [last] : []))]);
  return facts;
}

function read(facts: Mutable<Facts>, line: Line): void {
  for (const [side, name, pattern] of SOFTWARE) if (facts[side] === null && pattern.test(line.raw)) facts[side] = name;
  if (facts.dialled.port === null && line.by === 'note') {
    const [, host = null, address = null, port] = DIALLED.exec(line.text) ?? [];
    const [, name, at] = FAILED.exec(line.text) ?? [];
    if (port !== undefined) facts.dialled = { host, address: known(address), port: Number(port) };
    else if (name !== undefined) facts.dialled = { host: name, address: null, port: Number(at) };
  }
  facts.caller ??= known(CALLER.exec(line.raw)?.[1] ?? null);
  facts.told = told(line) ?? facts.told;
  if (line.by !== 'client') return;
  const [, verb = '', argument = ''] = /^(\w{4})(?: (.*))?$/.exec(line.text) ?? [];
  if (isAnnouncement(verb)) facts.mode ??= verb;
  const named = verb === 'PORT' ? parsePort(argument) : verb === 'EPRT' ? parseEprt(argument) : null;
  if (named && !isViolation(named)) facts.named = named;
}

function known(text: string | null): string | null {
  const address = canonicalAddress(text ?? '');
  return isViolation(address) ? null : address;
}

function told({ by, text }: Line): Facts['told'] {
  if (by !== 'server') return null;
  const found = text.startsWith('227 ')
    ? parse227(text.slice(4))
    : text.startsWith('229 ')
      ? parse229(text.slice(4))
      : null;
  return found === null || isViolation(found) ? null : { address: null, ...found };
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
