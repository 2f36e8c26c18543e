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
  const { flags, window } = segment.tcp;
  const syn = (flags & SYN) !== 0;
  const acknowledges = (flags & ACK) !== 0;
  const reset = (flags & RST) !== 0;
  let { seq, end, ack, sack } = segment;
  const accepted = (): Judgement => ({ verdict: 'accept', reason: null, sender, receiver });
  const refused = (verdict: 'ignore' | 'invalid', code: NumbersReason['code']): Judgement =>
    sender.liberal ? accepted() : { verdict, reason: { code }, sender, receiver };

  const begin = (): void => {
    Object.assign(sender, {
      end,
      maxEnd: end,
      maxWindow: Math.max(1, window),
      ...optionsOf(segment.tcp),
      closedFirst: false,
      unacknowledged: false,
      maxAck: null,
    });
    // Scaling needs the option from both (RFC 7323 section 2.2).
    if (direction === 'reply' && !(sender.scaling && receiver.scaling)) sender.scale = receiver.scale = 0;
  };
  if (sender.maxWindow === 0) {
    if (syn) {
      begin();
      if (!acknowledges) return accepted();
    } else {
      sender.end = end;
      sender.maxWindow = Math.max(1, window * 2 ** sender.scale);
      sender.maxEnd = (end + sender.maxWindow) >>> 0;
      if (receiver.maxWindow === 0) receiver.end = receiver.maxEnd = sack;
      else if (sack === (receiver.end + 1) >>> 0) receiver.end = sack;
    }
  } else if (syn && after(end, sender.end) && (state === 'SYN_SENT' || state === 'SYN_RECV')) {
    begin();
    if (direction === 'reply' && !acknowledges) return accepted();
  }

  if (!acknowledges || (reset && segment.tcp.ack === 0)) ack = sack = receiver.end;
  if (reset && seq === 0 && state === 'SYN_SENT') seq = end = sender.end;

  const oldestAck = receiver.end - Math.max(sender.maxWindow, MAX_ACK_WINDOW);
  const fresh = after(end, sender.end - receiver.maxWindow - 1);
  if (!before(seq, sender.maxEnd + 1)) {
    const excess = (end - sender.maxEnd + 1) >>> 0;
    if (
      receiver.maxWindow !== 0 &&
      fresh &&
      after(sack, oldestAck - 1) &&
      excess <= receiver.maxWindow &&
      before(sack, receiver.end + 1)
    ) {
      Object.assign(sender, { end, unacknowledged: true });
      return refused('ignore', 'window-full');
    }
    return refused('invalid', 'beyond-window');
  }
  if (!before(sack, receiver.end + 1)) return refused('invalid', 'acks-unseen');
  if (receiver.maxWindow !== 0 && !fresh) return refused('ignore', 'acked-already');
  if (!after(sack, oldestAck - 1)) return refused('ignore', 'acks-long-ago');

  const scaled = syn ? window : window * 2 ** sender.scale;
  sender.maxWindow = Math.max(sender.maxWindow, scaled + ((sack - ack) >>> 0));
  if (after(end, sender.end)) Object.assign(sender, { end, unacknowledged: true });
  if (acknowledges && (sender.maxAck === null || after(ack, sender.maxAck))) sender.maxAck = ack;
  if (receiver.maxWindow !== 0 && after(end, sender.maxEnd)) receiver.maxWindow += (end - sender.maxEnd) >>> 0;
  if (after(sack + scaled, receiver.maxEnd - 1)) receiver.maxEnd = (sack + scaled + (scaled === 0 ? 1 : 0)) >>> 0;
  if (ack === receiver.end) receiver.unacknowledged = false;
  return accepted();
}
