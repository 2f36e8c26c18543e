/** The rules of a tracked flow (Linux 6, nf_conntrack_proto_tcp.c): what is remembered of it. */
import { describe, expect, test } from 'vitest';
import { kindOf, type FlowEvent } from '../../src/middlebox/tracking/flow';
import { guards } from '../../src/middlebox/tracking/flow-guards';
import { rules } from '../../src/middlebox/tracking/flow-rules';
import type { FlowState, Kind } from '../../src/middlebox/seen';
import type { Direction } from '../../src/middlebox/tuple';
import { blankHalf } from '../../src/middlebox/tracking/window';
import { ACK, FIN, PSH, RST, SYN, URG } from '../../src/wire/packet/tcp';
import { AT, comes, flow, HALF, SECOND, VALID, type Given } from './flows';

describe('segments that come again', () => {
  const last = { direction: 'original', seq: 1_000, ack: 1_000, end: 1_000, window: 500 } as const;
  test.each<[string, Given, FlowEvent, number]>([
    ['the same', { last }, comes('original', 'ACK'), 3],
    ['of the other end', { last }, comes('reply', 'ACK'), 0],
    ['another number', { last: { ...last, seq: 999 } }, comes('original', 'ACK'), 0],
    ['another acknowledgment', { last: { ...last, ack: 999 } }, comes('original', 'ACK'), 0],
    ['another end', { last: { ...last, end: 999 } }, comes('original', 'ACK'), 0],
    ['another window', { last: { ...last, window: 499 } }, comes('original', 'ACK'), 0],
    ['no ACK: not counted', { last }, comes('original', 'FIN'), 2],
  ])('%s', (_, given, event, count) => {
    const context = flow({ ...given, retransmissions: 2 });
    const after = { ...context, ...rules.track(context, event).context };
    expect(after.retransmissions).toBe(count);
    if ('kind' in event && event.kind === 'ACK')
      expect(after.last).toMatchObject({ ...last, direction: event.direction });
  });
});

test.each<[string, Kind, Direction, Given, object]>([
  ['an ACK that answers a SYN', 'ACK', 'reply', { state: 'SYN_SENT', last: { ack: 5 } }, { ack: 1_000, options: {} }],
  ['later', 'ACK', 'reply', { state: 'SYN_RECV', last: { ack: 5 } }, { ack: 5 }],
  ['of the opener', 'ACK', 'original', { state: 'SYN_SENT', last: { ack: 5 } }, { ack: 5 }],
  ['no ACK', 'SYN,ACK', 'reply', { state: 'SYN_SENT', last: { ack: 5 } }, { ack: 5 }],
  [
    'a SYN',
    'SYN',
    'original',
    { state: 'ESTABLISHED' },
    { challenge: false, options: { scale: 0, scaling: false, sackPermitted: false } },
  ],
  ['a SYN in LAST_ACK', 'SYN', 'original', { state: 'LAST_ACK' }, { challenge: true }],
  ['a SYN of the other', 'SYN', 'reply', { state: 'LAST_ACK' }, { challenge: false, options: {} }],
])('let through, nothing concluded: %s', (_, kind, direction, given, last) => {
  const { context, commands } = rules.overlook(flow(given), comes(direction, kind, { seq: 7, end: 8 }, 9));
  expect(commands).toEqual(VALID);
  expect(context).toMatchObject({
    seenReply: direction === 'reply',
    last: { kind, direction, seq: 7, end: 8, window: 9, ...last },
  });
});

test('the table takes over what the overlooked SYN said', () => {
  const last = { direction: 'original', end: 77, window: 0, options: { scale: 3 }, challenge: true } as const;
  const { context } = rules.resynchronise(flow({ last, reply: { liberal: true } }), comes('reply', 'SYN,ACK'));
  expect(context?.halves).toEqual({
    original: { ...blankHalf, scale: 3, end: 77, maxEnd: 77, maxWindow: 1 },
    reply: { ...blankHalf, liberal: true },
  });
  expect(context?.last?.challenge).toBe(false);
});

describe('numbers that cannot be (nf_tcp_handle_invalid)', () => {
  const closed = { kind: 'FIN', direction: 'reply' } as const;
  const beyond = { seq: 5_000, end: 5_000 };
  test.each<[string, Given, Direction, Kind, number, Kind | null]>([
    ['a FIN after the other’s', { assured: true, last: closed }, 'original', 'FIN', 300, 'FIN'],
    ['a RST after the other’s', { assured: true, last: { ...closed, kind: 'RST' } }, 'original', 'RST', 300, 'RST'],
    ['not assured', { last: closed }, 'original', 'FIN', 999, 'FIN'],
    ['an ACK', { assured: true, last: closed }, 'original', 'ACK', 999, 'FIN'],
    ['its own after its own', { assured: true, last: closed }, 'reply', 'RST', 999, 'RST'],
    ['after an ACK', { assured: true, last: { ...closed, kind: 'ACK' } }, 'original', 'FIN', 999, 'FIN'],
    [
      'little is left',
      { assured: true, last: closed, expiresAt: AT + 120 * SECOND - 1 },
      'original',
      'FIN',
      120,
      'FIN',
    ],
    [
      'as much as FIN_WAIT',
      { assured: true, last: closed, expiresAt: AT + 120 * SECOND },
      'original',
      'FIN',
      120,
      'FIN',
    ],
  ])('%s', (_, given, direction, kind, seconds, last) => {
    const before = flow(given);
    const { context, commands } = rules.refuseNumbers(before, comes(direction, kind, beyond));
    const after = { ...before, ...context };
    expect(Math.ceil((after.expiresAt - AT) / SECOND)).toBe(seconds);
    expect(after.last.kind).toBe(last);
    expect(commands).toEqual([{ type: 'judge', as: 'invalid', reason: { code: 'beyond-window' } }]);
  });
  test('numbers that fit are no reason', () =>
    expect(rules.refuseNumbers(flow(), comes('reply', 'ACK')).commands).toEqual([]));
});

test.each<[FlowState, Kind, object]>([
  ['NONE', 'none', { code: 'no-flags' }],
  ['NONE', 'FIN', { code: 'begins-no-flow', kind: 'FIN' }],
  ['CLOSE', 'SYN', { code: 'no-place', kind: 'SYN', direction: 'reply', state: 'CLOSE' }],
])('in %s a %s is refused', (state, kind, reason) =>
  expect(rules.refuseKind(flow({ state }), comes('reply', kind)).commands).toEqual([
    { type: 'judge', as: 'invalid', reason },
  ]),
);

test.each<[Kind, object, object]>([
  ['SYN', { maxEnd: 1_000, maxWindow: 500, liberal: false, sackPermitted: false }, HALF],
  [
    'ACK',
    { maxEnd: 1_500, maxWindow: 500, liberal: true, sackPermitted: true },
    { ...blankHalf, liberal: true, sackPermitted: true },
  ],
])('a flow begins with %s', (kind, original, reply) =>
  expect(rules.begin(flow(), comes('original', kind)).context?.halves).toMatchObject({
    original: { end: 1_000, ...original },
    reply,
  }),
);

test.each<[number, Kind]>([
  [SYN, 'SYN'],
  [SYN | URG, 'SYN'],
  [SYN | ACK, 'SYN,ACK'],
  [RST, 'RST'],
  [RST | ACK, 'RST'],
  [FIN | ACK, 'FIN'],
  [FIN | ACK | URG | PSH, 'FIN'],
  [ACK, 'ACK'],
  [ACK | URG, 'ACK'],
  [0, 'none'],
  [FIN, 'none'],
  [SYN | FIN, 'none'],
  [SYN | RST, 'none'],
  [RST | URG, 'none'],
])('flags %i: %s (tcp_valid_flags)', (flags, kind) => {
  const event = comes('original', 'ACK');
  if ('segment' in event) expect(kindOf({ ...event.segment.tcp, flags })).toBe(kind);
});

describe('a RST that may be an attempt (RFC 5961)', () => {
  const whole = { state: 'ESTABLISHED', assured: true, reply: { maxAck: 900 } } as const;
  test.each<[string, Given, number, string]>([
    ['at the number expected', whole, 900, 'plain'],
    ['before it', whole, 899, 'stale'],
    ['beyond it', whole, 901, 'challenged'],
    ['at 0', whole, 0, 'stale'],
    ['at 0, not assured', { ...whole, assured: false }, 0, 'plain'],
    ['at 0, closing', { ...whole, state: 'FIN_WAIT' }, 0, 'plain'],
    ['beyond it, not assured', { ...whole, assured: false }, 901, 'plain'],
    ['nothing was acknowledged', { ...whole, reply: {} }, 901, 'plain'],
    ['after a SYN', { ...whole, last: { kind: 'SYN' } }, 899, 'plain'],
    ['at the end of its own ACK', { ...whole, last: { kind: 'ACK', direction: 'original', end: 950 } }, 950, 'plain'],
    ['one further', { ...whole, last: { kind: 'ACK', direction: 'original', end: 950 } }, 951, 'challenged'],
    ['at the end of the other’s', { ...whole, last: { kind: 'ACK', direction: 'reply', end: 950 } }, 950, 'challenged'],
    [
      'at the end of its own FIN',
      { ...whole, last: { kind: 'FIN', direction: 'original', end: 950 } },
      950,
      'challenged',
    ],
  ])('%s', (_, given, seq, fate) => {
    const event = comes('original', 'RST', { seq });
    expect(guards.isStale(flow(given), event)).toBe(fate === 'stale');
    expect(guards.mayBeChallenged(flow(given), event)).toBe(fate === 'challenged');
  });
});
