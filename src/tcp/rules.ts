/** The rules of the TCP machine by name: what each does is written in the files of its section. */
import type { Errno } from '../machine/contract';
import type { Rule } from '../machine/model';
import type { TcpCommand, TcpEvent } from '../machine/transport';
import { ACK, SYN, flagNames, type TcpSegment } from '../wire/packet/tcp';
import { has, isOldAck } from './arriving/acceptability';
import { acknowledge } from './arriving/acknowledge';
import { delayOver, answer } from './arriving/answer';
import { sendBufferTakes } from './sending/congestion';
import { establish, owe, repeatSynAck, synchronise, transmitSyn, transmitSynAck } from './arriving/handshake';
import { output } from './sending/output';
import { finish, handOver, resume, take } from './arriving/receive';
import { challenge, refuse, resetPeer } from './arriving/reset';
import { retransmit } from './sending/retransmission';
import { append } from './tcb/stream';
import { arm, begin, cancel, fail, note, notifyUser, type RuleRun } from './tcb/draft';
import { finAcknowledged, finAt, keepsUnread, type Tcb } from './tcb/tcb';
import { keepAlive, probeWindow } from './sending/idle';
import type { ChallengeReason, TcpNote, TcpViolation } from './tcb/reasons';

type TcpRule = Rule<Tcb, TcpEvent, TcpCommand>;
type EventOf<T extends TcpEvent['type']> = Extract<TcpEvent, { type: T }>;

/** A rule for any event. */
const does =
  (act: (work: RuleRun) => void): TcpRule =>
  (tcb, event) => {
    const work = begin(tcb, event.at);
    act(work);
    return { context: work.tcb, whole: true, commands: work.commands };
  };

/** A rule for one kind of event; for another it does nothing. */
const upon =
  <T extends TcpEvent['type']>(type: T, act: (work: RuleRun, event: EventOf<T>) => void): TcpRule =>
  (tcb, event) => {
    if (event.type !== type) return {};
    const work = begin(tcb, event.at);
    act(work, event as EventOf<T>);
    return { context: work.tcb, whole: true, commands: work.commands };
  };

const arrival = (act: (work: RuleRun, segment: TcpSegment) => void): TcpRule =>
  upon('arrived', (work, { segment }) => act(work, segment));

/** Says and does nothing more: no copy of the block is needed. */
const says =
  (remark: (event: TcpEvent) => TcpNote, source?: string): TcpRule =>
  (_, event) => ({
    commands: [
      source === undefined ? { type: 'note', reason: remark(event) } : { type: 'note', reason: remark(event), source },
    ],
  });

const violates =
  (code: TcpViolation['code']): TcpRule =>
  (_, event) => ({ commands: [{ type: 'violation', reason: { code, event: event.type } satisfies TcpViolation }] });

const fails = (reason: Errno): TcpRule => does((work) => fail(work, reason));

const flags = (event: TcpEvent): string =>
  event.type === 'arrived' ? flagNames(event.segment.flags) || 'no flag' : event.type;

export const rules = {
  // User calls (RFC 9293 3.10.1 to 3.10.5)
  listen: does(({ tcb }) => {
    tcb.passive = true;
  }),
  transmitSyn: does((work) => {
    work.tcb.passive = false;
    transmitSyn(work);
  }),
  queue: upon('SEND', (work, { octets, urgent, more }) => {
    const { tcb } = work;
    tcb.corked = more ?? false;
    tcb.outgoing = append(tcb.outgoing, octets);
    if (urgent && octets.length > 0) tcb.snd.up = finAt(tcb);
    tcb.owes.drained = true;
  }),
  /** Before the connection is there, the send buffer takes what it can. */
  drain: does((work) => {
    if (!work.tcb.owes.drained || !sendBufferTakes(work.tcb)) return;
    work.tcb.owes.drained = false;
    notifyUser(work, { type: 'drained' });
  }),
  output: does(output),
  close: does(({ tcb }) => {
    tcb.fin = true;
  }),
  release: upon('CLOSE', (work, { reading }) => {
    const { tcb } = work;
    if (reading || !tcb.reading) return;
    tcb.reading = false;
    tcb.owes.closed = true;
    tcb.owes.peerClosed = false;
    if (!finAcknowledged(tcb)) return;
    tcb.owes.closed = false;
    notifyUser(work, { type: 'closed' });
  }),
  resetPeer: does(resetPeer),
  pause: does(({ tcb }) => {
    tcb.paused = true;
  }),
  resume: does(resume),
  handOver: does(handOver),
  abandon: does(({ tcb }) => {
    tcb.reading = false;
  }),
  setOption: upon('OPTION', (work, { noDelay }) => {
    work.tcb.noDelay = noDelay;
  }),

  // Segments (3.10.7)
  synchronise: arrival(synchronise),
  transmitSynAck: arrival(transmitSynAck),
  repeatSynAck: does(repeatSynAck),
  establish: does(establish),
  owe: does(owe),
  acknowledge: arrival(acknowledge),
  take: arrival(take),
  finish: does(finish),
  answer: does(answer),
  refuse: arrival(refuse),
  challengeSequence: arrival((work, segment) =>
    challenge(work, segment, outside(work, segment), 'RFC 9293 3.10.7.4, first'),
  ),
  challengeReset: arrival((work, segment) => challenge(work, segment, { code: 'stray-reset' }, 'RFC 5961 3.2')),
  challengeSyn: arrival((work, segment) => challenge(work, segment, { code: 'stray-syn' }, 'RFC 5961 4.2')),
  challengeAck: arrival((work, segment) =>
    isOldAck(work.tcb, segment)
      ? challenge(work, segment, { code: 'acks-too-old' }, 'RFC 5961 5.2')
      : challenge(work, segment, { code: 'acks-never-sent' }, 'RFC 9293 3.10.7.4, fifth'),
  ),
  fail: fails('ECONNRESET'),
  /** Both ends have closed: a reset is news only where octets of ours were not acknowledged. */
  failUnfinished: does((work) => {
    const { outgoing } = work.tcb;
    if (outgoing.end > outgoing.start) fail(work, 'ECONNRESET');
    else note(work, { code: 'reset-for-fin' }, 'RFC 9293 3.10.7.4, second');
  }),
  failRefused: fails('ECONNREFUSED'),
  failTimedOut: fails('ETIMEDOUT'),
  failUnreachable: upon('unreachable', (work, { reason }) => fail(work, reason)),

  // Timers
  retransmit: does(retransmit),
  delayOver: does(delayOver),
  probeWindow: does(probeWindow),
  keepAlive: does(keepAlive),
  /** FIN-WAIT-2 of an orphan ends by itself (Linux tcp_fin_timeout); while the user still reads it lasts. */
  awaitFin: does((work) => {
    if (!work.tcb.reading && work.tcb.due.timeWait === null) arm(work, 'timeWait', work.tcb.settings.timeWait);
  }),
  /** 2 MSL, so that nothing of this connection is taken for part of the next (3.6.1). */
  linger: does((work) => {
    for (const timer of ['retransmission', 'persist', 'keepAlive'] as const) cancel(work, timer);
    arm(work, 'timeWait', work.tcb.settings.timeWait);
  }),
  /** The block is deleted, unless a user who paused has yet to read. */
  forget: does((work) => {
    for (const timer of ['retransmission', 'delayedAck', 'persist', 'keepAlive', 'timeWait'] as const)
      cancel(work, timer);
    if (work.tcb.owes.closed) {
      work.tcb.owes.closed = false;
      notifyUser(work, { type: 'closed' });
    }
    if (!keepsUnread(work.tcb)) work.commands.push({ type: 'delete' });
  }),

  // What is let pass, and what ought not to have come
  dropSegment: says((event) => ({ code: 'no-place-here', flags: flags(event) }), 'RFC 9293 3.10.7'),
  noteReset: says(() => ({ code: 'reset-before-open' }), 'RFC 9293 3.10.7.4, second'),
  noteAssassin: says(() => ({ code: 'time-wait-ended' }), 'RFC 1337 3'),
  noteUnread: says(() => ({ code: 'closed-unread' }), 'RFC 2525 2.17'),
  noteUnwanted: says(() => ({ code: 'unwanted-octets' }), 'RFC 2525 2.17'),
  noteUnreachable: upon('unreachable', (work, { reason }) =>
    note(work, { code: 'soft-error', errno: reason }, 'RFC 9293 3.9.2.2'),
  ),
  noteLate: says((event) => ({ code: 'late-timer', timer: event.type === 'timeout' ? event.timer : '' })),
  noteIgnored: says((event) => ({ code: 'changes-nothing', event: event.type })),
  violateNone: violates('connection-does-not-exist'),
  violateExists: violates('connection-already-exists'),
  violateClosing: violates('connection-closing'),
} satisfies Record<string, TcpRule>;

function outside({ tcb }: RuleRun, segment: TcpSegment): ChallengeReason {
  const before = ((segment.seq - tcb.rcv.nxt) | 0) < 0;
  if (has(segment, SYN)) return { code: has(segment, ACK) ? 'syn-ack-again' : 'syn-outside' };
  return { code: before ? 'nothing-new' : 'beyond-our-window' };
}
