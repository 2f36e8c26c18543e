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
    rfc: 'RFC 959 5.4',
    on: { accepted: row(meet, 'SECURING', 'WAIT-USER', 'ENDED') },
  },
  SECURING: {
    within: 'login',
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
    rfc: 'RFC 959 4.1.1 USER; 6',
    on: { received: obeys('WAIT-USER') },
  },
  'WAIT-PASS': {
    within: 'login',
    rfc: 'RFC 959 4.1.1 PASS; 6',
    on: { received: obeys('WAIT-PASS') },
  },
  READY: {
    within: 'ready',
    rfc: 'RFC 959 5.4; 6',
    on: {
      received: obeys('READY'),
      peerClosed: row(part, ...commandsFrom('READY')),
      timeout: row(idleOut, 'READY', 'ENDED'),
    },
  },
  BINDING: {
    within: 'ready',
    rfc: 'RFC 959 4.1.2 PASV',
    on: { called: ofDtp('BINDING') },
  },
  CLEARING: {
    within: 'ready',
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
    rfc: 'RFC 959 3.2',
    on: { called: ofDtp('OPENING') },
  },
  PROTECTING: {
    within: 'transfer',
    rfc: 'RFC 4217 7; 12.6',
    on: { called: ofDtp('PROTECTING') },
  },
  TRANSFERRING: {
    within: 'transfer',
    rfc: 'RFC 959 4.1.3',
    on: {
      received: row(receiveMeanwhile, 'TRANSFERRING', 'CLOSING', 'ENDED'),
      called: ofDtp('TRANSFERRING'),
    },
  },
  CLOSING: {
    within: 'transfer',
    rfc: 'RFC 959 3.2; 4.2',
    on: { called: ofDtp('CLOSING') },
  },
  ENDED: {
    rfc: 'RFC 959 4.1.1 QUIT',
    on: { '*': row(() => {}) },
  },
};

const regions: Table<ServerPhase, Turn, ServerRegion>['regions'] = {
  login: {
    rfc: 'RFC 959 5.4; 6',
    on: { peerClosed: row(partUnknown, 'ENDED'), timeout: row(idleOut, STAYS, 'ENDED') },
  },
  ready: {
    rfc: 'RFC 959 5.4; 6',
    on: {},
  },
  transfer: {
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
