/**
 * The ACK that an arrived segment gets: at once, or later (Linux __tcp_ack_snd_check, tcp_cleanup_rbuf,
 * tcp_send_delayed_ack).
 */
import type { Micros } from '../../machine/contract';
import { arm, type RuleRun } from '../tcb/draft';
import { transmitAck } from '../sending/transmit';
import { ready } from '../sending/window';

const DELAY_MAX: Micros = 200_000;
/** The kernel's clock at 250 Hz: as long as a delay of nothing takes, before the first octets came. */
const JIFFY: Micros = 4_000;

/** The last thing done with a segment: an ACK at once, or later. The user reads at once unless paused. */
export function answer(work: RuleRun): void {
  const { ack, rcv, paused } = work.tcb;
  if (!ack.due) return;
  const more = rcv.nxt - ack.acked > ack.mss && !paused;
  const quick = ack.quick > 0 && !ack.pingPong;
  const read = !paused && (ack.pushed === 2 || (ack.pushed === 1 && !ack.pingPong));
  if (ack.now || more || quick || read) transmitAck(work);
  else delay(work);
}

function delay(work: RuleRun): void {
  const {
    at,
    tcb: { ack, rtt, settings, due },
  } = work;
  const trip = rtt.srtt === null ? DELAY_MAX : Math.max(rtt.srtt, settings.delayedAck);
  const after = Math.min(ack.ato > settings.delayedAck ? Math.min(ack.ato, trip) : Math.max(ack.ato, JIFFY), DELAY_MAX);
  if (due.delayedAck === null) arm(work, 'delayedAck', after);
  else if (due.delayedAck <= at + after / 4) transmitAck(work);
  else if (at + after < due.delayedAck) arm(work, 'delayedAck', after);
}

/** Nothing came along for the ACK to ride on: it goes alone, and the delay is judged anew. */
export function delayOver(work: RuleRun): void {
  const { ack, rtt, settings } = work.tcb;
  work.tcb.due.delayedAck = null;
  if (!ack.due) return;
  ack.ato = ack.pingPong ? settings.delayedAck : Math.min(ack.ato * 2, rtt.rto);
  ack.pingPong = false;
  transmitAck(work);
}

/** The user reads again: worth telling when the window can at least be doubled (Linux tcp_cleanup_rbuf). */
export function tellWindow(work: RuleRun): void {
  const { rcv } = work.tcb;
  if (ready(work.tcb) >= 2 * (rcv.right - rcv.nxt)) transmitAck(work);
}
