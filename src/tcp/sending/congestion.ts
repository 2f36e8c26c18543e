/**
 * How much may be under way: slow start, congestion avoidance (RFC 5681), fast retransmit and recovery by SACK
 * (RFC 6675) or without (RFC 6582), in segments. What is left out: proportional rate reduction, RACK, tail loss
 * probes and undoing of false alarms, which Linux has.
 */
import type { Draft, RuleRun } from '../tcb/draft';
import { finAt, type Sent } from '../tcb/tcb';

const DUPLICATES = 3;

/**
 * Segments under way: sent, not reported by SACK, not taken for lost. Without SACK each duplicate ACK means one
 * arrived.
 */
export function underWay({ sent, rcv, congestion }: Draft): number {
  let count = rcv.sack ? 0 : -congestion.duplicates;
  for (const one of sent) if (!one.sacked && !one.lost) count++;
  return Math.max(0, count);
}

/**
 * The window grows for segments that an ACK newly acknowledged, if it was what held us back (RFC 5681 3.1, RFC 7661).
 */
export function growWindow({ congestion: c }: Draft, segments: number, before: number): void {
  if (c.phase === 'recovery') return;
  let left = segments;
  if (c.cwnd < c.ssthresh) {
    if (c.phase === 'open' && c.cwnd >= 2 * before && !c.limited) return;
    const grown = Math.min(c.cwnd + left, c.ssthresh);
    left -= grown - c.cwnd;
    c.cwnd = grown;
  }
  if (left === 0 || (c.phase === 'open' && !c.limited)) return;
  c.credit += left;
  if (c.credit >= c.cwnd) {
    c.credit -= c.cwnd;
    c.cwnd++;
  }
}

const halved = (cwnd: number): number => Math.max(2, Math.floor(cwnd / 2));

/** Something left the retransmission queue: is the loss that we knew of repaired? */
export function progressed({ tcb }: RuleRun, segments: number): void {
  const { congestion: c, snd, rcv } = tcb;
  if (c.phase === 'open') c.duplicates = 0;
  else if (snd.una >= c.recover) {
    if (c.phase === 'recovery') c.cwnd = c.ssthresh;
    c.phase = 'open';
    c.duplicates = 0;
  } else if (c.phase === 'recovery' && !rcv.sack) {
    c.duplicates = Math.max(0, c.duplicates - segments + 1);
    // a partial ACK: the next hole
    tcb.sent = tcb.sent.map((one, i) => (i === 0 && one.times === 1 ? { ...one, lost: true } : one));
  }
}

/**
 * A duplicate ACK, or SACK blocks: three of them and the first segment is taken for lost. True when a fast retransmit
 * is due.
 */
export function duplicated({ tcb }: RuleRun): boolean {
  const { congestion: c, snd, rcv } = tcb;
  c.duplicates++;
  if (c.phase === 'open') {
    const known = rcv.sack ? tcb.sent.filter((one) => one.sacked).length : c.duplicates;
    if (known < DUPLICATES && c.duplicates < DUPLICATES) return false;
    c.phase = 'recovery';
    c.ssthresh = halved(c.cwnd);
    c.cwnd = c.ssthresh;
    c.recover = snd.nxt;
    tcb.sent = tcb.sent.map((one, i) => (i === 0 && !one.sacked ? { ...one, lost: true } : one));
    markLost(tcb);
    return true;
  }
  if (c.phase === 'recovery') markLost(tcb);
  return false;
}

/** By SACK: lost is what three segments beyond it have overtaken, once (RFC 6675 IsLost). */
function markLost(tcb: Draft): void {
  if (!tcb.rcv.sack) return;
  let beyond = 0;
  const marked: Sent[] = [];
  for (let i = tcb.sent.length - 1; i >= 0; i--) {
    const one = tcb.sent[i];
    if (!one) continue;
    if (one.sacked) beyond++;
    marked.push(!one.sacked && !one.lost && one.times === 1 && beyond >= DUPLICATES ? { ...one, lost: true } : one);
  }
  tcb.sent = marked.reverse();
}

/**
 * The retransmission timer fired: all that SACK did not report is taken for lost, and slow start begins again (RFC 5681
 * 3.1).
 */
export function collapsed({ tcb }: RuleRun): void {
  const { congestion: c, snd, sent } = tcb;
  if (c.phase !== 'loss') c.ssthresh = halved(c.cwnd);
  c.phase = 'loss';
  c.cwnd = 1;
  c.credit = 0;
  c.duplicates = 0;
  c.recover = snd.nxt;
  const reneged = sent[0]?.sacked === true; // the peer dropped what it had reported (RFC 2018 8)
  tcb.sent = sent.map((one) => (one.sacked && !reneged ? one : { ...one, sacked: false, lost: true }));
}

/**
 * After an idle RTO the window shrinks by half for each, to the initial one at least (RFC 2861, Linux
 * tcp_cwnd_restart).
 */
export function afterIdle({ at, tcb }: RuleRun): void {
  const { congestion: c, rtt, settings } = tcb;
  if (tcb.sent.length > 0 || c.lastSent === 0) return;
  const restart = Math.min(settings.initialWindow, c.cwnd);
  for (let idle = at - c.lastSent - rtt.rto; idle > 0 && c.cwnd > restart; idle -= rtt.rto)
    c.cwnd = Math.max(restart, c.cwnd >> 1);
}

/**
 * The memory that Linux counts for a segment: it and its headers in a power of two, and a buffer's description
 * (tcp_sndbuf_expand).
 */
const segmentMemory = (mss: number): number => 2 ** Math.ceil(Math.log2(mss + 640)) + 256;

/**
 * What a blocking write waits for: the send buffer, twice the congestion window as Linux tunes it, takes all that was
 * sent.
 */
export function sendBufferTakes(tcb: Draft): boolean {
  const { congestion, settings, snd, outgoing } = tcb;
  const size = 2 * Math.max(settings.initialWindow, congestion.cwnd) * segmentMemory(snd.mss);
  return outgoing.end - outgoing.start <= size;
}

/** Nothing is left to send: every octet, and the FIN where the user closed, was sent at least once. */
export const allSent = (tcb: Draft): boolean => tcb.snd.nxt >= finAt(tcb) + (tcb.fin ? 1 : 0);
