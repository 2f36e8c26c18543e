/**
 * When to acknowledge. RFC 9293 3.8.6.3 asks for an ACK every second full segment and within half a second; Linux
 * acknowledges at once while a connection is new, delays when it looks like a conversation, and measures how long.
 * This file is how eager to be (tcp_event_data_recv and its kin in tcp_input.c); `answer.ts` acts on it.
 */
import { PSH, type TcpSegment } from '../../wire/packet/tcp';
import { cancel, type RuleRun } from '../tcb/draft';
import { grow } from './window';

const QUICK_ACKS = 16;

/** New octets arrived in order or beyond a gap. */
export function octetsArrived(work: RuleRun, { payload, flags }: TcpSegment): void {
  const {
    at,
    tcb: { ack, rtt, settings },
  } = work;
  const length = payload.length;
  const full = length >= ack.mss;
  if (full) ack.mss = Math.min(length, settings.mss);
  if (!full || (flags & PSH) !== 0) ack.pushed = Math.min(2, ack.pushed + 1);
  const pause = at - ack.lastReceived;
  if (ack.ato === 0) {
    quicken(work);
    ack.ato = settings.delayedAck;
  } else if (pause <= settings.delayedAck / 2) ack.ato = Math.floor(ack.ato / 2) + settings.delayedAck / 2;
  else if (pause < ack.ato) ack.ato = Math.min(Math.floor(ack.ato / 2) + pause, rtt.rto);
  else if (pause > rtt.rto) quicken(work);
  ack.due = true;
  ack.lastReceived = at;
  if (grow(work, length)) ack.quick |= 1;
}

/** The next ACKs leave at once: as many as acknowledge half a window, 16 at most. */
function quicken({ tcb: { ack, rcv } }: RuleRun): void {
  const halfWindow = Math.floor((rcv.right - rcv.nxt) / (2 * ack.mss));
  ack.quick = Math.max(ack.quick, Math.min(QUICK_ACKS, Math.max(2, halfWindow)));
}

/** Octets came again: the peer missed our ACK and waits for it. */
export function hurry(work: RuleRun): void {
  quicken(work);
  work.tcb.ack.pingPong = false;
  work.tcb.ack.ato = work.tcb.settings.delayedAck;
}

/** Octets left within the delay of the last that came: this is a conversation. */
export function octetsLeft({ at, tcb: { ack } }: RuleRun): void {
  if (at - ack.lastReceived < ack.ato) ack.pingPong = true;
}

/** A segment left that acknowledges all there is. */
export function acknowledged(work: RuleRun): void {
  const { ack, rcv, settings } = work.tcb;
  if (ack.due && ack.quick > 0 && --ack.quick === 0) ack.ato = settings.delayedAck;
  ack.due = false;
  ack.now = false;
  ack.pushed = 0;
  ack.acked = rcv.nxt;
  cancel(work, 'delayedAck');
}
