/**
 * The phases of a server's session: what each answers to an event, and where that may lead. What commands lead to
 * stands with the verbs (rules.ts), what the data transfer process says with what it says (heard.ts); here both are
 * taken from there. server-pi.machine.ts makes a machine of it.
 */
import type { MachineEvent } from '../../machine/contract';
import { NO_OCTETS } from '../../wire/octets';
import { row, type Phase, type Rows } from '../protocol/planned-step';
import { answer } from './session/answer';
import { hear } from './session/control';
import { attendMeanwhile } from './during';
import { leave } from './session/ending';
import { hearDtp, heard, keep, noUse } from './heard';
import { greet, idleSeconds, sessionFacts } from './session/login';
import { obeyWaiting } from './obeying';
import { attentive, commandsFrom } from './verbs/rules';
import { beginTls, layerBroken, layerOff, layerSecured } from './session/security';
import type { ServerPhase, ServerPi, Turn } from './session/session';
import { remark } from '../protocol/reasons';

type Of<E extends MachineEvent['type']> = Extract<MachineEvent, { readonly type: E }>;

const idleTime = (session: ServerPi): number => idleSeconds(session) * 1_000_000;

/** Its client has come: greets him, or lets TLS come first. */
function meet(turn: Turn, event: Of<'accepted'>): void {
  const { session, commands } = turn;
  session.local = event.local;
  session.remote = event.remote;
  session.peers = event.peers ?? session.peers;
  turn.phase = 'WAIT-USER';
  session.heard = event.at;
  if (session.setup.profile.noDelay) commands.push({ type: 'option', connection: 'control', noDelay: true });
  if (session.setup.settings.tls === 'implicit') beginTls(turn);
  else greet(turn);
  commands.push({ type: 'arm', timer: 'idle', after: idleTime(session) });
}

/** Lines that are obeyed at once, or wait. */
function receive(turn: Turn, { octets }: Of<'received'>): void {
  hear(turn, octets);
  obeyWaiting(turn);
}

/** A transfer that rests between its blocks is looked at then, and not before. */
const paced = ({ transfer, setup: { settings } }: ServerPi): boolean =>
  Boolean(settings.maxRate) && transfer !== null && (transfer.octets === null || transfer.facts['left'] !== undefined);

/** Urgent octets call some servers from a transfer; they are then read with what comes after them. */
function receiveMeanwhile(turn: Turn, { octets, urgent }: Of<'received'>): void {
  const { session } = turn;
  if (urgent && session.setup.profile.during.urgentAborts) {
    session.urgent = true;
    session.held = octets;
  } else hear(turn, octets);
  if (turn.phase === 'TRANSFERRING' && !paced(session)) attendMeanwhile(turn);
}

/** The client says no more. Who obeys has done all and parts from him; otherwise what is under way is ended first. */
function hearEnd(turn: Turn): void {
  const { session } = turn;
  session.peerClosed = true;
  if (session.held.length > 0) hear(turn, NO_OCTETS);
  obeyWaiting(turn);
}

function armIdle({ commands }: Turn, after: number): void {
  commands.push({ type: 'arm', timer: 'idle', after });
}

/** The clock of an idle session starts anew with each command; a transfer keeps it from ringing. */
const idleWait = (turn: Turn): void => armIdle(turn, idleTime(turn.session));

const idleLeft = ({ session, event }: Turn): number => session.heard + idleTime(session) - event.at;

function idleOut(turn: Turn): void {
  const left = idleLeft(turn);
  if (left > 0) return armIdle(turn, left);
  answer(turn, '*', 'idle', sessionFacts(turn));
  leave(turn);
}

/** A handshake that never ends is told nothing: there is no way to. */
function handshakeOut(turn: Turn): void {
  const left = idleLeft(turn);
  if (left > 0) armIdle(turn, left);
  else leave(turn);
}

/** A step that ends where commands are obeyed goes on with those that wait. */
const andCommands = (leads: readonly ServerPhase[]): readonly ServerPhase[] => [
  ...new Set(leads.flatMap((phase) => (attentive.includes(phase) ? commandsFrom(phase) : [phase]))),
];

/** What the data transfer process may say in a phase, as one row. */
const ofDtp = (phase: ServerPhase) =>
  row<ServerPhase, Turn, Of<'called'>>(
    hearDtp,
    ...andCommands([phase, ...Object.values(heard[phase] ?? {}).flatMap(({ leads }) => leads)]),
  );

const stays = (phase: ServerPhase) => ({
  received: row<ServerPhase, Turn, Of<'received'>>(receive, phase, 'ENDED'),
  peerClosed: row<ServerPhase, Turn, Of<'peerClosed'>>(hearEnd, phase, 'ENDED'),
  timeout: row<ServerPhase, Turn, Of<'timeout'>>(idleWait),
  broken: row<ServerPhase, Turn, Of<'broken'>>(layerBroken, 'CLEARING', 'ENDED'),
});

const obeys = (phase: ServerPhase) => ({
  ...stays(phase),
  received: row<ServerPhase, Turn, Of<'received'>>(receive, ...commandsFrom(phase)),
  timeout: row<ServerPhase, Turn, Of<'timeout'>>(idleOut, phase, 'ENDED'),
});

export const phases: Readonly<Record<ServerPhase, Phase<ServerPhase, Turn>>> = {
  'WAIT-CONNECTION': {
    description: 'A process that waits for its control connection.',
    rfc: 'RFC 959 5.4',
    on: { accepted: row(meet, 'SECURING', 'WAIT-USER', 'ENDED') },
  },
  SECURING: {
    description:
      "AUTH was answered with 234, or TLS comes first: the client's hello is awaited, and the handshake's end.",
    rfc: 'RFC 4217 4; 12.1',
    on: {
      ...stays('SECURING'),
      secured: row(
        (turn) => {
          layerSecured(turn);
          obeyWaiting(turn);
        },
        'WAIT-USER',
        'WAIT-PASS',
        'ENDED',
      ),
      timeout: row(handshakeOut, 'SECURING', 'ENDED'),
    },
  },
  'WAIT-USER': {
    description: 'Nobody has logged in. Few commands are obeyed.',
    rfc: 'RFC 959 4.1.1 USER; 6',
    on: obeys('WAIT-USER'),
  },
  'WAIT-PASS': {
    description: 'A user has a name; the password is to come.',
    rfc: 'RFC 959 4.1.1 PASS; 6',
    on: obeys('WAIT-PASS'),
  },
  READY: {
    description: 'Logged in: obeys the next command.',
    rfc: 'RFC 959 5.4; 6',
    // An urgent octet may have been held back in a transfer: with the end it is read.
    on: { ...obeys('READY'), peerClosed: row(hearEnd, ...commandsFrom('READY')) },
  },
  CLEARING: {
    description: 'TLS comes off the control connection: after CCC by both farewells, after a failure without.',
    rfc: 'RFC 4217 5; 12.3',
    on: {
      ...stays('CLEARING'),
      unsecured: row(
        (turn) => {
          layerOff(turn);
          obeyWaiting(turn);
        },
        ...andCommands(['READY', 'ENDED']),
      ),
      broken: row(layerBroken, 'ENDED'),
    },
  },
  BINDING: {
    description: 'PASV or EPSV: the data transfer process asks for a port.',
    rfc: 'RFC 959 4.1.2 PASV',
    on: { ...stays('BINDING'), called: ofDtp('BINDING') },
  },
  OPENING: {
    description: 'A transfer command was found good; the data connection is being opened.',
    rfc: 'RFC 959 3.2',
    on: { ...stays('OPENING'), called: ofDtp('OPENING') },
  },
  PROTECTING: {
    description:
      'A 150 was sent. The data connection is to be protected: its handshake is awaited; the client speaks first.',
    rfc: 'RFC 4217 7; 12.6',
    on: { ...stays('PROTECTING'), called: ofDtp('PROTECTING') },
  },
  TRANSFERRING: {
    description: 'A 150 was sent; the file or the listing moves.',
    rfc: 'RFC 959 4.1.3',
    on: {
      ...stays('TRANSFERRING'),
      received: row(receiveMeanwhile, 'TRANSFERRING', 'CLOSING', 'ENDED'),
      called: ofDtp('TRANSFERRING'),
    },
  },
  CLOSING: {
    description: 'Everything has moved. The 226 waits until the close of the data connection is acknowledged.',
    rfc: 'RFC 959 3.2; 4.2',
    on: { ...stays('CLOSING'), called: ofDtp('CLOSING') },
  },
  ENDED: {
    description: 'The process has ended; its host closes the control connection.',
    rfc: 'RFC 959 4.1.1 QUIT',
    on: { '*': row(() => {}) },
  },
};

/** In any phase. */
export const anywhere: Rows<ServerPhase, Turn> = {
  failed: row((turn, { reason }) => {
    turn.commands.push(remark({ code: 'control-failed', name: reason }));
    leave(turn, 1);
  }, 'ENDED'),
  resumable: row(keep),
  called: row(hearDtp),
  started: row(() => {}),
  drained: row(() => {}),
  closed: row(() => {}),
  '*': row((turn, { type }) => noUse(turn, type)),
};
