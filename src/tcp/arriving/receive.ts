/** What an acceptable segment's text does (RFC 9293 3.10.7.4, sixth to eighth), and telling it to the user. */
import { URG, type TcpSegment } from '../../wire/packet/tcp';
import { pieceOf, has } from './acceptability';
import { hurry, octetsArrived } from '../sending/acking';
import { answer, tellWindow } from './answer';
import { clip, reassemble } from '../tcb/reassembly';
import { near } from '../tcb/sequence';
import { append, cut, emptyStream } from '../tcb/stream';
import { notifyUser, type RuleRun } from '../tcb/draft';

export function take(work: RuleRun, segment: TcpSegment): void {
  const { tcb } = work;
  const { rcv, ack } = tcb;
  if (has(segment, URG)) point(work, segment);
  const piece = pieceOf(tcb, segment);
  const fresh = clip(piece, rcv.nxt, rcv.right);
  if (!fresh) return;
  const gap = rcv.held.length > 0;
  const { ready, held, nxt } = reassemble(rcv.nxt, rcv.right, rcv.held, piece);
  if (nxt === rcv.nxt && held.length === rcv.held.length)
    hurry(work); // held already
  else if (fresh.octets.length > 0) octetsArrived(work, segment);
  if (gap || held.length > 0) ack.now = true; // a gap is told at once, and so is its end (RFC 5681 4.2)
  ack.due = true;
  rcv.held = held;
  rcv.latest = fresh.from;
  rcv.nxt = nxt;
  for (const one of ready) deliver(work, one.from, one.octets);
}

/**
 * The urgent pointer points past the urgent octet, as every implementation has it (RFC 6093 3.4); the last one counts.
 */
function point({ tcb: { rcv } }: RuleRun, segment: TcpSegment): void {
  const octet = near(segment.seq, rcv.nxt) + segment.urgentPointer - 1;
  if (octet >= rcv.nxt && (rcv.up === null || octet > rcv.up)) rcv.up = octet;
}

function deliver(work: RuleRun, seq: number, octets: Uint8Array): void {
  const { tcb } = work;
  if (octets.length === 0) return;
  if (tcb.paused) tcb.unread = append(tcb.unread, octets);
  else {
    tellReceived(work, seq, octets);
    tcb.unread = emptyStream(tcb.unread.end + octets.length);
  }
}

/** Tells octets; an urgent one among them is told by itself, as out-of-band data is read. */
function tellReceived(work: RuleRun, seq: number, octets: Uint8Array): void {
  const { rcv } = work.tcb;
  const from = seq - rcv.irs - 1;
  const say = (left: number, right: number): void => {
    if (left < right) notifyUser(work, { type: 'received', from: from + left, octets: octets.subarray(left, right) });
  };
  const urgent = rcv.up === null ? -1 : rcv.up - seq;
  if (urgent < 0 || urgent >= octets.length) return say(0, octets.length);
  say(0, urgent);
  notifyUser(work, {
    type: 'received',
    from: from + urgent,
    octets: octets.subarray(urgent, urgent + 1),
    urgent: true,
  });
  say(urgent + 1, octets.length);
  rcv.up = null;
}

/**
 * The peer's FIN has been reached. The ACK waits for a while if we may have something to send along (Linux tcp_fin).
 */
export function finish(work: RuleRun): void {
  const { tcb } = work;
  tcb.rcv.fin = true;
  tcb.ack.due = true;
  if (tcb.fin) tcb.ack.now = true;
  else tcb.ack.pingPong = true;
  if (!tcb.reading) return;
  if (tcb.paused) tcb.owes.peerClosed = true;
  else notifyUser(work, { type: 'peerClosed' });
}

/** The user reads again, all at once. */
export function resume(work: RuleRun): void {
  const waited = work.tcb.unread.end > work.tcb.unread.start;
  handOver(work);
  if (!waited || work.tcb.rcv.fin) return;
  answer(work);
  tellWindow(work);
}

/** Tells what waited for the user. */
export function handOver(work: RuleRun): void {
  const { tcb } = work;
  const { unread, rcv } = tcb;
  tcb.paused = false;
  if (unread.end > unread.start) tellReceived(work, rcv.irs + 1 + unread.start, cut(unread, unread.start, unread.end));
  tcb.unread = emptyStream(unread.end);
  if (tcb.owes.peerClosed) notifyUser(work, { type: 'peerClosed' });
  tcb.owes.peerClosed = false;
}
