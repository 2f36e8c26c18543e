/** The retransmission timeout and queue (RFC 6298, RFC 9293 3.8.1), at the values where the answer changes. */
import { describe, expect, test } from 'vitest';
import {
  rearm,
  resend,
  retransmit,
  retransmitFirst,
  retransmitLost,
  timeoutsBorne,
} from '../../src/tcp/sending/retransmission';
import { FALLBACK, measured, timeoutAfter } from '../../src/tcp/sending/rto';
import { linux } from '../../src/tcp/tcb/settings';
import { ACK, FIN, SYN } from '../../src/wire/packet/tcp';
import { block, lettersOf, queue, said, segmentsOf, stream, transmitted, working } from './work';

test.each([
  [null, 0, 400_000, 400_000, 200_000, 1_200_000],
  [null, 0, 20_000, 20_000, 10_000, 220_000],
  [null, 0, 3, 3, 2, 200_003],
  [null, 0, 60_000_000, 60_000_000, 30_000_000, 120_000_000],
  [400_000, 200_000, 400_000, 400_000, 150_000, 1_000_000],
  [100_000, 10_000, 180_000, 110_000, 27_500, 310_000],
  [100_000, 10_000, 20_000, 90_000, 27_500, 290_000],
  [400_000, 40_000, 800_000, 450_000, 130_000, 970_000],
])('SRTT %s, RTTVAR %i and a round trip of %i us (RFC 6298 2.2, 2.3)', (srtt, rttvar, sample, ...expected) => {
  const rtt = measured({ srtt, rttvar, rto: 1, backoff: 3, probes: 4 }, sample, linux(4));
  expect(rtt).toEqual({ srtt: expected[0], rttvar: expected[1], rto: expected[2] });
});

test.each([
  [0, 0, 1],
  [1, 0, 2],
  [3, 0, 8],
  [6, 0, 64],
  [7, 0, 120],
  [3, 4, 1],
  [4, 4, 1],
  [5, 4, 2],
])('after %i timeouts, %i of them linear, %i seconds (RFC 6298 5.5)', (backoff, linear, seconds) => {
  const { rtt, settings } = block({ rtt: { rto: 1_000_000, backoff } });
  expect(timeoutAfter(rtt, settings, linear)).toBe(seconds * 1_000_000);
  if (linear === 0) expect(timeoutAfter(rtt, settings)).toBe(seconds * 1_000_000);
});

test('without a round trip three seconds (RFC 6298 5.7)', () => expect(FALLBACK).toBe(3_000_000));

test.each([
  ['nothing', null, 15],
  ['octets', ACK, 15],
  ['a SYN', SYN, 6 + 4],
  ['a SYN,ACK', SYN | ACK, 5],
])('timeouts borne for %s', (_, flags, count) => {
  const sent = flags === null ? [] : [{ ...queue('.')[0]!, flags }];
  expect(timeoutsBorne(block({ sent, settings: { synLinearTimeouts: 4 } }))).toBe(count);
});

describe('a segment goes again', () => {
  const at = 7_000_000;
  const syn = { mss: 1_460, windowScale: 10 };
  const again = (flags: number, from: number, to: number) => {
    const sent = [...queue('.'), { ...queue('l')[0]!, flags, from, to }];
    const work = working({ sent, syn, outgoing: stream(3_000), snd: { una: 1, nxt: to } }, at);
    resend(work, 1);
    return work;
  };
  test.each<[string, number, number, number, string, number | undefined]>([
    ['octets', ACK, 1_001, 2_001, 'ACK 1001+1000 again', 1_000 & 255],
    ['a FIN with octets', ACK | FIN, 2_001, 3_002, 'FIN,ACK 2001+1000 again', 2_000 & 255],
    ['a FIN alone', ACK | FIN, 3_001, 3_002, 'FIN,ACK 3001+0 again', undefined],
  ])('%s', (_, flags, from, to, text, first) => {
    const work = again(flags, from, to);
    const [segment] = transmitted(work);
    expect(segmentsOf(work)).toEqual([text]);
    expect(segment?.payload[0]).toBe(first);
    expect(segment?.options).toEqual({});
    expect(work.tcb.sent[0]).toEqual(queue('.')[0]);
    expect(work.tcb.sent[1]).toMatchObject({ at, times: 2, lost: false, flags, from, to });
  });
  test('a SYN, with its options', () => {
    const work = again(SYN, 0, 1);
    expect(segmentsOf(work)).toEqual(['SYN 0+0 again']);
    expect(transmitted(work)[0]?.options).toEqual(syn);
  });
  test('one that is not there does not', () => {
    const work = working({ sent: queue('.') });
    resend(work, 1);
    expect(said(work)).toEqual([]);
  });
});

test.each<[string, 'open' | 'recovery' | 'loss', number, string, number, readonly number[]]>([
  ['no loss is known', 'open', 10, 'll', 9_000, []],
  ['no room', 'recovery', 2, 'l.l.', 9_000, []],
  ['room for one', 'recovery', 3, 'l.l.', 9_000, [1]],
  ['room for two', 'loss', 4, 'l.l.', 9_000, [1, 2_001]],
  ['up to the window', 'loss', 9, 'l.l.', 3_000, [1, 2_001]],
  ['not beyond the window', 'loss', 9, 'l.l.', 2_999, [1]],
  ['the first at all events', 'loss', 9, 'll', 0, [1]],
  ['what is not lost is left', 'recovery', 9, 'srl.', 9_000, [2_001]],
])('what is taken for lost: %s (RFC 6675 5)', (_, phase, cwnd, letters, wnd, expected) => {
  const given = { sent: queue(letters), outgoing: stream(4_000), rcv: { sack: true }, congestion: { phase, cwnd } };
  const work = working({ ...given, snd: { una: 1, nxt: 4_001, wnd } });
  retransmitLost(work);
  expect(segmentsOf(work)).toEqual(expected.map((seq) => `ACK ${seq}+1000 again`));
});

test.each([
  ['r.ll', ['ACK 2001+1000 again', 'arm retransmission 1000000'], 'r.rl'],
  ['lss.', ['ACK 1+1000 again', 'arm retransmission 1000000'], 'rss.'],
  ['r.s.', [], 'r.s.'],
])('of %j the first that is lost goes at once (RFC 5681 3.2)', (letters, expected, left) => {
  const work = working({ sent: queue(letters), outgoing: stream(4_000), congestion: { cwnd: 0, phase: 'recovery' } });
  retransmitFirst(work);
  expect(said(work)).toEqual(expected);
  expect(lettersOf(work.tcb)).toBe(left);
});

test.each([
  [SYN, 5, 2_000_000],
  [SYN, 4, 1_000_000],
  [SYN | ACK, 1, 2_000_000],
  [ACK, 3, 8_000_000],
])('the timer of flags %i after %i timeouts (Linux tcp_syn_linear_timeouts: 4)', (flags, backoff, after) => {
  const sent = [{ ...queue('.')[0]!, flags }];
  const work = working({ sent, rtt: { backoff }, settings: { synLinearTimeouts: 4 } });
  rearm(work);
  expect(said(work)).toEqual([`arm retransmission ${after}`]);
});

test('the timer fired: the first goes again, alone, and the timeout doubles (RFC 6298 5.4 to 5.6)', () => {
  const work = working({ sent: queue('...'), outgoing: stream(3_000), snd: { una: 1, nxt: 3_001, wnd: 9_000 } });
  retransmit(work);
  expect(said(work)).toEqual(['ACK 1+1000 again', 'arm retransmission 2000000']);
  expect(lettersOf(work.tcb)).toBe('rll');
  expect(work.tcb.rtt.backoff).toBe(1);
});
