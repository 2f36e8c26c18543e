/**
 * The phases of a server's session: what each answers to an event, and where that may lead. What commands lead to
 * stands with the verbs (rules.ts), what the data transfer process says with what it says (heard.ts); here both are
 * taken from there. server-pi.machine.ts makes a machine of it.
 */
import type { MachineEvent } from '../../machine/contract';
import { row, STAYS, type Table } from '../protocol/planned-step';
import { hear } from './session/control';
import { leave } from './session/ending';
import { hearDtp, heard, keep, noUse } from './heard';
import { obeyWaiting } from './obeying';
import { attentive, commandsFrom } from './verbs/rules';
import { clearingBroken, handshakeBroken, layerBroken, layerOff, layerSecured } from './session/security';
import type { ServerPhase, ServerRegion, Turn } from './session/session';
import { remark } from '../protocol/reasons';
import { meet, obey, receiveMeanwhile, hearEnd, part, partUnknown, idleWait, idleOut, handshakeOut } from './events';

type Of<E extends MachineEvent['type']> = Extract<MachineEvent, { readonly type: E }>;

/** A step that ends where commands are obeyed goes on with those that wait. */
const andCommands = (leads: readonly ServerPhase[]): readonly ServerPhase[] => [
  ...new Set(leads.flatMap((phase) => (attentive.has(phase) ? commandsFrom(phase) : [phase]))),
];

/** What the data transfer process may say in a phase, as one row. */
const ofDtp = (phase: ServerPhase) =>
  row<ServerPhase, Turn, Of<'called'>>(
    hearDtp,
    ...andCommands([phase, ...Object.values(heard[phase] ?? {}).flatMap(({ leads }) => leads)]),
  );

/** Where the next command is obeyed at once. */
const obeys = (phase: ServerPhase) => row<ServerPhase, Turn, Of<'received'>>(obey, ...commandsFrom(phase));

const phases: Table<ServerPhase, Turn, ServerRegion>['phases'] = {
  'WAIT-CONNECTION': {
    description: 'A process that waits for its control connection.',
    rfc: 'RFC 959 5.4',
    on: { accepted: row(meet, 'SECURING', 'WAIT-USER', 'ENDED') },
  },
  SECURING: {
    within: 'login',
    description:
      "AUTH was answered with 234, or TLS comes first: the client's hello is awaited, and the handshake's end.",
    rfc: 'RFC 4217 4; 12.1',
    on: {
      peerClosed: row(hearEnd, 'SECURING', 'ENDED'),
      broken: row(handshakeBroken, 'CLEARING', 'ENDED'),
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
    within: 'login',
    description: 'Nobody has logged in. Few commands are obeyed.',
    rfc: 'RFC 959 4.1.1 USER; 6',
    on: { received: obeys('WAIT-USER') },
  },
  'WAIT-PASS': {
    within: 'login',
    description: 'A user has a name; the password is to come.',
    rfc: 'RFC 959 4.1.1 PASS; 6',
    on: { received: obeys('WAIT-PASS') },
  },
  READY: {
    within: 'ready',
    description: 'Logged in: obeys the next command.',
    rfc: 'RFC 959 5.4; 6',
    on: {
      received: obeys('READY'),
      peerClosed: row(part, ...commandsFrom('READY')),
      timeout: row(idleOut, 'READY', 'ENDED'),
    },
  },
  BINDING: {
    within: 'ready',
    description: 'PASV or EPSV: the data transfer process asks for a port.',
    rfc: 'RFC 959 4.1.2 PASV',
    on: { called: ofDtp('BINDING') },
  },
  CLEARING: {
    within: 'ready',
    description: 'TLS comes off the control connection: after CCC by both farewells, after a failure without.',
    rfc: 'RFC 4217 5; 12.3',
    on: {
      unsecured: row(
        (turn) => {
          layerOff(turn);
          obeyWaiting(turn);
        },
        ...andCommands(['READY', 'ENDED']),
      ),
      broken: row(clearingBroken, 'ENDED'),
    },
  },
  OPENING: {
    within: 'transfer',
    description: 'A transfer command was found good; the data connection is being opened.',
    rfc: 'RFC 959 3.2',
    on: { called: ofDtp('OPENING') },
  },
  PROTECTING: {
    within: 'transfer',
    description:
      'A 150 was sent. The data connection is to be protected: its handshake is awaited; the client speaks first.',
    rfc: 'RFC 4217 7; 12.6',
    on: { called: ofDtp('PROTECTING') },
  },
  TRANSFERRING: {
    within: 'transfer',
    description: 'A 150 was sent; the file or the listing moves.',
    rfc: 'RFC 959 4.1.3',
    on: {
      received: row(receiveMeanwhile, 'TRANSFERRING', 'CLOSING', 'ENDED'),
      called: ofDtp('TRANSFERRING'),
    },
  },
  CLOSING: {
    within: 'transfer',
    description: 'Everything has moved. The 226 waits until the close of the data connection is acknowledged.',
    rfc: 'RFC 959 3.2; 4.2',
    on: { called: ofDtp('CLOSING') },
  },
  ENDED: {
    description: 'The process has ended; its host closes the control connection.',
    rfc: 'RFC 959 4.1.1 QUIT',
    on: { '*': row(() => {}) },
  },
};

const regions: Table<ServerPhase, Turn, ServerRegion>['regions'] = {
  login: {
    description: 'A client has come, and nobody is logged in yet.',
    rfc: 'RFC 959 5.4; 6',
    on: { peerClosed: row(partUnknown, 'ENDED'), timeout: row(idleOut, STAYS, 'ENDED') },
  },
  ready: {
    description: 'Somebody is logged in: commands are obeyed, one after another.',
    rfc: 'RFC 959 5.4; 6',
    on: {},
  },
  transfer: {
    description: 'A transfer command is obeyed: its data connection is opened, used and closed. Other commands wait.',
    rfc: 'RFC 959 3.2; 6',
    on: {},
  },
};

/** Every phase of a session that has begun: lines wait, and so does the end, until what is under way is over. */
const anywhere: Table<ServerPhase, Turn>['anywhere'] = {
  received: row((turn, { octets }) => hear(turn, octets), STAYS, 'ENDED'),
  peerClosed: row(hearEnd, STAYS, 'ENDED'),
  timeout: row(idleWait),
  broken: row(layerBroken, 'CLEARING', 'ENDED'),
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

export const table: Table<ServerPhase, Turn, ServerRegion> = { phases, regions, anywhere };
