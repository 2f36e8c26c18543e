/**
 * What happens to a client, by event: what it leaves for the plan, which then goes on. A control connection that is set
 * aside is minded later; of one that is closing already nothing matters any more.
 */
import type { MachineEvent } from '../../machine/contract';
import { readLines } from '../../wire/ftp/line';
import { NO_OCTETS } from '../../wire/octets';
import { initialReplyState, readReplies, replyMessage } from '../../wire/ftp/reply';
import { textOf } from '../../wire/text/text';
import { called, type ToUserPi } from '../protocol/calls';
import { brokenOf, keptOf } from '../protocol/sessions';
import { portFacts } from './facts';
import { besidesNoop, wokeUp } from './noop';
import { advance } from './plan';
import { brokenFacts, keep, securedFacts } from './security';
import { OF_DATA, type UserTurn } from './session';
import { remark } from '../protocol/reasons';

type Of<E extends MachineEvent['type']> = Extract<MachineEvent, { readonly type: E }>;
type Heard = { readonly [E in MachineEvent['type']]?: (turn: UserTurn, event: Of<E>) => void };

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
  for (const { why } of [...violations, ...read.violations]) commands.push({ type: 'violation', reason: why });
  for (const reply of read.replies)
    commands.push({ type: 'message', connection: control.name, way: 'received', message: replyMessage(reply) });
  const odd = read.violations.some(({ violation }) => violation === 'reply-code')
    ? lines.find((line) => readReplies(control.replyState, [line]).violations.length > 0)
    : undefined;
  if (odd) occur(turn, 'odd', { oddLine: textOf(odd.octets) });
}

const occur = ({ session }: UserTurn, name: string, facts: Readonly<Record<string, string>> = {}): void => {
  session.control = { ...session.control, occurred: [...session.control.occurred, name] };
  session.facts = { ...session.facts, ...facts };
};

/** What the data transfer process has to say, as an occurrence and its facts. */
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

export const noUse = ({ commands }: UserTurn, name: string): void =>
  void commands.push(remark({ code: 'no-use', of: 'PI', event: name }));

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

/** A row for the control connection that the plan is at. */
const ofControl =
  <E extends MachineEvent>(rule: (turn: UserTurn, event: E) => void) =>
  (turn: UserTurn, event: E): void => {
    if (subjectOf(turn, event) === turn.session.control.name) rule(turn, event);
  };

const subjectOf = ({ session }: UserTurn, event: MachineEvent): string => {
  if ('connection' in event) return event.connection;
  return 'subject' in event ? event.subject : session.control.name;
};

const heard: Heard = {
  opened: ofControl((turn, { local }) => {
    const { session, commands } = turn;
    const { control } = session;
    if (control.open !== false) return;
    session.control = { ...control, open: true, local, rest: NO_OCTETS, replyState: initialReplyState };
    if (session.setup.profile.noDelay) commands.push({ type: 'option', connection: control.name, noDelay: true });
    occur(turn, 'connected');
    advance(turn);
  }),
  received: ofControl((turn, { octets }) => {
    if (turn.session.control.open !== true) return;
    read(turn, octets);
    advance(turn);
  }),
  peerClosed: ofControl((turn) => {
    const { open, clearing } = turn.session.control;
    if (open !== true || clearing) return;
    occur(turn, 'closed', { reason: '' });
    advance(turn);
  }),
  failed: ofControl((turn, { reason }) => {
    const { session } = turn;
    const { open } = session.control;
    if (open === null) return;
    occur(turn, open ? 'closed' : 'unconnected', { reason });
    session.control = { ...session.control, open: null };
    advance(turn);
  }),
  called(turn, event) {
    const said = called<ToUserPi>(event);
    if (said) hearDtp(turn, said);
    advance(turn);
  },
  secured: ofControl((turn, event) => {
    const facts = securedFacts(turn, event.facts);
    occur(turn, 'secured', facts);
    if (facts['distrust'] !== '') occur(turn, 'distrusted');
    advance(turn);
  }),
  broken: ofControl((turn, event) => {
    if (turn.session.control.open !== true) return;
    occur(turn, 'insecure', brokenFacts(turn, brokenOf(event)));
    advance(turn);
  }),
  unsecured: ofControl((turn) => {
    turn.session.control = { ...turn.session.control, clearing: false };
    occur(turn, 'cleared');
    advance(turn);
  }),
  resumable: (turn, event) => keep(turn, 'control', keptOf(event)),
  timeout(turn, { timer }) {
    if (!turn.session.armed.includes(timer) || wokeUp(turn, timer)) return;
    if (timer === 'max') occur(turn, 'overdue');
    else occur(turn, 'timeout', { late: 'yes' });
    advance(turn);
  },
  drained() {},
  closed() {},
};

/** What happened is minded, and the plan goes on as far as it can. */
export function mind(turn: UserTurn, event: MachineEvent): void {
  if (happenAside(turn, subjectOf(turn, event))) return;
  const rule = heard[event.type] as ((turn: UserTurn, event: MachineEvent) => void) | undefined;
  if (rule) rule(turn, event);
  else noUse(turn, event.type);
}
