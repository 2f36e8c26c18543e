/**
 * A rule works on a draft, a copy of its own, so that no snapshot ever changes behind somebody's back. The copies are
 * spelt out field by field: that is ten times as quick as spreading, and this runs several times a segment.
 */
import type { Errno, Micros } from '../../machine/contract';
import type { TcpCommand, TcpTimer, UserEvent } from '../../machine/transport';
import { emptyStream } from './stream';
import type { Acking, Congestion, Rcv, Rtt, Snd, Tcb } from './tcb';
import type { TcpNote } from './reasons';

type Group = 'snd' | 'rcv' | 'ack' | 'rtt' | 'congestion' | 'due' | 'owes';
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type Draft = Mutable<Omit<Tcb, Group>> & { readonly [G in Group]: Mutable<Tcb[G]> };

/** A rule at work: the clock, its own copy of the block, and the commands so far. */
export interface RuleRun {
  readonly at: Micros;
  readonly tcb: Draft;
  readonly commands: TcpCommand[];
}

const copySnd = (snd: Snd): Mutable<Snd> => ({
  iss: snd.iss,
  una: snd.una,
  nxt: snd.nxt,
  wnd: snd.wnd,
  wl1: snd.wl1,
  wl2: snd.wl2,
  max: snd.max,
  scale: snd.scale,
  mss: snd.mss,
  up: snd.up,
  sml: snd.sml,
});

const copyRcv = (rcv: Rcv): Mutable<Rcv> => ({
  irs: rcv.irs,
  nxt: rcv.nxt,
  right: rcv.right,
  scale: rcv.scale,
  threshold: rcv.threshold,
  up: rcv.up,
  held: rcv.held,
  latest: rcv.latest,
  sack: rcv.sack,
  fin: rcv.fin,
});

const copyAcking = (ack: Acking): Mutable<Acking> => ({
  due: ack.due,
  now: ack.now,
  acked: ack.acked,
  quick: ack.quick,
  pingPong: ack.pingPong,
  ato: ack.ato,
  lastReceived: ack.lastReceived,
  mss: ack.mss,
  pushed: ack.pushed,
  challenged: ack.challenged,
});

const copyRtt = (rtt: Rtt): Mutable<Rtt> => ({
  srtt: rtt.srtt,
  rttvar: rtt.rttvar,
  rto: rtt.rto,
  backoff: rtt.backoff,
  probes: rtt.probes,
});

const copyCongestion = (c: Congestion): Mutable<Congestion> => ({
  cwnd: c.cwnd,
  ssthresh: c.ssthresh,
  credit: c.credit,
  phase: c.phase,
  recover: c.recover,
  duplicates: c.duplicates,
  limited: c.limited,
  lastSent: c.lastSent,
});

export function begin(t: Tcb, at: Micros): RuleRun {
  const { due, owes } = t;
  const tcb: Draft = {
    snd: copySnd(t.snd),
    rcv: copyRcv(t.rcv),
    ack: copyAcking(t.ack),
    rtt: copyRtt(t.rtt),
    congestion: copyCongestion(t.congestion),
    due: {
      retransmission: due.retransmission,
      delayedAck: due.delayedAck,
      persist: due.persist,
      keepAlive: due.keepAlive,
      timeWait: due.timeWait,
    },
    owes: { drained: owes.drained, peerClosed: owes.peerClosed, closed: owes.closed },
    local: t.local,
    remote: t.remote,
    settings: t.settings,
    passive: t.passive,
    syn: t.syn,
    outgoing: t.outgoing,
    sent: t.sent,
    unread: t.unread,
    fin: t.fin,
    reading: t.reading,
    paused: t.paused,
    noDelay: t.noDelay,
    corked: t.corked,
    heard: t.heard,
  };
  return { at, tcb, commands: [] };
}

export const notifyUser = (work: RuleRun, told: UserEvent): void => {
  work.commands.push({ type: 'tell', told });
};

/** A remark, and where the rule behind it is written. */
export const note = (work: RuleRun, reason: TcpNote, source?: string): void => {
  work.commands.push(source === undefined ? { type: 'note', reason } : { type: 'note', reason, source });
};

/** The connection failed. After close(2) nobody is there to read why: `closed` is told when the block is deleted. */
export const fail = (work: RuleRun, reason: Errno): void => {
  const { tcb } = work;
  if (tcb.reading) notifyUser(work, { type: 'failed', reason });
  else note(work, { code: 'failed-after-close', errno: reason });
  tcb.unread = emptyStream(tcb.unread.end);
  tcb.owes.peerClosed = false;
};

export function arm(work: RuleRun, timer: TcpTimer, after: Micros): void {
  work.tcb.due[timer] = work.at + after;
  work.commands.push({ type: 'arm', timer, after });
}

/** An armed timer has gone off. */
export const spend = (work: RuleRun, timer: TcpTimer): void => {
  work.tcb.due[timer] = null;
};

export function cancel(work: RuleRun, timer: TcpTimer): void {
  if (work.tcb.due[timer] === null) return;
  work.tcb.due[timer] = null;
  work.commands.push({ type: 'cancel', timer });
}
