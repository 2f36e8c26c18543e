/** What a server does about what happens on its control connection, event by event; phases.ts says in which phase. */
import type { MachineEvent } from '../../machine/contract';
import { NO_OCTETS } from '../../wire/octets';
import { answer } from './session/answer';
import { hear } from './session/control';
import { attendMeanwhile } from './during';
import { leave, sayFarewell } from './session/ending';
import { greet, idleSeconds, sessionFacts } from './session/login';
import { obeyWaiting } from './obeying';
import { beginTls } from './session/security';
import type { ServerPi, Turn } from './session/session';

type Of<E extends MachineEvent['type']> = Extract<MachineEvent, { readonly type: E }>;

const idleTime = (session: ServerPi): number => idleSeconds(session) * 1_000_000;

/** Its client has come: greets him, or lets TLS come first. */
export function meet(turn: Turn, event: Of<'accepted'>): void {
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

/** Lines that are obeyed at once; in other phases they wait. */
export function obey(turn: Turn, { octets }: Of<'received'>): void {
  hear(turn, octets);
  obeyWaiting(turn);
}

/** A transfer that rests between its blocks is looked at then, and not before. */
const paced = ({ transfer, setup: { settings } }: ServerPi): boolean =>
  Boolean(settings.maxRate) && transfer !== null && (transfer.octets === null || transfer.facts['left'] !== undefined);

/** Urgent octets call some servers from a transfer; they are then read with what comes after them. */
export function receiveMeanwhile(turn: Turn, { octets, urgent }: Of<'received'>): void {
  const { session } = turn;
  if (urgent && session.setup.profile.during.urgentAborts) {
    session.urgent = true;
    session.held = octets;
  } else hear(turn, octets);
  if (turn.phase === 'TRANSFERRING' && !paced(session)) attendMeanwhile(turn);
}

/** The client says no more. What is under way is ended first. */
export function hearEnd(turn: Turn): void {
  const { session } = turn;
  session.peerClosed = true;
  if (session.held.length > 0) hear(turn, NO_OCTETS);
}

/** Who obeys has done all, but for an urgent octet that was held back in a transfer, and parts from the client. */
export function part(turn: Turn): void {
  hearEnd(turn);
  obeyWaiting(turn);
}

export function partUnknown(turn: Turn): void {
  sayFarewell(turn);
  leave(turn);
}

function armIdle({ commands }: Turn, after: number): void {
  commands.push({ type: 'arm', timer: 'idle', after });
}

/** The clock of an idle session starts anew with each command; a transfer keeps it from ringing. */
export const idleWait = (turn: Turn): void => armIdle(turn, idleTime(turn.session));

const idleLeft = ({ session, event }: Turn): number => session.heard + idleTime(session) - event.at;

export function idleOut(turn: Turn): void {
  const left = idleLeft(turn);
  if (left > 0) return armIdle(turn, left);
  const { control, setup } = turn.session;
  if (control !== 'secured' || !setup.profile.security.silentIdle) answer(turn, '*', 'idle', sessionFacts(turn));
  leave(turn);
}

/** A handshake that never ends is told nothing: there is no way to. */
export function handshakeOut(turn: Turn): void {
  const left = idleLeft(turn);
  if (left > 0) armIdle(turn, left);
  else leave(turn);
}
