/**
 * Which sequence and acknowledgment numbers a flow's packet can have, as the man in the middle sees it (Guido van
 * Rooij, 'Real Stateful TCP Packet Filtering in IP Filter', as Linux 6's tcp_in_window() has it):
 *
 *     I.   seq  <= sender.maxEnd                    no further than the receiver's window
 *     II.  end  >= sender.end - receiver.maxWindow  no older than what may still be on its way
 *     III. sack <= receiver.end                     acknowledges nothing that was not sent
 *     IV.  sack >= receiver.end - MAXACKWINDOW      no overly old acknowledgment
 */
import { ACK, RST, SYN, type TcpSegment } from '../../wire/packet/tcp';
import type { NumbersReason } from '../reasons';
import type { FlowState, SegmentSeen } from '../seen';
import type { Direction } from '../tuple';

/** What was seen of one direction. Numbers are as on the wire, modulo 2^32. */
export interface Half {
  /** The highest end of a segment (td_end). */
  readonly end: number;
  /** How far it may send (td_maxend): set by the other direction's ACKs. */
  readonly maxEnd: number;
  /** The largest window it offered, octets; 0 before its first packet. */
  readonly maxWindow: number;
  readonly maxAck: number | null;
  /** Window scale shift, 0 unless both sides offered one. */
  readonly scale: number;
  readonly scaling: boolean;
  readonly sackPermitted: boolean;
  /** Picked up in the middle: numbers are not judged. */
  readonly liberal: boolean;
  readonly unacknowledged: boolean;
  /** Its FIN came first. */
  readonly closedFirst: boolean;
}

export const blankHalf: Half = {
  end: 0,
  maxEnd: 0,
  maxWindow: 0,
  maxAck: null,
  scale: 0,
  scaling: false,
  sackPermitted: false,
  liberal: false,
  unacknowledged: false,
  closedFirst: false,
};

export interface Judgement {
  readonly verdict: 'accept' | 'ignore' | 'invalid';
  /** Null where it is accepted. */
  readonly reason: NumbersReason | null;
  readonly sender: Half;
  readonly receiver: Half;
}

export const before = (a: number, b: number): boolean => ((a - b) | 0) < 0;
export const after = (a: number, b: number): boolean => before(b, a);

/** Window scale at most 14 (RFC 7323 section 2.3). */
export const optionsOf = ({ options }: TcpSegment): Pick<Half, 'scale' | 'scaling' | 'sackPermitted'> => ({
  scale: Math.min(14, options.windowScale ?? 0),
  scaling: options.windowScale !== undefined,
  sackPermitted: options.sackPermitted === true,
});

const MAX_ACK_WINDOW = 66_000;

type Writable = { -readonly [K in keyof Half]: Half[K] };

const VERDICTS: Readonly<Record<NumbersReason['code'], 'ignore' | 'invalid'>> = {
  'beyond-window': 'invalid',
  'window-full': 'ignore',
  'acks-unseen': 'invalid',
  'acked-already': 'ignore',
  'acks-long-ago': 'ignore',
};

/** Judges a segment and says what both directions look like after it. */
export function judge(
  state: FlowState,
  senderBefore: Half,
  receiverBefore: Half,
  direction: Direction,
  segment: SegmentSeen,
): Judgement {
  const sender = { ...senderBefore };
  const receiver = { ...receiverBefore };
  const accepted: Judgement = { verdict: 'accept', reason: null, sender, receiver };
  if (opens(state, direction, segment, sender, receiver)) return accepted;
  const numbers = numbersOf(state, segment, sender, receiver);
  const code = faultOf(numbers, sender, receiver);
  if (code === null) proceed(numbers, segment.tcp, sender, receiver);
  if (code === 'window-full') Object.assign(sender, { end: numbers.end, unacknowledged: true });
  return code === null || sender.liberal ? accepted : { verdict: VERDICTS[code], reason: { code }, sender, receiver };
}

/** The first packet of a direction, or a SYN anew; true where nothing more is to be judged. */
function opens(
  state: FlowState,
  direction: Direction,
  segment: SegmentSeen,
  sender: Writable,
  receiver: Writable,
): boolean {
  const syn = (segment.tcp.flags & SYN) !== 0;
  const acknowledges = (segment.tcp.flags & ACK) !== 0;
  if (sender.maxWindow === 0) {
    if (syn) begin(direction, segment, sender, receiver);
    else pickUp(segment, sender, receiver);
    return syn && !acknowledges;
  }
  if (!syn || !after(segment.end, sender.end) || (state !== 'SYN_SENT' && state !== 'SYN_RECV')) return false;
  begin(direction, segment, sender, receiver);
  return direction === 'reply' && !acknowledges;
}

function begin(direction: Direction, { tcp, end }: SegmentSeen, sender: Writable, receiver: Writable): void {
  Object.assign(sender, {
    end,
    maxEnd: end,
    maxWindow: Math.max(1, tcp.window),
    ...optionsOf(tcp),
    closedFirst: false,
    unacknowledged: false,
    maxAck: null,
  });
  // Scaling needs the option from both (RFC 7323 section 2.2).
  if (direction === 'reply' && !(sender.scaling && receiver.scaling)) sender.scale = receiver.scale = 0;
}

/** A connection is met in the middle: what its first packet shows is taken for what was before. */
function pickUp({ tcp, end, sack }: SegmentSeen, sender: Writable, receiver: Writable): void {
  sender.end = end;
  sender.maxWindow = Math.max(1, tcp.window * 2 ** sender.scale);
  sender.maxEnd = (end + sender.maxWindow) >>> 0;
  if (receiver.maxWindow === 0) receiver.end = receiver.maxEnd = sack;
  else if (sack === (receiver.end + 1) >>> 0) receiver.end = sack;
}

type Numbers = Pick<SegmentSeen, 'seq' | 'end' | 'ack' | 'sack'>;

/** A segment's numbers; where it tells none, those that fit. */
function numbersOf(state: FlowState, { tcp, seq, end, ack, sack }: SegmentSeen, sender: Half, receiver: Half): Numbers {
  const reset = (tcp.flags & RST) !== 0;
  const acknowledges = (tcp.flags & ACK) !== 0 && !(reset && tcp.ack === 0);
  const placed = !(reset && seq === 0 && state === 'SYN_SENT');
  return {
    ...(placed ? { seq, end } : { seq: sender.end, end: sender.end }),
    ...(acknowledges ? { ack, sack } : { ack: receiver.end, sack: receiver.end }),
  };
}

function faultOf({ seq, end, sack }: Numbers, sender: Half, receiver: Half): NumbersReason['code'] | null {
  const known = receiver.maxWindow !== 0;
  const fresh = after(end, sender.end - receiver.maxWindow - 1);
  const recent = after(sack, receiver.end - Math.max(sender.maxWindow, MAX_ACK_WINDOW) - 1);
  const sent = before(sack, receiver.end + 1);
  if (!before(seq, sender.maxEnd + 1)) {
    const excess = (end - sender.maxEnd + 1) >>> 0;
    return known && fresh && recent && sent && excess <= receiver.maxWindow ? 'window-full' : 'beyond-window';
  }
  if (!sent) return 'acks-unseen';
  if (known && !fresh) return 'acked-already';
  return recent ? null : 'acks-long-ago';
}

/** An accepted segment moves what both directions may do. */
function proceed({ end, ack, sack }: Numbers, tcp: TcpSegment, sender: Writable, receiver: Writable): void {
  const scaled = tcp.flags & SYN ? tcp.window : tcp.window * 2 ** sender.scale;
  sender.maxWindow = Math.max(sender.maxWindow, scaled + ((sack - ack) >>> 0));
  if (after(end, sender.end)) Object.assign(sender, { end, unacknowledged: true });
  if (tcp.flags & ACK && (sender.maxAck === null || after(ack, sender.maxAck))) sender.maxAck = ack;
  if (receiver.maxWindow !== 0 && after(end, sender.maxEnd)) receiver.maxWindow += (end - sender.maxEnd) >>> 0;
  if (after(sack + scaled, receiver.maxEnd - 1)) receiver.maxEnd = (sack + scaled + (scaled === 0 ? 1 : 0)) >>> 0;
  if (ack === receiver.end) receiver.unacknowledged = false;
}
