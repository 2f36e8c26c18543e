/**
 * The user's protocol interpreter (RFC 959 section 2.3): opens the control connection, sends commands and reads replies
 * as its plan says. The plan is data, the program's own manners (plan.ts makes its steps, profile.ts has its
 * vocabulary); the states are those of RFC 959 section 6: it has sent something and waits.
 *
 * A control connection may be set aside for another: what comes for it then is kept until the plan takes it up again.
 * TLS is put on it and taken off as the plan says (RFC 4217); what the handshake comes to is for the plan to judge.
 *
 * Left out: security other than TLS's (RFC 2228's ADAT, MIC, CONF, ENC).
 */
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../../machine/contract';
import { bridge, bridgeGuards, defineModel, held, type Types } from '../../machine/model';
import { NO_OCTETS, readLines } from '../../wire/line';
import { initialReplyState, readReplies } from '../../wire/reply';
import { textOf } from '../../wire/text';
import { called, type ToUserPi } from '../protocol/calls';
import { courses, to, type Course } from '../protocol/planned-step';
import { besidesNoop, wokeUp } from './noop';
import { advance } from './plan';
import { portFacts } from './facts';
import { brokenOf, keptOf, noSessions } from '../protocol/sessions';
import { brokenFacts, keep, securedFacts } from './security';
import { noControl, OF_DATA, userStates, userTurn, type ClientSetup, type UserPi, type UserTurn } from './session';

function read(turn: UserTurn, octets: Uint8Array): void {
  const { session, commands } = turn;
  const { control } = session;
  const { lines, rest, violations } = readLines(control.rest, octets);
  const read = readReplies(control.replyState, lines);
  session.control = {
    ...control,
    rest,
    replyState: read.state,
    replies: [...control.replies, ...besidesNoop(turn, read.replies)],
  };
  for (const { violation: name, text } of [...violations, ...read.violations])
    commands.push({ type: 'violation', name, text });
  for (const reply of read.replies)
    commands.push({ type: 'message', connection: control.name, way: 'received', message: reply });
  const odd = read.violations.some(({ violation }) => violation === 'reply-code')
    ? lines.find((line) => readReplies(control.replyState, [line]).violations.length > 0)
    : undefined;
  if (odd) occur(turn, 'odd', { oddLine: textOf(odd.octets) });
}

const occur = ({ session }: UserTurn, name: string, facts: Readonly<Record<string, string>> = {}): void => {
  session.control = { ...session.control, occurred: [...session.control.occurred, name] };
  session.facts = { ...session.facts, ...facts };
};

function hearDtp(turn: UserTurn, what: ToUserPi): void {
  if (what.name === 'resumable') return keep(turn, 'data', what.kept);
  if (!OF_DATA.has(what.name)) return noUse(turn, what.name);
  const facts: Record<string, string> = {};
  if (what.name === 'dataSecured') Object.assign(facts, securedFacts(turn, what.facts));
  if (what.name === 'dataInsecure') Object.assign(facts, brokenFacts(turn, what.fault));
  if ('reason' in what) facts['reason'] = what.reason;
  if ('size' in what) facts['size'] = String(what.size);
  if ('listing' in what) facts['listing'] = what.listing ?? '';
  if (what.name === 'listening') Object.assign(facts, portFacts(what.local));
  occur(turn, what.name, facts);
}

const noUse = ({ commands }: UserTurn, name: string): void =>
  void commands.push({ type: 'note', text: `the protocol interpreter has no use for '${name}' now` });

/** What happened on a control connection that is set aside is remembered there; the plan minds it later. */
function happenAside(turn: UserTurn, name: string): boolean {
  const { session, event } = turn;
  const at = session.aside.findIndex((control) => control.name === name);
  const aside = session.aside[at];
  if (!aside) return false;
  const { control, facts } = session;
  session.control = aside;
  if (event.type === 'received') read(turn, event.octets);
  if (event.type === 'peerClosed' || event.type === 'failed') occur(turn, 'closed');
  if (event.type === 'failed') session.control = { ...session.control, open: null };
  const kept = session.control;
  session.aside = session.aside.map((one, i) => (i === at ? kept : one));
  session.control = control;
  session.facts = facts;
  return true;
}

/** What happened, and then the plan goes on. */
function happen(turn: UserTurn): void {
  const { session, event, commands } = turn;
  const { control } = session;
  const subject = 'connection' in event ? event.connection : 'subject' in event ? event.subject : control.name;
  if (happenAside(turn, subject)) return;
  // An earlier control connection may still be closing.
  const stale = subject !== control.name;
  if ((event.type === 'started') !== (session.state === 'BEGIN')) return noUse(turn, event.type);
  switch (event.type) {
    case 'started':
      return advance(turn);
    case 'opened':
      if (stale || control.open !== false) return;
      session.control = { ...control, open: true, local: event.local, rest: NO_OCTETS, replyState: initialReplyState };
      if (session.setup.profile.noDelay) commands.push({ type: 'option', connection: control.name, noDelay: true });
      occur(turn, 'connected');
      return advance(turn);
    case 'received':
      if (stale || control.open !== true) return;
      read(turn, event.octets);
      return advance(turn);
    case 'peerClosed':
    case 'failed':
      if (stale || control.open === null || (event.type === 'peerClosed' && (!control.open || control.clearing)))
        return;
      if (event.type === 'failed') session.control = { ...control, open: null };
      occur(turn, control.open ? 'closed' : 'unconnected', { reason: event.type === 'failed' ? event.reason : '' });
      return advance(turn);
    case 'called':
      hearDtp(turn, called<ToUserPi>(event) as ToUserPi);
      return advance(turn);
    case 'secured': {
      if (stale) return;
      const facts = securedFacts(turn, event.facts);
      occur(turn, 'secured', facts);
      if (facts['distrust'] !== '') occur(turn, 'distrusted');
      return advance(turn);
    }
    case 'broken':
      if (stale || control.open !== true) return;
      occur(turn, 'insecure', brokenFacts(turn, brokenOf(event)));
      return advance(turn);
    case 'unsecured':
      if (stale) return;
      session.control = { ...control, clearing: false };
      occur(turn, 'cleared');
      return advance(turn);
    case 'resumable':
      return keep(turn, 'control', keptOf(event));
    case 'timeout':
      if (!session.armed.includes(event.timer) || wokeUp(turn, event.timer)) return;
      if (event.timer === 'max') occur(turn, 'overdue');
      else occur(turn, 'timeout', { late: 'yes' });
      return advance(turn);
    case 'drained':
    case 'closed':
      return;
    default:
      noUse(turn, event.type);
  }
}

function plot(context: UserPi, event: MachineEvent): Course<UserPi> {
  const turn = userTurn(context, event);
  happen(turn);
  return { context: turn.session, commands: turn.commands };
}

const begun = (input: ClientSetup): UserPi => ({
  setup: input,
  state: 'BEGIN',
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

const { guards, proceed } = courses(userStates, plot);
/** What comes after the end. */
const rules = { proceed, letGo: () => ({}) };
const anywhere = to('WAIT-REPLY', 'WAIT-DATA', 'SECURING', 'CONNECTING', 'ENDED');
/** What the layer on the control connection may tell at any time. */
const ofTls = { broken: anywhere, resumable: anywhere };

const machine = setup({
  types: {} as Types<UserPi, MachineEvent, Command, ClientSetup>,
  actions: bridge(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'user-PI',
  initial: 'BEGIN',
  context: ({ input }) => held(begun(input)),
  on: { '*': { actions: 'proceed' } },
  states: {
    BEGIN: {
      description: 'The program has been called and has done nothing yet.',
      meta: { rfc: 'RFC 959 6' },
      on: { started: to('CONNECTING', 'ENDED') },
    },
    CONNECTING: {
      description: 'Opens the control connection to the server.',
      meta: { rfc: 'RFC 959 5.4' },
      on: { opened: anywhere, failed: anywhere, timeout: anywhere, called: anywhere },
    },
    SECURING: {
      description: 'TLS is put on the control connection, by AUTH or at once, or taken off it again, by CCC.',
      meta: { rfc: 'RFC 4217 4; 5' },
      on: {
        secured: anywhere,
        unsecured: anywhere,
        ...ofTls,
        received: anywhere,
        called: anywhere,
        peerClosed: anywhere,
        failed: anywhere,
        timeout: anywhere,
      },
    },
    'WAIT-REPLY': {
      description: "Waits for the reply to the last command: the state W of RFC 959's diagrams.",
      meta: { rfc: 'RFC 959 6; 5.4' },
      on: { ...ofTls, received: anywhere, called: anywhere, peerClosed: anywhere, failed: anywhere, timeout: anywhere },
    },
    'WAIT-DATA': {
      description: 'Waits for the data transfer process: for a port, for the connection, or for the last octet.',
      meta: { rfc: 'RFC 959 3.2' },
      on: { ...ofTls, called: anywhere, received: anywhere, peerClosed: anywhere, failed: anywhere, timeout: anywhere },
    },
    ENDED: {
      description: 'The program has ended with an exit code.',
      meta: { rfc: 'RFC 959 4.1.1 QUIT' },
      on: { '*': { actions: 'letGo' } },
    },
  },
});

export const userPi = defineModel<UserPi, MachineEvent, Command, ClientSetup>(machine, begun);
