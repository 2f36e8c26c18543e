/**
 * What the data transfer process has to say, by the phase in which it matters, and where that may lead. As with the
 * verbs (rules.ts) the table is the rule; what stands nowhere in it is of no use.
 */
import { call, called, type ToServerPi } from '../protocol/calls';
import { reasons } from '../files/permission';
import { answer } from './session/answer';
import { die, leave } from './session/ending';
import { attendMeanwhile } from './during';
import { announce } from './transfer/offer';
import { obeyWaiting } from './obeying';
import { dieOfTls } from './session/security';
import type { ServerPhase, Turn } from './session/session';
import { complete, finish } from './transfer/transfer-end';
import { proceed, protectedBy, refuseInsecure, start } from './transfer/transfer-move';
import { remark } from '../protocol/reasons';

type Said<N extends ToServerPi['name']> = Extract<ToServerPi, { readonly name: N }>;
interface Answer<N extends ToServerPi['name']> {
  readonly rule: (turn: Turn, said: Said<N>) => void;
  readonly leads: readonly ServerPhase[];
}
type Answers = { readonly [N in ToServerPi['name']]?: Answer<N> };

const to = <N extends ToServerPi['name']>(rule: Answer<N>['rule'], ...leads: readonly ServerPhase[]): Answer<N> => ({
  rule,
  leads,
});

function unlistened(turn: Turn, { reason }: Said<'unlistened'>): void {
  const { session, commands } = turn;
  const { diesWithoutPort, beyondRange } = session.setup.profile.passive;
  if (beyondRange && !session.beyondRange) {
    session.beyondRange = true;
    return void commands.push(call('dtp', { name: 'listen', address: session.local.address, port: 'ephemeral' }));
  }
  turn.phase = 'READY';
  if (diesWithoutPort) return die(turn, diesWithoutPort);
  answer(turn, session.binding, 'noPort', { reason: reasons[reason] });
}

function unopened(turn: Turn, { reason }: Said<'unopened'>): void {
  const { session } = turn;
  const port = session.offer?.way === 'active' ? session.offer.remote.port : 0;
  session.heard = turn.event.at;
  session.transfer = null;
  session.offer = null;
  turn.phase = 'READY';
  answer(turn, '*', reason === 'stranger' ? 'stranger' : 'notConnected', { reason: reasons[reason], port });
}

function notSecured(turn: Turn, { failure }: Said<'notSecured'>): void {
  const { data } = turn.session.setup.profile.security.dies;
  if (data === null) return refuseInsecure(turn);
  if (data.length === 0) return leave(turn, 1);
  dieOfTls(turn, data, failure);
}

function stalled(turn: Turn): void {
  answer(turn, '*', 'dataTimeout');
  leave(turn);
}

/** Between two blocks of a transfer whose rate is limited, a server may look at its control connection. */
function lookUp(turn: Turn, { size }: Said<'progress'>): void {
  const { session } = turn;
  if (session.transfer) session.transfer = { ...session.transfer, moved: size };
  attendMeanwhile(turn);
  if (turn.phase === 'TRANSFERRING') proceed(turn);
}

function sent(turn: Turn, { size }: Said<'sent'>): void {
  const { offer, setup } = turn.session;
  const { active, passive } = setup.profile.transfer.completion;
  complete(turn, offer?.way === 'active' ? active : passive, size);
}

function ended(turn: Turn, { size }: Said<'ended'>): void {
  complete(turn, turn.session.setup.profile.transfer.completion.receiving, size);
}

/** The disk is full: the transfer ends where it is. */
function fillUp(turn: Turn, { size }: Said<'full'>): void {
  const { session } = turn;
  if (!session.transfer) return;
  const { verb } = session.transfer;
  session.transfer = { ...session.transfer, ending: { verb, condition: 'noSpace' } };
  const { receiving, full = receiving } = session.setup.profile.transfer.completion;
  complete(turn, full, size);
}

function broken(turn: Turn, { reason, size }: Said<'broken'>): void {
  finish(turn, 'broken', { reason: reasons[reason], size });
}

/** The farewell to TLS is over, and the transfer goes on to its end. */
function parted(turn: Turn): void {
  const { transfer } = turn.session;
  complete(turn, transfer?.completion ?? 'closed', transfer?.size ?? 0);
}

function closed(turn: Turn): void {
  const { transfer } = turn.session;
  if (transfer) finish(turn, transfer.ending.condition);
}

function stalledHandshake(turn: Turn): void {
  if (turn.session.setup.profile.security.dies.data === null) refuseInsecure(turn);
  else stalled(turn);
}

/** A session that a client may come back to. */
export function keep({ session }: Turn, { session: kept }: { readonly session: unknown }): void {
  session.sessions = [...session.sessions, kept];
}

/** Heard in any phase: a close that nobody awaits, the last word of a rest that is over. */
const always: Answers = { resumable: to(keep), closed: to(() => {}), progress: to(() => {}) };

export const heard: Partial<Readonly<Record<ServerPhase, Answers>>> = {
  BINDING: { listening: to(announce, 'READY'), unlistened: to(unlistened, 'BINDING', 'READY', 'ENDED') },
  OPENING: {
    opened: to(start, 'OPENING', 'PROTECTING', 'TRANSFERRING'),
    unopened: to(unopened, 'READY'),
  },
  PROTECTING: {
    secured: to(protectedBy, 'TRANSFERRING', 'CLOSING', 'READY', 'ENDED'),
    notSecured: to(notSecured, 'READY', 'CLEARING', 'ENDED'),
    stalled: to(stalledHandshake, 'READY', 'ENDED'),
  },
  TRANSFERRING: {
    progress: to(lookUp, 'TRANSFERRING', 'CLOSING', 'ENDED'),
    sent: to(sent, 'CLOSING', 'READY'),
    ended: to(ended, 'CLOSING', 'READY'),
    full: to(fillUp, 'CLOSING', 'READY'),
    broken: to(broken, 'READY'),
    stalled: to(stalled, 'ENDED'),
  },
  CLOSING: {
    parted: to(parted, 'CLOSING', 'READY', 'ENDED'),
    closed: to(closed, 'CLOSING', 'READY', 'ENDED'),
    stalled: to(stalled, 'ENDED'),
  },
};

/** Hears what was called in the phase that the session is in; then what waited is obeyed. */
export function hearDtp(turn: Turn): void {
  const said = called<ToServerPi>(turn.event);
  if (said === null) return;
  const answers = ((turn.phase && heard[turn.phase])?.[said.name] ?? always[said.name]) as Answer<never> | undefined;
  if (answers) answers.rule(turn, said as never);
  else noUse(turn, said.name);
  obeyWaiting(turn);
}

export const noUse = ({ commands }: Turn, name: string): void =>
  void commands.push(remark({ code: 'no-use', of: 'PI', event: name }));
