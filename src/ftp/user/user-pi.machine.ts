/**
 * The user's protocol interpreter (RFC 959 section 2.3): opens the control connection, sends commands and reads replies
 * as its plan says. The plan is data, the program's own manners (plan.ts makes its steps, client-profile.ts has its
 * vocabulary). The phases are those of RFC 959 section 6: it has sent something and waits; they lie together as section
 * 5.4 groups commands and replies. What each answers in the ordinary course stands in the table below, what an answer
 * is in heard.ts; the machine's configuration is generated from it.
 *
 * A control connection may be set aside for another: what comes for it then is kept until the plan takes it up again.
 * TLS is put on it and taken off as the plan says (RFC 4217); what the handshake comes to is for the plan to judge.
 *
 * Left out: security other than TLS's (RFC 2228's ADAT, MIC, CONF, ENC).
 */
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../../machine/contract';
import { bridge, bridgeGuards, defineModel, held, type Types } from '../../machine/model';
import { interpreter, row, STAYS, type Rows, type Table } from '../protocol/planned-step';
import { noSessions } from '../protocol/sessions';
import { mind, noUse } from './heard';
import { advance } from './plan';
import {
  noControl,
  userTurn,
  type ClientSetup,
  type UserPhase,
  type UserPi,
  type UserRegion,
  type UserTurn,
} from './session';

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

/** What a phase waits for, in the ordinary course of a session; another course is anybody's. */
const waits = (event: MachineEvent['type'], ...leads: readonly UserPhase[]): Rows<UserPhase, UserTurn> => ({
  [event]: row(mind, ...leads),
});

const phases: Table<UserPhase, UserTurn, UserRegion>['phases'] = {
  BEGIN: {
    rfc: 'RFC 959 6',
    on: { started: row(advance, 'CONNECTING', 'ENDED'), '*': row((turn, { type }) => noUse(turn, type)) },
  },
  CONNECTING: {
    within: 'greeting',
    rfc: 'RFC 959 5.4',
    on: waits('opened', 'WAIT-GREETING', 'SECURING'),
  },
  'WAIT-GREETING': {
    within: 'greeting',
    rfc: 'RFC 959 5.4; 6',
    on: waits('received', 'WAIT-GREETING', 'WAIT-LOGIN', 'WAIT-REPLY'),
  },
  SECURING: {
    within: 'login',
    rfc: 'RFC 4217 4; 12.1',
    on: waits('secured', 'WAIT-GREETING', 'WAIT-LOGIN'),
  },
  'WAIT-LOGIN': {
    within: 'login',
    rfc: 'RFC 959 4.1.1; 6; RFC 4217 12',
    on: waits('received', 'SECURING', 'WAIT-LOGIN', 'WAIT-REPLY', 'WAIT-DATA', 'WAIT-QUIT'),
  },
  'WAIT-REPLY': {
    within: 'ready',
    rfc: 'RFC 959 6; 5.4',
    on: waits('received', 'WAIT-LOGIN', 'WAIT-REPLY', 'CLEARING', 'WAIT-TRANSFER', 'WAIT-DATA', 'WAIT-QUIT'),
  },
  CLEARING: {
    within: 'ready',
    rfc: 'RFC 4217 5; 12.3',
    on: waits('unsecured', 'WAIT-REPLY'),
  },
  'WAIT-TRANSFER': {
    within: 'transfer',
    rfc: 'RFC 959 6; 4.1.3',
    on: waits('received', 'WAIT-REPLY', 'WAIT-TRANSFER', 'WAIT-DATA', 'WAIT-QUIT'),
  },
  'WAIT-DATA': {
    within: 'transfer',
    rfc: 'RFC 959 3.2',
    on: waits('called', 'WAIT-REPLY', 'WAIT-TRANSFER', 'WAIT-DATA', 'WAIT-QUIT'),
  },
  'WAIT-QUIT': {
    rfc: 'RFC 959 4.1.1 QUIT; 6',
    on: { ...waits('received', 'ENDED'), ...waits('peerClosed', 'ENDED') },
  },
  ENDED: {
    rfc: 'RFC 959 4.1.1 QUIT',
    on: { '*': row(() => {}) },
  },
};

const regions: Table<UserPhase, UserTurn, UserRegion>['regions'] = {
  greeting: {
    rfc: 'RFC 959 5.4',
    on: {},
  },
  login: { rfc: 'RFC 959 5.4; 6', on: {} },
  ready: { rfc: 'RFC 959 5.4', on: {} },
  transfer: { rfc: 'RFC 959 3.2; 6', on: {} },
};

/** Whatever else happens is minded in any phase, and leads wherever the plan goes. */
const minds = row<UserPhase, UserTurn, MachineEvent>(mind, STAYS, ...(Object.keys(phases) as UserPhase[]).slice(1));

const { states, on, rules, guards } = interpreter<UserPhase, UserPi, UserTurn, UserRegion>(
  {
    phases,
    regions,
    anywhere: { '*': minds },
  },
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
