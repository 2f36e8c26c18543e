/**
 * The server's protocol interpreter (RFC 959 section 2.3): greets, logs a user in, obeys commands one after another and
 * replies to each; its data transfer process moves what is to be moved. Which verb needs what stands in verbs.ts, how
 * each is obeyed in server-rules.ts and the files it names, the words and manners in the profile.
 *
 * One process serves one control connection. What it does with commands while a transfer runs is its manners' business
 * (server-during.ts): most servers read none until it is over.
 *
 * With TLS (RFC 4217) it waits for a handshake after AUTH, on a data connection after 150, and for farewells after CCC
 * (server-security.ts).
 */
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../../machine/contract';
import { bridge, bridgeGuards, defineModel, held, type Types } from '../../machine/model';
import { parseCommand } from '../../wire/command';
import { NO_OCTETS, readLines } from '../../wire/line';
import { textOf } from '../../wire/text';
import { isViolation, type Violation } from '../../wire/violation';
import { call, called, type ToServerPi } from '../protocol/calls';
import { courses, to, type Course } from '../protocol/planned-step';
import { attendMeanwhile } from './during';
import { greet, idleSeconds, sessionFacts } from './login';
import { withdraw } from './offer';
import { obey } from './rules';
import { beginTls, hearLayer, lacksTls } from './security';
import {
  answer,
  has,
  leave,
  sayFarewell,
  serverStates,
  type Heard,
  type ServerPi,
  type ServerSetup,
  type ServerState,
  type Turn,
} from './session';
import { hearDtp } from './transfer';
import { rowOf } from '../protocol/verbs';

const SECOND = 1_000_000;
const nowhere = { address: '', port: 0 };
/** States in which a command is obeyed at once. */
const attentive: ReadonlySet<ServerState> = new Set(['WAIT-USER', 'WAIT-PASS', 'READY']);
const idleTime = (session: ServerPi): number => idleSeconds(session) * SECOND;

/** Without control characters, and in UTF-8; a ClientHello is neither. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const legible = (octets: Uint8Array): boolean => !/[\u0000-\u001f\u007f\udc80-\udcff]/.test(textOf(octets));

function hear(turn: Turn, octets: Uint8Array): void {
  const { session, commands, event } = turn;
  const { lines, rest, violations } = readLines(session.rest, octets);
  session.rest = rest;
  session.heard = event.at;
  for (const { violation: name, text } of violations) commands.push({ type: 'violation', name, text });
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
  if (heard.length < lines.length)
    commands.push({
      type: 'note',
      text: 'a line with Telnet commands or control characters in it is lost on this server',
    });
  session.waiting = session.waiting.length === 0 ? heard : [...session.waiting, ...heard];
}

/** Urgent octets call some servers from a transfer; they are then read with what comes after them. */
function receive(turn: Turn, octets: Uint8Array, urgent: boolean): void {
  const { session } = turn;
  if (urgent && session.state === 'TRANSFERRING' && session.setup.profile.during.urgentAborts) {
    session.urgent = true;
    session.held = octets;
    return;
  }
  const { held } = session;
  session.held = NO_OCTETS;
  hear(turn, held.length === 0 ? octets : Uint8Array.of(...held, ...octets));
}

function obeyOne(turn: Turn, heard: Heard | Violation): void {
  const { session, commands } = turn;
  const { profile, settings } = session.setup;
  if (isViolation(heard)) {
    commands.push({ type: 'violation', name: heard.violation, text: heard.text });
    // An empty line is no command; some middleboxes send one.
    if (heard.violation === 'command-empty') return answer(turn, '*', 'empty');
    return answer(turn, '*', session.account || profile.login.tellsUnknown ? 'unknown' : 'notLoggedIn', { verb: '' });
  }
  const { verb, argument, telnet } = heard;
  commands.push({
    type: 'message',
    connection: 'control',
    way: 'received',
    message: { verb, argument, ...(telnet.length > 0 ? { telnet } : {}) },
  });
  const { verbsInClear } = profile.security;
  if (verbsInClear && lacksTls(session) && !verbsInClear.includes(verb)) return answer(turn, '*', 'tlsRequired');
  const row = rowOf(verb);
  const unknown = !row || !profile.replies[verb];
  if (unknown && profile.login.tellsUnknown) return answer(turn, '*', 'unknown', { verb });
  if (!session.account && !profile.login.verbsBefore.includes(verb)) return answer(turn, '*', 'notLoggedIn');
  if (unknown) return answer(turn, '*', 'unknown', { verb });
  const given = argument ?? '';
  if (row.argument === 'needed' && given === '' && has(turn, verb, 'noArgument'))
    return answer(turn, verb, 'noArgument', { ...sessionFacts(turn), verb });
  if (row.argument === 'none' && given !== '' && has(turn, verb, 'superfluous'))
    return answer(turn, verb, 'superfluous', { argument: given });
  if (row.writes && (settings.readOnly || session.account?.anonymous)) {
    if (profile.passive.closedByRefusalOf.includes(verb)) withdraw(turn);
    return answer(turn, '*', 'readOnly', { argument: given });
  }
  obey[row.rule](turn, verb, given);
}

/** Obeys what waits, until a command keeps the session busy. */
function work(turn: Turn): void {
  const { session } = turn;
  while (attentive.has(session.state)) {
    const [next, ...others] = session.waiting;
    if (next === undefined) break;
    session.waiting = others;
    obeyOne(turn, next);
  }
  if (!session.peerClosed || !attentive.has(session.state)) return;
  sayFarewell(turn);
  leave(turn);
}

const noUse = ({ commands, event }: Turn): void =>
  void commands.push({ type: 'note', text: `the protocol interpreter has no use for '${event.type}' now` });

function meet(turn: Turn, event: Extract<MachineEvent, { type: 'accepted' }>): void {
  const { session, commands } = turn;
  if (session.state !== 'WAIT-CONNECTION') return noUse(turn);
  session.local = event.local;
  session.remote = event.remote;
  session.peers = event.peers ?? session.peers;
  session.state = 'WAIT-USER';
  session.heard = event.at;
  if (session.setup.profile.noDelay) commands.push({ type: 'option', connection: 'control', noDelay: true });
  if (session.setup.settings.tls === 'implicit') beginTls(turn);
  else greet(turn);
  commands.push({ type: 'arm', timer: 'idle', after: idleTime(session) });
}

/** Between two blocks of a transfer whose rate is limited, a server may look at its control connection. */
function lookUp(turn: Turn, size: number): void {
  const { session, commands } = turn;
  if (session.transfer) session.transfer = { ...session.transfer, moved: size };
  if (session.state === 'TRANSFERRING') attendMeanwhile(turn, obeyOne);
  if (session.state === 'TRANSFERRING') commands.push(call('dtp', { name: 'proceed' }));
}

function happen(turn: Turn): void {
  const { session, event, commands } = turn;
  switch (event.type) {
    case 'accepted':
      return meet(turn, event);
    case 'received':
      receive(turn, event.octets, event.urgent ?? false);
      if (session.state === 'TRANSFERRING' && !paced(session)) attendMeanwhile(turn, obeyOne);
      return work(turn);
    case 'called': {
      const what = called<ToServerPi>(event) as ToServerPi;
      if (what.name === 'progress') lookUp(turn, what.size);
      else if (what.name === 'resumable') keep(turn, what.session);
      else hearDtp(turn, what);
      return work(turn);
    }
    case 'peerClosed':
      session.peerClosed = true;
      if (session.held.length > 0) receive(turn, NO_OCTETS, false);
      return work(turn);
    case 'secured':
    case 'broken':
    case 'unsecured':
      hearLayer(turn, event);
      return work(turn);
    case 'resumable':
      return keep(turn, event.session);
    case 'failed':
      commands.push({ type: 'note', text: `the control connection failed: ${event.reason}` });
      return leave(turn, 1);
    case 'timeout': {
      // The clock of an idle session starts anew with each command; a transfer keeps it from ringing.
      const shaking = session.state === 'SECURING';
      const left =
        shaking || attentive.has(session.state) ? session.heard + idleTime(session) - event.at : idleTime(session);
      if (left > 0) return void commands.push({ type: 'arm', timer: 'idle', after: left });
      if (!shaking) answer(turn, '*', 'idle', sessionFacts(turn));
      return leave(turn);
    }
    case 'started':
    case 'drained':
    case 'closed':
      return;
    default:
      noUse(turn);
  }
}

/** A session that a client may come back to. */
function keep({ session }: Turn, kept: unknown): void {
  session.sessions = [...session.sessions, kept];
}

/** A transfer that rests between its blocks is looked at then, and not before. */
const paced = ({ transfer, setup: { settings } }: ServerPi): boolean =>
  Boolean(settings.maxRate) && transfer !== null && (transfer.octets === null || transfer.facts['left'] !== undefined);

function plot(context: ServerPi, event: MachineEvent): Course<ServerPi> {
  const turn: Turn = { session: { ...context }, event, commands: [] };
  happen(turn);
  return { context: turn.session, commands: turn.commands };
}

const begun = (input: ServerSetup): ServerPi => ({
  setup: input,
  state: 'WAIT-CONNECTION',
  rest: NO_OCTETS,
  waiting: [],
  held: NO_OCTETS,
  urgent: false,
  peerClosed: false,
  control: 'clear',
  protection: input.settings.tls === 'implicit' ? 'P' : 'C',
  sessions: [],
  parting: null,
  local: nowhere,
  remote: nowhere,
  peers: { all: 1, address: 1 },
  heard: 0,
  user: null,
  account: null,
  failures: 0,
  directory: '/',
  type: input.profile.transfer.firstType,
  restart: 0,
  renameFrom: null,
  extendedOnly: false,
  mask: null,
  idle: null,
  facts: input.profile.facts?.names ?? [],
  uploaded: 0,
  downloaded: 0,
  stored: 0,
  lastCode: 0,
  offer: null,
  binding: '',
  transfer: null,
});

const { guards, proceed } = courses(serverStates, plot);
/** What comes after the end. */
const rules = { proceed, letGo: () => ({}) };

const command = to('READY', 'CLEARING', 'BINDING', 'OPENING', 'ENDED');
const broken = to('CLEARING', 'ENDED');
const any = { actions: 'proceed' } as const;

const machine = setup({
  types: {} as Types<ServerPi, MachineEvent, Command, ServerSetup>,
  actions: bridge(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'server-PI',
  initial: 'WAIT-CONNECTION',
  context: ({ input }) => held(begun(input)),
  on: { failed: { target: '.ENDED', actions: 'proceed' }, '*': any },
  states: {
    'WAIT-CONNECTION': {
      description: 'A process that waits for its control connection.',
      meta: { rfc: 'RFC 959 5.4' },
      on: { accepted: to('SECURING', 'WAIT-USER', 'ENDED') },
    },
    SECURING: {
      description:
        "AUTH was answered with 234, or TLS comes first: the client's hello is awaited, and the handshake's end.",
      meta: { rfc: 'RFC 4217 4; 12.1' },
      on: {
        secured: to('WAIT-USER', 'WAIT-PASS', 'ENDED'),
        broken: to('CLEARING', 'ENDED'),
        peerClosed: to('SECURING', 'ENDED'),
        timeout: to('SECURING', 'ENDED'),
      },
    },
    'WAIT-USER': {
      description: 'Nobody has logged in. Few commands are obeyed.',
      meta: { rfc: 'RFC 959 4.1.1 USER; 6' },
      on: {
        received: to('WAIT-USER', 'SECURING', 'WAIT-PASS', 'READY', 'CLEARING', 'BINDING', 'OPENING', 'ENDED'),
        peerClosed: to('ENDED'),
        timeout: to('WAIT-USER', 'ENDED'),
        broken,
      },
    },
    'WAIT-PASS': {
      description: 'A user has a name; the password is to come.',
      meta: { rfc: 'RFC 959 4.1.1 PASS; 6' },
      on: {
        received: to('WAIT-PASS', 'SECURING', 'WAIT-USER', 'READY', 'CLEARING', 'BINDING', 'OPENING', 'ENDED'),
        peerClosed: to('ENDED'),
        timeout: to('WAIT-PASS', 'ENDED'),
        broken,
      },
    },
    READY: {
      description: 'Logged in: obeys the next command.',
      meta: { rfc: 'RFC 959 5.4; 6' },
      on: {
        received: command,
        called: command,
        peerClosed: to('BINDING', 'OPENING', 'ENDED'),
        timeout: to('READY', 'ENDED'),
        broken,
      },
    },
    CLEARING: {
      description: 'TLS comes off the control connection: after CCC by both farewells, after a failure without.',
      meta: { rfc: 'RFC 4217 5; 12.3' },
      on: {
        unsecured: command,
        received: to('CLEARING', 'ENDED'),
        broken: to('ENDED'),
        peerClosed: to('CLEARING', 'ENDED'),
        timeout: to('CLEARING', 'ENDED'),
      },
    },
    BINDING: {
      description: 'PASV or EPSV: the data transfer process asks for a port.',
      meta: { rfc: 'RFC 959 4.1.2 PASV' },
      on: { received: to('BINDING', 'ENDED'), called: command, peerClosed: any, timeout: any, broken },
    },
    OPENING: {
      description: 'A transfer command was found good; the data connection is being opened.',
      meta: { rfc: 'RFC 959 3.2' },
      on: {
        received: to('OPENING', 'ENDED'),
        called: to('TRANSFERRING', 'PROTECTING', 'READY', 'CLEARING', 'BINDING', 'OPENING', 'ENDED'),
        peerClosed: any,
        timeout: any,
        broken,
      },
    },
    PROTECTING: {
      description:
        'A 150 was sent, and the data connection is to be protected: its handshake is awaited. The client speaks first, whoever dialled.',
      meta: { rfc: 'RFC 4217 7; 12.6' },
      on: {
        received: to('PROTECTING', 'ENDED'),
        called: to('TRANSFERRING', 'CLOSING', 'READY', 'CLEARING', 'BINDING', 'OPENING', 'ENDED'),
        peerClosed: any,
        timeout: any,
        broken,
      },
    },
    TRANSFERRING: {
      description: 'A 150 was sent; the file or the listing moves.',
      meta: { rfc: 'RFC 959 4.1.3' },
      on: {
        received: to('TRANSFERRING', 'CLOSING', 'ENDED'),
        called: to('TRANSFERRING', 'CLOSING', 'READY', 'CLEARING', 'BINDING', 'OPENING', 'ENDED'),
        peerClosed: to('TRANSFERRING', 'ENDED'),
        timeout: any,
        broken,
      },
    },
    CLOSING: {
      description: 'Everything has moved. The 226 waits until the close of the data connection is acknowledged.',
      meta: { rfc: 'RFC 959 3.2; 4.2' },
      on: {
        received: to('CLOSING', 'ENDED'),
        called: to('CLOSING', 'READY', 'CLEARING', 'BINDING', 'OPENING', 'ENDED'),
        peerClosed: to('CLOSING', 'ENDED'),
        timeout: any,
        broken,
      },
    },
    ENDED: {
      description: 'The process has ended; its host closes the control connection.',
      meta: { rfc: 'RFC 959 4.1.1 QUIT' },
      on: { '*': { actions: 'letGo' } },
    },
  },
});

export const serverPi = defineModel<ServerPi, MachineEvent, Command, ServerSetup>(machine, begun);
