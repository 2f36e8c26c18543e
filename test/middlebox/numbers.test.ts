/**
 * Which numbers a flow's packet can have, at both sides of every boundary (van Rooij, as Linux's tcp_in_window() has
 * it), and what an accepted one moves.
 */
import { describe, expect, test } from 'vitest';
import { after, before, blankHalf, judge, optionsOf, type Half } from '../../src/middlebox/tracking/window';
import type { FlowState, SegmentSeen } from '../../src/middlebox/seen';
import type { Direction } from '../../src/middlebox/tuple';
import { ACK, NO_OPTIONS, RST, SYN, type TcpOptions } from '../../src/wire/packet/tcp';

interface Comes {
  readonly seq?: number;
  readonly end?: number;
  readonly ack?: number;
  readonly sack?: number;
  readonly flags?: number;
  readonly window?: number;
  readonly options?: TcpOptions;
}
const seen = ({
  seq = 1_000,
  end = seq,
  ack = 5_000,
  sack = ack,
  flags = ACK,
  window = 100,
  options = NO_OPTIONS,
}: Comes) =>
  ({
    seq,
    end,
    ack,
    sack,
    tcp: {
      sourcePort: 1,
      destinationPort: 2,
      seq,
      ack,
      flags,
      window,
      urgentPointer: 0,
      options,
      payload: new Uint8Array(0),
    },
  }) satisfies SegmentSeen;

const SENDER: Half = { ...blankHalf, end: 1_000, maxEnd: 2_000, maxWindow: 1_000 };
const RECEIVER: Half = { ...blankHalf, end: 5_000, maxEnd: 6_000, maxWindow: 800 };
interface Around {
  readonly state?: FlowState;
  readonly sender?: Partial<Half>;
  readonly receiver?: Partial<Half>;
  readonly direction?: Direction;
}
const judged = (comes: Comes, { state = 'ESTABLISHED', sender, receiver, direction = 'original' }: Around = {}) =>
  judge(state, { ...SENDER, ...sender }, { ...RECEIVER, ...receiver }, direction, seen(comes));

test.each<[string, Comes, Around, string]>([
  ['I, at the edge', { seq: 2_000 }, {}, 'accept'],
  ['I, beyond it', { seq: 2_001 }, {}, 'ignore window-full'],
  ['I, a window beyond it', { seq: 2_001, end: 2_799 }, {}, 'ignore window-full'],
  ['I, further', { seq: 2_001, end: 2_800 }, {}, 'invalid beyond-window'],
  ['I, the window is not known', { seq: 2_001 }, { receiver: { maxWindow: 0 } }, 'invalid beyond-window'],
  ['I, acknowledges what was not sent', { seq: 2_001, ack: 5_001 }, {}, 'invalid beyond-window'],
  ['I, acknowledges as ever', { seq: 2_001, ack: 5_000 }, {}, 'ignore window-full'],
  ['I, acknowledges long ago', { seq: 2_001, ack: 5_000 }, { receiver: { end: 90_000 } }, 'invalid beyond-window'],
  ['II, as old as may be', { seq: 100, end: 200 }, {}, 'accept'],
  ['II, older', { seq: 100, end: 199 }, {}, 'ignore acked-already'],
  ['II, the window is not known', { seq: 100, end: 199 }, { receiver: { maxWindow: 0 } }, 'accept'],
  ['III, all that was sent', { ack: 5_000 }, {}, 'accept'],
  ['III, more', { ack: 5_001 }, {}, 'invalid acks-unseen'],
  ['III, more by SACK', { ack: 5_000, sack: 5_001 }, {}, 'invalid acks-unseen'],
  ['IV, long ago', { ack: 10 }, { receiver: { end: 90_000 } }, 'ignore acks-long-ago'],
  ['picked up in the middle', { ack: 5_001 }, { sender: { liberal: true } }, 'accept'],
  ['the other half picked up', { ack: 5_001 }, { receiver: { liberal: true } }, 'invalid acks-unseen'],
  ['a RST that acknowledges 0', { ack: 0, flags: RST | ACK }, { receiver: { end: 90_000 } }, 'accept'],
  [
    'a RST that acknowledges more',
    { ack: 10, flags: RST | ACK },
    { receiver: { end: 90_000 } },
    'ignore acks-long-ago',
  ],
  ['an ACK of 0', { ack: 0 }, { receiver: { end: 90_000 } }, 'ignore acks-long-ago'],
  ['without ACK', { ack: 9_999, flags: RST }, {}, 'accept'],
  ['a RST at 0 that answers a SYN', { seq: 0, flags: RST | ACK }, { state: 'SYN_SENT' }, 'accept'],
  ['a RST at 0 later', { seq: 0, flags: RST | ACK }, {}, 'ignore acked-already'],
  ['a RST at 1', { seq: 1, flags: RST | ACK }, { state: 'SYN_SENT' }, 'ignore acked-already'],
  ['no RST at 0', { seq: 0 }, { state: 'SYN_SENT' }, 'ignore acked-already'],
])('%s', (_, comes, around, expected) => {
  const { verdict, reason } = judged(comes, around);
  expect([verdict, ...(reason ? [reason.code] : [])].join(' ')).toBe(expected);
});

test.each<[string, Comes, Around, Partial<Half>, Partial<Half>]>([
  ['a larger window', { window: 1_001 }, {}, { maxWindow: 1_001 }, { maxEnd: 6_001 }],
  ['a window as large', { window: 1_000 }, {}, { maxWindow: 1_000 }, { maxEnd: 6_000 }],
  ['a smaller window', { window: 999 }, {}, { maxWindow: 1_000 }, { maxEnd: 6_000 }],
  ['a scaled window', { window: 600 }, { sender: { scale: 2 } }, { maxWindow: 2_400 }, { maxEnd: 7_400 }],
  [
    'a SYN’s, never scaled',
    { window: 1_600, flags: SYN | ACK },
    { sender: { scale: 2 } },
    { maxWindow: 1_600 },
    { maxEnd: 6_600 },
  ],
  ['what SACK adds', { ack: 4_800, sack: 5_000, window: 900 }, {}, { maxWindow: 1_100 }, { maxEnd: 6_000 }],
  ['a shut window lets one octet', { ack: 6_000, window: 0 }, { receiver: { end: 6_000 } }, {}, { maxEnd: 6_001 }],
  ['the same end', { seq: 900, end: 1_000 }, {}, { end: 1_000, unacknowledged: false }, {}],
  ['a further end', { seq: 900, end: 1_001 }, {}, { end: 1_001, unacknowledged: true }, {}],
  ['beyond what it may', { seq: 1_990, end: 2_100 }, {}, { end: 2_100 }, { maxWindow: 900 }],
  ['up to what it may', { seq: 1_990, end: 2_000 }, {}, { end: 2_000 }, { maxWindow: 800 }],
  ['beyond, the window is not known', { seq: 1_990, end: 2_100 }, { receiver: { maxWindow: 0 } }, {}, { maxWindow: 0 }],
  ['the first ACK', { ack: 4_900 }, {}, { maxAck: 4_900 }, {}],
  ['a later ACK', { ack: 4_900 }, { sender: { maxAck: 4_899 } }, { maxAck: 4_900 }, {}],
  ['an earlier ACK', { ack: 4_900 }, { sender: { maxAck: 4_901 } }, { maxAck: 4_901 }, {}],
  ['no ACK', { flags: RST }, {}, { maxAck: null }, {}],
  ['all is acknowledged', { ack: 5_000 }, { receiver: { unacknowledged: true } }, {}, { unacknowledged: false }],
  ['all but one octet is', { ack: 4_999 }, { receiver: { unacknowledged: true } }, {}, { unacknowledged: true }],
  [
    'a full window',
    { seq: 2_001, end: 2_100 },
    {},
    { end: 2_100, unacknowledged: true },
    { maxWindow: 800, maxEnd: 6_000 },
  ],
  ['too old: nothing', { seq: 100, end: 199, window: 9_000 }, {}, { end: 1_000, maxWindow: 1_000 }, { maxEnd: 6_000 }],
])('what moves: %s', (_, comes, around, sender, receiver) => {
  const found = judged(comes, around);
  expect(found.sender).toMatchObject(sender);
  expect(found.receiver).toMatchObject(receiver);
});

describe('the first packet of a direction', () => {
  const first: Around = { sender: { maxWindow: 0, closedFirst: true, unacknowledged: true, maxAck: 7 }, state: 'NONE' };
  const options = { windowScale: 3, sackPermitted: true } as const;
  const begun = { end: 1_001, maxEnd: 1_001, closedFirst: false, unacknowledged: false, maxAck: null };
  const syn = { seq: 1_000, end: 1_001, flags: SYN, window: 500 };
  test.each<[string, Comes, Around, Partial<Half>, Partial<Half>]>([
    ['a SYN', syn, first, { ...begun, maxWindow: 500, scale: 0, scaling: false, sackPermitted: false }, RECEIVER],
    ['with options', { ...syn, options }, first, { ...begun, scale: 3, scaling: true, sackPermitted: true }, RECEIVER],
    ['that offers nothing', { ...syn, window: 0 }, first, { ...begun, maxWindow: 1 }, RECEIVER],
    [
      'the answer scales, the SYN did not',
      { ...syn, options },
      { ...first, direction: 'reply' },
      { scale: 0 },
      { scale: 0 },
    ],
    [
      'the SYN scaled, the answer does not',
      syn,
      { ...first, direction: 'reply', receiver: { scale: 5, scaling: true } },
      { scale: 0 },
      { scale: 0 },
    ],
    [
      'both scale',
      { ...syn, options },
      { ...first, direction: 'reply', receiver: { scale: 5, scaling: true } },
      { scale: 3 },
      { scale: 5 },
    ],
    [
      'met in the middle',
      { end: 1_200, window: 50, ack: 4_000 },
      { sender: { maxWindow: 0, scale: 2 }, receiver: { maxWindow: 0 } },
      { end: 1_200, maxWindow: 200, maxEnd: 1_400, maxAck: 4_000 },
      { end: 4_000, maxEnd: 4_200 },
    ],
    [
      'met in the middle, shut',
      { window: 0 },
      { sender: { maxWindow: 0 } },
      { maxWindow: 1, maxEnd: 1_001 },
      { end: 5_000 },
    ],
    ['one octet was missed', { ack: 5_001 }, { sender: { maxWindow: 0 } }, {}, { end: 5_001 }],
    ['more was missed', { ack: 5_002 }, { sender: { maxWindow: 0 } }, {}, { end: 5_000 }],
  ])('%s', (_, comes, around, sender, receiver) => {
    const found = judged(comes, around);
    expect(found.sender).toMatchObject(sender);
    expect(found.receiver).toMatchObject(receiver);
  });

  const anew = { seq: 8_000, end: 8_001, flags: SYN, window: 500 };
  test.each<[string, Comes, Around, string, number]>([
    ['while SYN_SENT', anew, { state: 'SYN_SENT', direction: 'reply' }, 'accept', 8_001],
    ['while SYN_RECV', anew, { state: 'SYN_RECV', direction: 'reply' }, 'accept', 8_001],
    ['later', anew, { state: 'ESTABLISHED', direction: 'reply' }, 'invalid', 1_000],
    ['with the number of before', { ...anew, seq: 999, end: 1_000 }, { state: 'SYN_SENT' }, 'accept', 1_000],
    [
      'with an ACK',
      { ...anew, flags: SYN | ACK, ack: 5_001 },
      { state: 'SYN_SENT', direction: 'reply' },
      'invalid',
      8_001,
    ],
    ['no SYN', { ...anew, flags: ACK }, { state: 'SYN_SENT', direction: 'reply' }, 'invalid', 1_000],
  ])('a SYN anew: %s', (_, comes, around, verdict, end) => {
    const found = judged(comes, around);
    expect([found.verdict, found.sender.end]).toEqual([verdict, end]);
  });
});

test.each<[TcpOptions, ReturnType<typeof optionsOf>]>([
  [{}, { scale: 0, scaling: false, sackPermitted: false }],
  [{ windowScale: 0 }, { scale: 0, scaling: true, sackPermitted: false }],
  [
    { windowScale: 14, sackPermitted: true },
    { scale: 14, scaling: true, sackPermitted: true },
  ],
  [{ windowScale: 15 }, { scale: 14, scaling: true, sackPermitted: false }], // RFC 7323 2.3
])('of options %o', (options, expected) => expect(optionsOf(seen({ options }).tcp)).toEqual(expected));

test.each([
  [1, 2, true],
  [2, 2, false],
  [3, 2, false],
  [2 ** 32 - 1, 0, true],
  [0, 2 ** 32 - 1, false],
])('%i before %i, modulo 2^32: %s', (a, b, is) => expect([before(a, b), after(b, a)]).toEqual([is, is]));
