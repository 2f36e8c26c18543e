/**
 * The user's protocol interpreter (RFC 959 section 2.3): opens the control connection, sends commands and reads replies
 * as its plan says. The plan is data, the program's own manners (plan.ts makes its steps, client-profile.ts has its
 * vocabulary). The phases are those of RFC 959 section 6: it has sent something and waits. What each answers stands in
 * the table below, what an answer is in heard.ts; the machine's configuration is generated from it.
 *
 * A control connection may be set aside for another: what comes for it then is kept until the plan takes it up again.
 * TLS is put on it and taken off as the plan says (RFC 4217); what the handshake comes to is for the plan to judge.
 *
 * Left out: security other than TLS's (RFC 2228's ADAT, MIC, CONF, ENC).
 */
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../../machine/contract';
import { bridge, bridgeGuards, defineModel, held, type Types } from '../../machine/model';
import { interpreter, row, type Phase, type Rows } from '../protocol/planned-step';
import { noSessions } from '../protocol/sessions';
import { mind, noUse } from './heard';
import { advance } from './plan';
import { noControl, userTurn, type ClientSetup, type UserPhase, type UserPi, type UserTurn } from './session';

const begun = (input: ClientSetup): UserPi => ({
  setup: input,
  frames: [],
  action: -1,
  stopped: false,
  began: 0,
  transferred: 0,
  facts: { late: 'no' },
  complaint: null,
  exit: 0,
  control: noControl,
  aside: [],
  opened: 0,
  dataRemote: null,
  armed: [],
  noops: 0,
  sessions: noSessions,
});

/** What a phase waits for leads wherever the plan goes; anything else is minded, and leads nowhere. */
const waits = (...events: readonly MachineEvent['type'][]): Rows<UserPhase, UserTurn> => ({
  ...Object.fromEntries(
    events.map((event) => [event, row(mind, 'WAIT-REPLY', 'WAIT-DATA', 'SECURING', 'CONNECTING', 'ENDED')]),
  ),
  '*': row(mind),
});

/** What the layer on the control connection may tell at any time. */
const ofTls = ['broken', 'resumable'] as const;
const ofControl = ['received', 'peerClosed', 'failed', 'timeout'] as const;

const phases: Readonly<Record<UserPhase, Phase<UserPhase, UserTurn>>> = {
  BEGIN: {
    description: 'The program has been called and has done nothing yet.',
    rfc: 'RFC 959 6',
    on: { started: row(advance, 'CONNECTING', 'ENDED') },
  },
  CONNECTING: {
    description: 'Opens the control connection to the server.',
    rfc: 'RFC 959 5.4',
    on: waits('opened', 'failed', 'timeout', 'called'),
  },
  SECURING: {
    description: 'TLS is put on the control connection, by AUTH or at once, or taken off it again, by CCC.',
    rfc: 'RFC 4217 4; 5',
    on: waits('secured', 'unsecured', ...ofTls, 'called', ...ofControl),
  },
  'WAIT-REPLY': {
    description: "Waits for the reply to the last command: the state W of RFC 959's diagrams.",
    rfc: 'RFC 959 6; 5.4',
    on: waits(...ofTls, 'called', ...ofControl),
  },
  'WAIT-DATA': {
    description: 'Waits for the data transfer process: for a port, for the connection, or for the last octet.',
    rfc: 'RFC 959 3.2',
    on: waits(...ofTls, 'called', ...ofControl),
  },
  ENDED: {
    description: 'The program has ended with an exit code.',
    rfc: 'RFC 959 4.1.1 QUIT',
    on: { '*': row(() => {}) },
  },
};

const { states, on, rules, guards } = interpreter<UserPhase, UserPi, UserTurn>(
  phases,
  { '*': row((turn, { type }) => noUse(turn, type)) },
  userTurn,
);

const machine = setup({
  types: {} as Types<UserPi, MachineEvent, Command, ClientSetup>,
  actions: bridge(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'user-PI',
  initial: 'BEGIN',
  context: ({ input }) => held(begun(input)),
  on,
  states,
});

export const userPi = defineModel<UserPi, MachineEvent, Command, ClientSetup>(machine, begun);
