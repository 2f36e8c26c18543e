/** The guards of a tracked flow's machine, after Linux 6's nf_conntrack_proto_tcp.c. */
import type { FlowContext } from './flow';
import { judged, onSegment, type FlowGuard, type SegmentEvent } from './flow-segment';
import { opposite } from '../tuple';
import { before } from './window';

/** nf_conntrack_tcp_established(). */
const established = ({ state, assured }: FlowContext): boolean => state === 'ESTABLISHED' && assured;

/** What a RST with another number than the one expected may be: an attempt, answered by a challenge ACK (RFC 5961). */
function resetFate(
  { halves, last, ...flow }: FlowContext,
  { direction, segment }: SegmentEvent,
): 'stale' | 'challenged' | 'plain' {
  const { maxAck } = halves[opposite(direction)];
  if (maxAck === null || last.kind === 'SYN') return 'plain';
  const whole = established({ halves, last, ...flow });
  if (segment.seq === 0 && !whole) return 'plain';
  if (before(segment.seq, maxAck)) return 'stale';
  if (!whole || segment.seq === maxAck) return 'plain';
  return last.kind === 'ACK' && last.direction === direction && segment.seq === last.end ? 'plain' : 'challenged';
}

/** A RST that answers a SYN or an ACK which was let through unchecked. */
const answersOverlooked = (
  { state, last, seenReply, assured }: FlowContext,
  { direction, segment }: SegmentEvent,
): boolean =>
  (((seenReply && last.kind === 'SYN' && last.direction !== direction) || (!assured && last.kind === 'ACK')) &&
    segment.tcp.ack === last.end) ||
  (state === 'SYN_SENT' && last.kind === 'ACK' && last.direction === 'reply' && segment.seq === last.ack);

export const guards = {
  isBeyondWindow: onSegment((context, event) => judged(context, event).verdict === 'invalid'),
  isBelowWindow: onSegment((context, event) => judged(context, event).verdict === 'ignore'),
  acknowledgesOverlookedSyn: onSegment(
    ({ last }, { kind, direction, segment }) =>
      kind === 'SYN,ACK' && last.kind === 'SYN' && last.direction !== direction && segment.tcp.ack === last.end,
  ),
  reopens: onSegment(
    ({ halves, last }, { direction }) =>
      halves.original.closedFirst || halves.reply.closedFirst || (last.direction === direction && last.kind === 'RST'),
  ),
  isChallenge: onSegment(
    ({ state, last }, { direction }) =>
      state === 'LAST_ACK' && last.direction !== direction && last.kind === 'SYN' && last.challenge,
  ),
  openedAtOnce: ({ openedAtOnce }) => openedAtOnce,
  isUnanswered: ({ seenReply }) => !seenReply,
  isStale: onSegment((context, event) => resetFate(context, event) === 'stale'),
  mayBeChallenged: onSegment((context, event) => resetFate(context, event) === 'challenged'),
  endsUnanswered: onSegment(
    (context, event) =>
      !context.seenReply && (answersOverlooked(context, event) || judged(context, event).verdict === 'accept'),
  ),
  answersOverlooked: onSegment(answersOverlooked),
} satisfies Record<string, FlowGuard>;
