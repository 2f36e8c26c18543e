/** Opening (RFC 9293 3.5, 3.10.1, 3.10.7.2 and 3.10.7.3). */
import { ACK, SYN, type TcpSegment } from '../../wire/packet/tcp';
import { has } from './acceptability';
import { resend, rearm } from '../sending/retransmission';
import { near } from '../tcb/sequence';
import { arm, notifyUser, type Draft, type RuleRun } from '../tcb/draft';
import { FALLBACK } from '../sending/rto';
import { transmit } from '../sending/transmit';

const MAX_SHIFT = 14; // RFC 7323 2.3

/** Transmits our SYN, with every option that we would like. */
export function transmitSyn(work: RuleRun): void {
  const { settings } = work.tcb;
  work.tcb.syn = {
    mss: settings.mss,
    windowScale: settings.windowScale,
    ...(settings.sackPermitted ? { sackPermitted: true } : {}),
  };
  put(work, SYN);
}

/** Transmits our SYN,ACK, with the options that the peer's SYN had too: each works only where both ends have it. */
export function transmitSynAck(work: RuleRun, { options }: TcpSegment): void {
  const { settings } = work.tcb;
  work.tcb.syn = {
    mss: settings.mss,
    ...(options.windowScale === undefined ? {} : { windowScale: settings.windowScale }),
    ...(options.sackPermitted && settings.sackPermitted ? { sackPermitted: true } : {}),
  };
  put(work, SYN | ACK);
}

function put(work: RuleRun, flags: number): void {
  const { at, tcb } = work;
  const { iss } = tcb.snd;
  tcb.snd.nxt = iss + 1;
  tcb.sent = [{ from: iss, to: iss + 1, flags, at, times: 1, sacked: false, lost: false }];
  transmit(work, { seq: iss, flags, options: tcb.syn });
  rearm(work);
}

/** The SYN came again, so our SYN,ACK was lost or is late: once more. The timer keeps its own time. */
export const repeatSynAck = (work: RuleRun): void => resend(work, 0);

/** Learns the peer's sequence numbers and options from its SYN. */
export function synchronise({ tcb, at }: RuleRun, segment: TcpSegment): void {
  const { snd, rcv, settings } = tcb;
  const { mss, windowScale, sackPermitted } = segment.options;
  rcv.irs = segment.seq;
  rcv.nxt = segment.seq + 1;
  rcv.right = rcv.nxt + rcv.threshold;
  rcv.sack = settings.sackPermitted && sackPermitted === true;
  rcv.scale = windowScale === undefined ? 0 : settings.windowScale;
  snd.scale = Math.min(windowScale ?? 0, MAX_SHIFT);
  snd.mss = Math.min(settings.mss, mss ?? unspoken(tcb)) || 1;
  snd.wnd = segment.window;
  snd.max = Math.max(snd.max, segment.window);
  snd.wl1 = segment.seq;
  snd.wl2 = has(segment, ACK) ? near(segment.ack, snd.una) : snd.una;
  tcb.ack.acked = rcv.nxt;
  tcb.ack.mss = Math.min(536, settings.mss);
  tcb.heard = at;
}

/** The MSS of a peer that told none (RFC 9293 3.7.1). */
const unspoken = ({ remote }: Draft): number => (remote.address.includes(':') ? 1220 : 536);

/**
 * ESTABLISHED: tells the user, and begins to count congestion. After a SYN sent again no round trip is known; after
 * two such the window begins at one segment (RFC 5681 3.1, as Linux reads it).
 */
export function establish(work: RuleRun): void {
  const { tcb } = work;
  const { settings, congestion } = tcb;
  const times = tcb.sent[0]?.times ?? 1;
  const cwnd = times > 2 && !tcb.passive ? 1 : settings.initialWindow;
  Object.assign(congestion, { cwnd, ssthresh: Infinity, credit: 0, phase: 'open', duplicates: 0, limited: false });
  if (times > 1) tcb.rtt.rto = Math.max(FALLBACK, settings.rtoInitial);
  if (settings.keepAliveIdle !== null) arm(work, 'keepAlive', settings.keepAliveIdle);
  notifyUser(work, { type: 'opened' });
}

/** Our side of a SYN,ACK is acknowledged at once, alone or by what the user already sent. */
export function owe({ tcb: { ack } }: RuleRun): void {
  ack.due = true;
  ack.now = true;
}
