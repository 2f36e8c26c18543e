/** The window that we offer (RFC 9293 3.8.6, RFC 7323 2), at the values where it changes. */
import { expect, test } from 'vitest';
import { grow, offered, ready } from '../../src/tcp/sending/window';
import { ACK, SYN } from '../../src/wire/packet/tcp';
import { stream, working } from './work';

const BUFFER = 80_384;

test.each([
  [BUFFER, 0, 64_240, 64_240],
  [BUFFER, BUFFER - 1_460, 64_240, 1_460],
  [BUFFER, BUFFER - 1_459, 64_240, 0],
  [2_000, 1_000, 2_000, 1_000],
  [2_000, 1_001, 2_000, 0],
  [BUFFER, 0, BUFFER, BUFFER],
  [BUFFER, 30_000, BUFFER, 50_384],
])(
  'a buffer of %i with %i unread and %i in mind offers %i (RFC 9293 3.8.6.2.2)',
  (receiveBuffer, unread, threshold, is) =>
    expect(ready(working({ settings: { receiveBuffer }, unread: stream(unread), rcv: { threshold } }).tcb)).toBe(is),
);

test.each<[string, number, number, number, number, number, number, number]>([
  ['a SYN, never scaled', SYN, 10, 64_240, 0, 0, 64_240, 0],
  ['a SYN, 16 bit', SYN | ACK, 10, 70_000, 0, 0, 65_535, 0],
  ['rounded up', ACK, 10, 64_240, 64_240, 0, 63, 64_512],
  ['to the octet', ACK, 0, 64_240, 64_240, 0, 64_240, 64_240],
  ['16 bit', ACK, 0, BUFFER, 0, 0, 65_535, 65_535],
  ['opened further', ACK, 10, 64_240, 10_240, 0, 63, 64_512],
  ['never moved back', ACK, 10, 5_000, 10_752, 0, 11, 11_264],
  ['rounded down while octets wait', ACK, 10, 64_240, 10_752, 78_000, 10, 10_752],
  ['as it stands while octets wait', ACK, 10, 10_752, 10_752, 100, 11, 11_264],
  ['one more than open while octets wait', ACK, 10, 10_753, 10_752, 100, 11, 11_264],
  ['shut', ACK, 10, 64_240, 0, 79_000, 0, 0],
])('the window field: %s', (_, flags, scale, threshold, open, unread, field, right) => {
  const work = working({ rcv: { nxt: 101, right: 101 + open, scale, threshold }, unread: stream(unread) });
  expect(offered(work, flags)).toBe(field);
  expect(work.tcb.rcv.right - 101).toBe(right);
});

test.each([
  [127, 40_000, 0, 40_000],
  [128, 40_000, 0, 42_920],
  [1_460, 40_000, 0, 42_920],
  [1_461, 40_000, 0, 42_922],
  [1_000, BUFFER, 0, BUFFER],
  [1_000, BUFFER - 1, 0, BUFFER],
  [1_000, BUFFER - 2_920, 0, BUFFER],
  [1_000, 40_000, BUFFER - 40_000, 40_000],
  [1_000, 40_000, BUFFER - 40_001, 40_001],
])('%i octets, %i in mind, %i unread: %i (Linux tcp_grow_window)', (octets, threshold, unread, grown) => {
  const work = working({ rcv: { threshold }, unread: stream(unread) });
  expect(grow(work, octets)).toBe(grown > threshold);
  expect(work.tcb.rcv.threshold).toBe(grown);
});
