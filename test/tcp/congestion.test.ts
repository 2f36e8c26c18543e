/** How much may be under way, at the values where the answer changes: RFC 5681, 6582, 6675, 2861. */
import { describe, expect, test } from 'vitest';
import {
  afterIdle,
  allSent,
  collapsed,
  duplicated,
  growWindow,
  progressed,
  sendBufferTakes,
  underWay,
} from '../../src/tcp/sending/congestion';
import type { Congestion } from '../../src/tcp/tcb/tcb';
import { lettersOf, queue, stream, working } from './work';

test.each([
  ['', true, 0, 0],
  ['....', true, 0, 4],
  ['....', true, 3, 4],
  ['s...', true, 0, 3],
  ['l...', true, 0, 3],
  ['slr.', true, 2, 2],
  ['ssll', true, 0, 0],
  ['....', false, 1, 3],
  ['l...', false, 1, 2],
  ['..', false, 2, 0],
  ['..', false, 3, 0],
])('under way of %j, SACK %s, after %i duplicates: %i (RFC 6675 4, RFC 5681 3.2)', (letters, sack, duplicates, count) =>
  expect(underWay(working({ sent: queue(letters), rcv: { sack }, congestion: { duplicates } }).tcb)).toBe(count),
);

test.each<[string, Partial<Congestion>, number, number, number, number]>([
  ['slow start, one', { limited: true }, 1, 10, 11, 0],
  ['slow start, two', { limited: true }, 2, 10, 12, 0],
  ['slow start, half of it used', { limited: false }, 1, 5, 10, 0],
  ['slow start, more than half used', { limited: false }, 1, 6, 11, 0],
  ['slow start, half used, but it held us back', { limited: true }, 1, 5, 11, 0],
  ['slow start after a timeout', { phase: 'loss', limited: false }, 1, 5, 11, 0],
  ['recovery', { phase: 'recovery', limited: true }, 1, 10, 10, 0],
  ['slow start up to its threshold', { ssthresh: 12, limited: true, credit: 5 }, 2, 10, 12, 5],
  ['slow start past its threshold', { ssthresh: 11, limited: true }, 3, 10, 11, 2],
  ['the same, not held back', { ssthresh: 11, limited: false }, 3, 10, 11, 0],
  ['the same, after a timeout', { ssthresh: 11, limited: false, phase: 'loss' }, 3, 10, 11, 2],
  ['avoidance', { ssthresh: 10, limited: true }, 1, 10, 10, 1],
  ['avoidance, not held back', { ssthresh: 10, limited: false, credit: 9 }, 1, 10, 10, 9],
  ['avoidance after a timeout', { ssthresh: 10, limited: false, phase: 'loss' }, 1, 10, 10, 1],
  ['avoidance, one short of a window', { ssthresh: 10, limited: true, credit: 8 }, 1, 10, 10, 9],
  ['avoidance, a window acknowledged', { ssthresh: 10, limited: true, credit: 9 }, 1, 10, 11, 0],
  ['avoidance, two more than a window', { ssthresh: 10, limited: true, credit: 9 }, 3, 10, 11, 2],
])('the window grows (RFC 5681 3.1, RFC 7661): %s', (_, congestion, segments, before, cwnd, credit) => {
  const { tcb } = working({ congestion });
  growWindow(tcb, segments, before);
  expect(tcb.congestion).toMatchObject({ cwnd, credit });
});

describe('progress', () => {
  const after = (congestion: Partial<Congestion>, una: number, sack: boolean, segments: number, letters = '...') => {
    const work = working({
      sent: queue(letters),
      snd: { una },
      rcv: { sack },
      congestion: { cwnd: 10, ssthresh: 5, recover: 5_001, duplicates: 4, ...congestion },
    });
    progressed(work, segments);
    const { phase, cwnd, duplicates } = work.tcb.congestion;
    return [phase, cwnd, duplicates, lettersOf(work.tcb)];
  };
  test.each<[string, Parameters<typeof after>, ReturnType<typeof after>]>([
    ['without loss', [{ phase: 'open' }, 1_001, true, 1], ['open', 10, 0, '...']],
    ['to RecoveryPoint', [{ phase: 'recovery' }, 5_001, true, 1], ['open', 5, 0, '...']],
    ['beyond it', [{ phase: 'recovery' }, 5_002, false, 1], ['open', 5, 0, '...']],
    ['one octet short, SACK', [{ phase: 'recovery' }, 5_000, true, 2], ['recovery', 10, 4, '...']],
    ['partial, RFC 6582 3.2', [{ phase: 'recovery' }, 5_000, false, 2], ['recovery', 10, 3, 'l..']],
    ['partial, of more', [{ phase: 'recovery' }, 5_000, false, 7], ['recovery', 10, 0, 'l..']],
    ['partial, sent again', [{ phase: 'recovery' }, 5_000, false, 1, 'r..'], ['recovery', 10, 4, 'r..']],
    ['after a timeout, all of it', [{ phase: 'loss' }, 5_001, true, 1], ['open', 10, 0, '...']],
    ['after a timeout, a part', [{ phase: 'loss' }, 5_000, false, 1], ['loss', 10, 4, '...']],
  ])('%s', (_, given, expected) => expect(after(...given)).toEqual(expected));
});

describe('a duplicate ACK', () => {
  const after = (letters: string, sack: boolean, duplicates: number, phase: Congestion['phase'] = 'open') => {
    const work = working({
      sent: queue(letters),
      snd: { nxt: 9_001 },
      rcv: { sack },
      congestion: { phase, duplicates },
    });
    const due = duplicated(work);
    const { congestion: c } = work.tcb;
    return [due, c.phase, c.duplicates, c.cwnd, lettersOf(work.tcb)];
  };
  test.each<[string, Parameters<typeof after>, ReturnType<typeof after>]>([
    ['two reported', ['.ss..', true, 0], [false, 'open', 1, 10, '.ss..']],
    ['three reported', ['.sss.', true, 0], [true, 'recovery', 1, 5, 'lsss.']],
    ['two before, one reported', ['.s...', true, 2], [true, 'recovery', 3, 5, 'ls...']],
    ['one before, one reported', ['.s...', true, 1], [false, 'open', 2, 10, '.s...']],
    ['the second', ['....', false, 1], [false, 'open', 2, 10, '....']],
    ['the third', ['....', false, 2], [true, 'recovery', 3, 5, 'l...']],
    ['two overtaken by three', ['..sss', true, 0], [true, 'recovery', 1, 5, 'llsss']],
    ['one overtaken by two', ['.s.ss', true, 0], [true, 'recovery', 1, 5, 'ls.ss']],
    ['the first is reported', ['s.sss', true, 0], [true, 'recovery', 1, 5, 'slsss']],
    ['in recovery', ['r.sss', true, 3, 'recovery'], [false, 'recovery', 4, 10, 'rlsss']],
    ['in recovery, lost already', ['lsss', true, 3, 'recovery'], [false, 'recovery', 4, 10, 'lsss']],
    ['in recovery, without SACK', ['..sss', false, 3, 'recovery'], [false, 'recovery', 4, 10, '..sss']],
    ['after a timeout', ['..sss', true, 3, 'loss'], [false, 'loss', 4, 10, '..sss']],
  ])('%s (RFC 5681 3.2, RFC 6675 IsLost)', (_, given, expected) => expect(after(...given)).toEqual(expected));

  test.each([
    [10, 5],
    [11, 5],
    [6, 3],
    [5, 2],
    [3, 2],
    [2, 2],
    [1, 2],
  ])(
    'of a window of %i leaves %i, the same as threshold, until all sent by now is there (RFC 5681 (4))',
    (cwnd, half) => {
      const work = working({ sent: queue('....'), snd: { nxt: 4_001 }, congestion: { cwnd, duplicates: 2 } });
      duplicated(work);
      expect(work.tcb.congestion).toMatchObject({ cwnd: half, ssthresh: half, recover: 4_001 });
    },
  );
});

test.each<[string, Congestion['phase'], string, number, string]>([
  ['all is lost', 'open', '...', 5, 'lll'],
  ['but what SACK reported', 'open', '.s.', 5, 'lsl'],
  ['unless the first was reported: it reneged (RFC 2018 8)', 'open', 'ss.', 5, 'lll'],
  ['in recovery', 'recovery', 'r.s', 5, 'lls'],
  ['again: the threshold stays', 'loss', '.', Infinity, 'l'],
])('a timeout (RFC 5681 3.1): %s', (_, phase, letters, ssthresh, lost) => {
  const work = working({
    sent: queue(letters),
    snd: { nxt: 3_001 },
    congestion: { phase, credit: 3, duplicates: 2 },
  });
  collapsed(work);
  expect(lettersOf(work.tcb)).toBe(lost);
  expect(work.tcb.congestion).toMatchObject({
    phase: 'loss',
    cwnd: 1,
    ssthresh,
    credit: 0,
    duplicates: 0,
    recover: 3_001,
  });
});

test.each([
  [2_000_000, 40, 1_000_000, '', 40],
  [2_000_001, 40, 1_000_000, '', 20],
  [3_000_000, 40, 1_000_000, '', 20],
  [3_000_001, 40, 1_000_000, '', 10],
  [9_000_000, 40, 1_000_000, '', 10],
  [2_000_001, 15, 1_000_000, '', 10],
  [2_000_001, 5, 1_000_000, '', 5],
  [9_000_000, 40, 1_000_000, '.', 40],
  [9_000_000, 40, 0, '', 40],
])('idle at %i, a window of %i used at %i last, queue %j: %i (RFC 2861)', (at, cwnd, lastSent, letters, left) => {
  const work = working({ sent: queue(letters), rtt: { rto: 1_000_000 }, congestion: { cwnd, lastSent } }, at);
  afterIdle(work);
  expect(work.tcb.congestion.cwnd).toBe(left);
});

test.each([
  [1460, 10, 87_040, true],
  [1460, 10, 87_041, false],
  [1460, 2, 87_040, true],
  [1460, 20, 174_080, true],
  [1460, 20, 174_081, false],
  [1408, 10, 46_080, true],
  [1408, 10, 46_081, false],
  [1409, 10, 87_040, true],
])('segments of %i, a window of %i: the send buffer takes %i octets: %s', (mss, cwnd, end, takes) => {
  const given = { snd: { mss }, congestion: { cwnd } };
  expect(sendBufferTakes(working({ ...given, outgoing: { start: 0, end, chunks: [] } }).tcb)).toBe(takes);
  expect(sendBufferTakes(working({ ...given, outgoing: { start: 500, end: end + 500, chunks: [] } }).tcb)).toBe(takes);
});

test.each([
  [10, false, false],
  [11, false, true],
  [11, true, false],
  [12, true, true],
])('of ten octets, SND.NXT %i, closed %s: all sent %s', (nxt, fin, all) =>
  expect(allSent(working({ outgoing: stream(10), snd: { nxt }, fin }).tcb)).toBe(all),
);
