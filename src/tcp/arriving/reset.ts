/** Resets (RFC 9293 3.5.2, 3.5.3) and the challenge that keeps forged ones out (RFC 5961). */
import type { Micros } from '../../machine/contract';
import { ACK, NO_OPTIONS, RST, type TcpSegment } from '../../wire/packet/tcp';
import { has, lengthOf } from './acceptability';
import { wire } from '../tcb/sequence';
import { NO_OCTETS } from '../../wire/octets';
import { note, type RuleRun } from '../tcb/draft';
import { transmit, transmitAck } from '../sending/transmit';
import type { ChallengeReason } from '../tcb/reasons';

const CHALLENGE_INTERVAL: Micros = 500_000;

/** The RST that a segment without a connection gets, or null where it is a RST itself (RFC 9293 3.10.7.1). */
function resetFor(segment: TcpSegment): TcpSegment | null {
  if (has(segment, RST)) return null;
  const known = has(segment, ACK);
  return {
    sourcePort: segment.destinationPort,
    destinationPort: segment.sourcePort,
    seq: known ? segment.ack : 0,
    ack: known ? 0 : wire(segment.seq + lengthOf(segment)),
    flags: known ? RST : RST | ACK,
    window: 0,
    urgentPointer: 0,
    options: NO_OPTIONS,
    payload: NO_OCTETS,
  };
}

/** Answers a segment with the RST it deserves. */
export function refuse(work: RuleRun, segment: TcpSegment): void {
  const reset = resetFor(segment);
  if (reset) work.commands.push({ type: 'transmit', segment: reset });
}

/** Resets the peer of our own accord. */
export const resetPeer = (work: RuleRun): void => transmit(work, { seq: work.tcb.snd.nxt, flags: RST | ACK });

/**
 * Answers with an ACK that shows where we are; at most one each half second, lest two ends answer each other forever.
 */
export function challenge(work: RuleRun, segment: TcpSegment, why: ChallengeReason, source: string): void {
  const {
    at,
    tcb: { ack },
  } = work;
  const recent = ack.challenged !== null && at - ack.challenged < CHALLENGE_INTERVAL && segment.payload.length === 0;
  if (recent) note(work, { code: 'answered-lately', why }, 'RFC 5961 7');
  else note(work, why, source);
  if (recent) return;
  if (segment.payload.length === 0) ack.challenged = at;
  transmitAck(work);
}
