/**
 * What may be sent now (RFC 9293 3.7.4, 3.8.6.2.1): cut from the stream as Linux cuts it. Without hardware's help it
 * still forms packets of two segments, and sets PSH on the last segment of each and of what the user wrote; the FIN
 * rides on the last segment if that is unsent. Packets are larger on fast paths (tcp_tso_autosize): left out.
 */
import { ACK, FIN, PSH } from '../../wire/packet/tcp';
import { octetsLeft } from './acking';
import { afterIdle, allSent, sendBufferTakes, underWay } from './congestion';
import { retransmitLost } from './retransmission';
import { cut } from '../tcb/stream';
import { arm, cancel, notifyUser, type Draft, type RuleRun } from '../tcb/draft';
import { finAt, type Sent } from '../tcb/tcb';
import { timeoutAfter } from './rto';
import { transmit } from './transmit';

const SEGMENTS = 2;

/** The segment size of this moment: never more than half of the largest window the peer has offered. */
function segmentSize({ snd }: Draft): number {
  const most = snd.max > 536 ? Math.floor(snd.max / 2) : snd.max;
  return most > 0 ? Math.min(snd.mss, Math.max(most, 1)) : snd.mss;
}

interface Slice {
  readonly octets: number;
  readonly fin: boolean;
}

type Withheld = 'nothing' | 'cwnd' | 'window' | 'Nagle';

/** The next packet, at most `room` segments, or what withholds it. */
function next(tcb: Draft, room: number): Slice | Withheld {
  const { snd } = tcb;
  if (allSent(tcb)) return 'nothing';
  const unsent = finAt(tcb) - snd.nxt;
  const size = segmentSize(tcb);
  const usable = snd.una + snd.wnd - snd.nxt;
  // the final FIN does not wait for the congestion window (Linux tcp_cwnd_test)
  const final = tcb.fin && unsent <= size;
  if (room <= 0 && !final) return 'cwnd';
  if (usable <= 0) return 'window';
  if (unsent === 0) return { octets: 0, fin: true };
  const most = size * (snd.up !== null ? 1 : Math.max(1, Math.min(SEGMENTS, room)));
  if (unsent > usable && usable < most) return whole(usable, size, 'window');
  const octets = Math.min(unsent, most);
  if (octets % size !== 0 && waitsForMore(tcb)) return whole(octets, size, 'Nagle');
  return { octets, fin: tcb.fin && octets === unsent && usable > octets };
}

/** Only whole segments of so many octets go: silly window syndrome, or what Nagle holds back. */
function whole(octets: number, size: number, otherwise: Withheld): Slice | Withheld {
  const full = octets - (octets % size);
  return full > 0 ? { octets: full, fin: false } : otherwise;
}

/** RFC 9293 3.7.4: a small segment is unacknowledged, or more is to come. */
const waitsForMore = ({ fin, snd, noDelay, corked }: Draft): boolean =>
  !fin && snd.up === null && (corked || !(noDelay || snd.sml <= snd.una));

/** Transmits all that may be: first what is lost, then what is new. */
export function output(work: RuleRun): void {
  const { tcb } = work;
  afterIdle(work);
  retransmitLost(work);
  let room = tcb.congestion.cwnd - underWay(tcb);
  let slice = next(tcb, room);
  while (typeof slice !== 'string') {
    room -= emit(work, slice);
    slice = next(tcb, room);
  }
  if (slice !== 'nothing') tcb.congestion.limited = slice === 'cwnd';
  watchWindow(work);
  if (tcb.owes.drained && sendBufferTakes(tcb)) {
    tcb.owes.drained = false;
    notifyUser(work, { type: 'drained' });
  }
}

/** Transmits one packet as segments and returns their number. */
function emit(work: RuleRun, { octets, fin }: Slice): number {
  const { at, tcb } = work;
  const { snd } = tcb;
  const size = segmentSize(tcb);
  const ends = snd.nxt + octets === finAt(tcb);
  const sent: Sent[] = [];
  let left = octets;
  do {
    const length = Math.min(left, size);
    left -= length;
    const pushed = left === 0 && length > 0 && (ends || octets > size);
    const flags = ACK | (pushed ? PSH : 0) | (fin && left === 0 ? FIN : 0);
    const from = snd.nxt;
    const offset = from - snd.iss - 1;
    snd.nxt = from + length + (flags & FIN ? 1 : 0);
    sent.push({ from, to: snd.nxt, flags, at, times: 1, sacked: false, lost: false });
    transmit(work, { seq: from, flags, payload: cut(tcb.outgoing, offset, offset + length) });
  } while (left > 0);
  if (octets % size !== 0) snd.sml = snd.nxt;
  tcb.sent = [...tcb.sent, ...sent];
  if (octets > 0) octetsLeft(work);
  tcb.congestion.lastSent = at;
  if (tcb.due.retransmission === null) arm(work, 'retransmission', timeoutAfter(tcb.rtt, tcb.settings));
  return sent.length;
}

/**
 * Octets wait and nothing is under way whose ACK would bring news of the window: the persist timer asks (RFC 9293
 * 3.8.6.1).
 */
export function watchWindow(work: RuleRun): void {
  const { tcb } = work;
  if (tcb.sent.length > 0 || allSent(tcb)) cancel(work, 'persist');
  else if (tcb.due.persist === null) arm(work, 'persist', timeoutAfter(tcb.rtt, tcb.settings));
}

/** The persist timer fired: what fits a window too small to be worth it, else a probe. */
export function force(work: RuleRun): void {
  const { snd } = work.tcb;
  const fits = Math.min(snd.una + snd.wnd - snd.nxt, finAt(work.tcb) - snd.nxt, snd.mss);
  if (fits > 0) emit(work, { octets: fits, fin: false });
}
