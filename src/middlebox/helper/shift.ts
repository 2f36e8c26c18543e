/**
 * Sequence numbers after text changed its length (RFC 3022 section 4.4), as nf_conntrack_seqadj.c keeps them: for each
 * direction the last place of a change, and the shift before and after it. One place is enough as long as a command is
 * acknowledged before the next is sent; two changes on their way at once are more than Linux, and this, can tell apart.
 */
import { after, before } from '../tracking/window';

export interface Shift {
  /** Sequence number of the segment that was changed, as its sender numbers it. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

export const noShift: Shift = { at: 0, before: 0, after: 0 };

/**
 * After a change by `octets` in the segment at `seq`. One that was changed before, and comes again, is not counted
 * twice.
 */
export function shifted(shift: Shift, seq: number, octets: number): Shift {
  if (octets === 0) return shift;
  return shift.before === shift.after || before(shift.at, seq)
    ? { at: seq, before: shift.after, after: shift.after + octets }
    : shift;
}

/** What to add to a sequence number of the sender's. */
export const shiftOf = (shift: Shift, seq: number): number => (after(seq, shift.at) ? shift.after : shift.before);

export const shiftSeq = (shift: Shift, seq: number): number => (seq + shiftOf(shift, seq)) >>> 0;

/** The acknowledgment number as the sender of the shifted octets numbers them. */
export const unshiftAck = (shift: Shift, ack: number): number =>
  (ack - (after(ack - shift.before, shift.at) ? shift.after : shift.before)) >>> 0;
