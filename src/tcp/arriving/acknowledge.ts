/** What an acceptable ACK does (RFC 9293 3.10.7.4, fifth): the window, the queue, the round trip, congestion. */
import { SYN, type TcpSegment } from '../../wire/packet/tcp';
import { has, lengthOf } from './acceptability';
import { duplicated, growWindow, progressed } from '../sending/congestion';
import { rearm, retransmitFirst } from '../sending/retransmission';
import { near } from '../tcb/sequence';
import { release } from '../tcb/stream';
import { cancel, notifyUser, type Draft, type RuleRun } from '../tcb/draft';
import { finAcknowledged } from '../tcb/tcb';
import { measured } from '../sending/rto';

export function acknowledge(work: RuleRun, segment: TcpSegment): void {
  const { at, tcb } = work;
  const ack = near(segment.ack, tcb.snd.una);
  tcb.heard = at;
  tcb.rtt.probes = 0;
  const windowMoved = updateWindow(tcb, segment, ack);
  if (windowMoved && tcb.sent.length === 0) tcb.rtt.backoff = 0;
  const reported = report(tcb, segment);
  const repeats = ack === tcb.snd.una && tcb.sent.length > 0 && lengthOf(segment) === 0 && !windowMoved; // RFC 5681 2
  if (ack > tcb.snd.una) advance(work, ack);
  if ((reported || repeats) && duplicated(work)) retransmitFirst(work);
}

/** True when the window is another than before. A segment older than the one that told it last does not count. */
function updateWindow({ snd }: Draft, segment: TcpSegment, ack: number): boolean {
  const seq = near(segment.seq, snd.wl1);
  if (ack < snd.una || snd.wl1 > seq || (snd.wl1 === seq && snd.wl2 > ack)) return false;
  const window = segment.window * (has(segment, SYN) ? 1 : 2 ** snd.scale);
  const moved = window !== snd.wnd;
  snd.wnd = window;
  snd.max = Math.max(snd.max, window);
  snd.wl1 = seq;
  snd.wl2 = ack;
  return moved;
}

/** Marks what SACK blocks report. True when they report anything new. */
function report(tcb: Draft, segment: TcpSegment): boolean {
  const blocks = tcb.rcv.sack
    ? segment.options.sack?.map(([left, right]) => [near(left, tcb.snd.una), near(right, tcb.snd.una)] as const)
    : undefined;
  if (!blocks) return false;
  let found = false;
  const sent = tcb.sent.map((one) => {
    if (one.sacked || !blocks.some(([left, right]) => left <= one.from && one.to <= right)) return one;
    found = true;
    return { ...one, sacked: true, lost: false };
  });
  if (found) tcb.sent = sent;
  return found;
}

/** SND.UNA moves: everything before it leaves the queue and the send buffer. */
function advance(work: RuleRun, ack: number): void {
  const { at, tcb } = work;
  const { snd, rtt, sent } = tcb;
  const kept = sent.findIndex((one) => one.to > ack);
  const count = kept < 0 ? sent.length : kept;
  const gone = sent.slice(0, count);
  tcb.sent = sent.slice(count).map((one) => (one.from < ack ? { ...one, from: ack } : one));
  const timed = gone.find((one) => !one.sacked);
  if (timed && gone.every((one) => one.times === 1)) Object.assign(rtt, measured(rtt, at - timed.at, tcb.settings));
  rtt.backoff = 0;
  snd.una = ack;
  if (snd.up !== null && ack >= snd.up) snd.up = null;
  tcb.outgoing = release(tcb.outgoing, Math.min(tcb.outgoing.end, Math.max(0, ack - snd.iss - 1)));
  progressed(work, count);
  growWindow(tcb, gone.filter((one) => !(one.flags & SYN)).length, sent.length);
  if (tcb.congestion.phase === 'recovery' && tcb.sent[0]?.lost) retransmitFirst(work);
  if (tcb.sent.length === 0) cancel(work, 'retransmission');
  else rearm(work);
  if (tcb.owes.closed && finAcknowledged(tcb)) {
    tcb.owes.closed = false;
    notifyUser(work, { type: 'closed' });
  }
}
