/** What entering a state means for a tracked flow (Linux, nf_conntrack_proto_tcp.c): above all, how long it is kept. */
import { expect, test } from 'vitest';
import type { FlowContext } from '../../src/middlebox/tracking/flow';
import { rules } from '../../src/middlebox/tracking/flow-rules';
import type { FlowState, Kind } from '../../src/middlebox/seen';
import type { Direction } from '../../src/middlebox/tuple';
import { AT, comes, flow, SECOND, VALID, type Given } from './flows';

type Entered = 'ESTABLISHED' | 'CLOSE' | 'FIN_WAIT' | 'CLOSE_WAIT' | 'SYN_SENT' | 'SYN_SENT2' | 'SYN_RECV';
const entered = (next: Entered, given: Given, direction: Direction = 'reply', kind: Kind = 'ACK') => {
  const { context, commands } = rules[`enter${next}`](flow(given), comes(direction, kind));
  expect(commands).toEqual(VALID);
  expect(context).toMatchObject({ state: next, last: { kind, direction } });
  return context as FlowContext;
};

test.each<[string, Entered, Given, Kind, number]>([
  ['as the table says', 'ESTABLISHED', {}, 'ACK', 432_000],
  ['two segments came again', 'ESTABLISHED', { retransmissions: 2 }, 'ACK', 432_000],
  ['three came again', 'ESTABLISHED', { retransmissions: 3 }, 'ACK', 300],
  ['three came again, less is left', 'CLOSE', { retransmissions: 3 }, 'ACK', 10],
  ['reset', 'ESTABLISHED', {}, 'RST', 10],
  ['octets of the opener are unacknowledged', 'ESTABLISHED', { original: { unacknowledged: true } }, 'ACK', 300],
  ['octets of the other are', 'ESTABLISHED', { reply: { unacknowledged: true } }, 'ACK', 300],
  ['unacknowledged, less is left', 'CLOSE_WAIT', { reply: { unacknowledged: true } }, 'ACK', 60],
  ['the window is shut', 'ESTABLISHED', { last: { window: 0 } }, 'ACK', 300],
  ['the window is shut, less is left', 'FIN_WAIT', { last: { window: 0 } }, 'FIN', 120],
])('kept for so many seconds: %s', (_, next, given, kind, seconds) =>
  expect(entered(next, { seenReply: true, ...given }, 'reply', kind).expiresAt).toBe(AT + seconds * SECOND),
);

test.each<[string, Entered, Given, Direction, Kind, number]>([
  ['a SYN again, unanswered: not longer than before', 'SYN_SENT', { state: 'SYN_SENT' }, 'original', 'SYN', 999],
  ['answered meanwhile', 'SYN_SENT', { state: 'SYN_SENT', seenReply: true }, 'original', 'SYN', 120],
  ['the first', 'SYN_SENT', { state: 'NONE' }, 'original', 'SYN', 120],
  ['no SYN', 'SYN_SENT', { state: 'SYN_SENT' }, 'original', 'ACK', 120],
  ['met in the middle', 'ESTABLISHED', { state: 'NONE' }, 'original', 'ACK', 300],
  ['met in the middle, answered', 'ESTABLISHED', { seenReply: true }, 'original', 'ACK', 432_000],
])('kept for so many seconds: %s', (_, next, given, direction, kind, seconds) => {
  const seenReply = given.seenReply ?? false;
  expect(entered(next, { ...given, seenReply }, direction, kind).expiresAt).toBe(AT + seconds * SECOND);
});

test.each<[Entered, Given, boolean]>([
  ['ESTABLISHED', { state: 'SYN_RECV', seenReply: true }, true],
  ['ESTABLISHED', { state: 'ESTABLISHED', seenReply: true }, true],
  ['ESTABLISHED', { state: 'FIN_WAIT', seenReply: true }, false],
  ['ESTABLISHED', { state: 'SYN_RECV', seenReply: false }, false],
  ['CLOSE', { state: 'ESTABLISHED', seenReply: true }, false],
  ['CLOSE', { state: 'ESTABLISHED', assured: true }, true],
])('%s, after %o: assured %s', (next, given, assured) => expect(entered(next, given).assured).toBe(assured));

test.each<[Given, Direction, boolean]>([
  [{}, 'original', false],
  [{}, 'reply', true],
  [{ seenReply: true }, 'original', true],
])('%o and a packet of the %s: a reply was seen %s', (given, direction, seen) =>
  expect(entered('SYN_RECV', given, direction).seenReply).toBe(seen),
);

test.each<[Entered, FlowState, Direction, readonly [boolean, boolean]]>([
  ['FIN_WAIT', 'ESTABLISHED', 'original', [true, false]],
  ['FIN_WAIT', 'ESTABLISHED', 'reply', [false, true]],
  ['FIN_WAIT', 'FIN_WAIT', 'original', [false, false]],
  ['CLOSE_WAIT', 'ESTABLISHED', 'original', [false, false]],
])('%s from %s by the %s: who closed first', (next, state, direction, expected) => {
  const { halves } = entered(next, { state }, direction, 'FIN');
  expect([halves.original.closedFirst, halves.reply.closedFirst]).toEqual(expected);
});

test.each<[Entered, boolean, boolean]>([
  ['SYN_SENT2', false, true],
  ['SYN_RECV', true, true],
  ['SYN_RECV', false, false],
])('%s, opened at once before %s: %s', (next, openedAtOnce, after) =>
  expect(entered(next, { openedAtOnce }).openedAtOnce).toBe(after),
);

test('what is no packet moves the state and the time alone', () =>
  expect(rules.enterCLOSE(flow(), { type: 'rejected', at: AT })).toEqual({
    context: { state: 'CLOSE', expiresAt: AT + 10 * SECOND },
  }));
