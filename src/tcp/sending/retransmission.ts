/** The retransmission queue: what was sent and is not acknowledged (RFC 9293 3.8.1, RFC 6298 5). */
import { ACK, FIN, SYN } from '../../wire/packet/tcp';
import { collapsed, underWay } from './congestion';
import { cut } from '../tcb/stream';
import { arm, type Draft, type RuleRun } from '../tcb/draft';
import type { Tcb } from '../tcb/tcb';
import { timeoutAfter } from './rto';
import { transmit } from './transmit';

/** Transmits a segment of the queue again. */
export function resend(work: RuleRun, index: number): void {
  const { at, tcb } = work;
  const one = tcb.sent[index];
  if (!one) return;
  const sent = tcb.sent.slice();
  sent[index] = { ...one, at, times: one.times + 1, lost: false };
  tcb.sent = sent;
  const { iss } = tcb.snd;
  const syn = (one.flags & SYN) !== 0;
  const payload = syn ? undefined : cut(tcb.outgoing, one.from - iss - 1, one.to - (one.flags & FIN ? 1 : 0) - iss - 1);
  transmit(
    work,
    { seq: one.from, flags: one.flags, ...(payload ? { payload } : {}), ...(syn ? { options: tcb.syn } : {}) },
    true,
  );
}

/** Transmits again what is taken for lost, as far as both windows let it. */
export function retransmitLost(work: RuleRun): void {
  const { tcb } = work;
  if (tcb.congestion.phase === 'open') return;
  let room = tcb.congestion.cwnd - underWay(tcb);
  for (let i = 0; i < tcb.sent.length && room > 0; i++) {
    const one = tcb.sent[i];
    if (!one?.lost || (i > 0 && one.to > tcb.snd.una + tcb.snd.wnd)) continue;
    resend(work, i);
    room--;
  }
}

/** A fast retransmit: at once, whatever the congestion window says (RFC 5681 3.2, RFC 6582 3.2). */
export function retransmitFirst(work: RuleRun): void {
  const index = work.tcb.sent.findIndex((one) => one.lost);
  if (index < 0) return;
  resend(work, index);
  rearm(work);
}

/** The timer runs while anything is unacknowledged (RFC 6298 5.1 to 5.3). */
export function rearm(work: RuleRun): void {
  const { rtt, settings } = work.tcb;
  arm(work, 'retransmission', timeoutAfter(rtt, settings, linear(work.tcb)));
}

/** The timer fired: the first segment goes again and the timeout doubles (RFC 6298 5.4 to 5.6). */
export function retransmit(work: RuleRun): void {
  work.tcb.rtt.backoff++;
  collapsed(work);
  retransmitLost(work);
  rearm(work);
}

/** How many timeouts in a row are borne before the connection is given up. */
export function timeoutsBorne(tcb: Tcb): number {
  const { settings, sent } = tcb;
  const first = sent[0];
  if (first && (first.flags & SYN) !== 0)
    return (first.flags & ACK) !== 0 ? settings.synAckRetries : settings.synRetries + settings.synLinearTimeouts;
  // after close(2) as well; Linux then gives up after 8 (tcp_orphan_retries), which no recording shows
  return settings.retries;
}

const linear = ({ sent, settings }: Draft): number => (sent[0]?.flags === SYN ? settings.synLinearTimeouts : 0);
