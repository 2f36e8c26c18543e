/** What an acceptable ACK does (RFC 9293 3.10.7.4, fifth): the window, the queue, the round trip, congestion. */
import { describe, expect, test } from 'vitest';
import { acknowledge } from '../../src/tcp/arriving/acknowledge';
import { ACK, SYN, type TcpSegment } from '../../src/wire/packet/tcp';
import { lettersOf, queue, said, segment, segmentsOf, stream, working, type Given } from './work';

const AT = 1_000_000;
const SND = { una: 1, nxt: 4_001, wnd: 9_000, max: 9_000, wl1: 100, wl2: 1 };
const COMES = { seq: 100, ack: 1, window: 9_000 };
/** Four segments under way, and this comes. */
const after = (comes: Partial<TcpSegment>, { snd, ...given }: Given = {}, letters = '....') => {
  const sent = queue(letters);
  const due = { retransmission: 9 };
  const work = working({ sent, outgoing: stream(4_000), due, ...given, snd: { ...SND, ...snd } }, AT);
  acknowledge(work, segment({ ...COMES, ...comes }));
  return work;
};

test.each<[string, Partial<TcpSegment>, Given, readonly [number, number, number, number]]>([
  ['the same again', {}, {}, [9_000, 9_000, 100, 1]],
  ['larger', { window: 9_001 }, {}, [9_001, 9_001, 100, 1]],
  ['smaller', { window: 1 }, {}, [1, 9_000, 100, 1]],
  ['of a segment before', { seq: 99, window: 5 }, {}, [9_000, 9_000, 100, 1]],
  ['of one beyond', { seq: 101, window: 5 }, {}, [5, 9_000, 101, 1]],
  ['of an ACK before', { window: 5 }, { snd: { wl2: 2 } }, [9_000, 9_000, 100, 2]],
  ['of one beyond, whose ACK is before', { seq: 101, window: 5 }, { snd: { wl2: 2 } }, [5, 9_000, 101, 1]],
  ['of an ACK beyond', { ack: 1_001, window: 5 }, {}, [5, 9_000, 100, 1_001]],
  ['of an old ACK', { seq: 101, ack: 0, window: 5 }, {}, [9_000, 9_000, 100, 1]],
  ['scaled (RFC 7323 2)', { window: 5 }, { snd: { scale: 3 } }, [40, 9_000, 100, 1]],
  ['of a SYN, never scaled (2.2)', { window: 5, flags: SYN | ACK }, { snd: { scale: 3 } }, [5, 9_000, 100, 1]],
])('SND.WND, the largest, SND.WL1 and WL2 (RFC 9293 3.10.7.4): %s', (_, comes, given, expected) => {
  const { snd, heard } = { ...after(comes, given).tcb };
  expect([snd.wnd, snd.max, snd.wl1, snd.wl2]).toEqual(expected);
  expect(heard).toBe(AT);
});

// The peer was heard: no probe is open; that the window moved with nothing under way ends the doubling of probes.
test.each<[string, Partial<TcpSegment>, string, number]>([
  ['the window moved', { window: 8 }, '', 0],
  ['it did not', {}, '', 3],
  ['it moved, octets are under way', { window: 8 }, '....', 3],
  ['octets are acknowledged', { ack: 1_001 }, '....', 0],
])('probes and doubling: %s', (_, comes, letters, backoff) =>
  expect(after(comes, { rtt: { probes: 2, backoff: 3 } }, letters).tcb.rtt).toMatchObject({ probes: 0, backoff }),
);

const text = { payload: new Uint8Array(1) };
test.each<[string, Partial<TcpSegment>, string, number]>([
  ['a duplicate', {}, '....', 1],
  ['that moves the window', { window: 8 }, '....', 0],
  ['that brings octets', text, '....', 0],
  ['of nothing under way', {}, '', 0],
  ['of more', { ack: 1_001 }, '....', 0],
  ['of less', { ack: 0 }, '....', 0],
])('duplicate ACKs are (RFC 5681 2): %s', (_, comes, letters, duplicates) =>
  expect(after(comes, {}, letters).tcb.congestion.duplicates).toBe(duplicates),
);

test('the third goes at once, and its timer begins anew', () =>
  expect(said(after({}, { congestion: { duplicates: 2 } }))).toEqual([
    'ACK 1+1000 again',
    'arm retransmission 1000000',
  ]));

const sack = (...blocks: [number, number][]): Partial<TcpSegment> => ({ options: { sack: blocks } });
test.each<[string, Partial<TcpSegment>, string, string, number]>([
  ['one', sack([1_001, 2_001]), '....', '.s..', 1],
  ['what was lost', sack([1_001, 2_001]), 'll..', 'ls..', 1],
  ['two blocks', sack([3_001, 4_001], [1_001, 2_001]), '....', '.s.s', 1],
  ['one octet of it missing at its start', sack([1_002, 3_001]), '....', '..s.', 1],
  ['one octet of it missing at its end', sack([1_001, 2_000]), '....', '....', 0],
  ['nothing new', sack([1_001, 2_001]), '.s..', '.s..', 0],
  ['none', {}, '....', '....', 0],
])('SACK reports %s (RFC 2018)', (_, comes, letters, expected, duplicates) => {
  const { tcb } = after({ ...comes, window: 8 }, { rcv: { sack: true } }, letters);
  expect([lettersOf(tcb), tcb.congestion.duplicates]).toEqual([expected, duplicates]);
});
test('SACK that was not agreed on reports nothing', () =>
  expect(lettersOf(after(sack([1_001, 2_001]), { rcv: { sack: false } }).tcb)).toBe('....'));

describe('SND.UNA moves', () => {
  test.each<[number, number[], number, readonly string[]]>([
    [2, [2, 1_001, 2_001, 3_001], 1, ['arm retransmission 1000000']],
    [1_000, [1_000, 1_001, 2_001, 3_001], 999, ['arm retransmission 1000000']],
    [1_001, [1_001, 2_001, 3_001], 1_000, ['arm retransmission 300000']],
    [1_002, [1_002, 2_001, 3_001], 1_001, ['arm retransmission 300000']],
    [4_001, [], 4_000, ['cancel retransmission']],
  ])('to %i: queued from %j', (ack, from, released, expected) => {
    const sent = queue('....').map((one) => ({ ...one, at: AT - 100_000 }));
    const work = after({ ack }, { sent });
    expect(work.tcb.sent.map((one) => one.from)).toEqual(from);
    expect([work.tcb.snd.una, work.tcb.outgoing.start]).toEqual([ack, released]);
    expect(said(work)).toEqual(expected);
  });

  test.each<[string, string, number, number | null]>([
    ['the first of two', '....', 2_001, 100_000],
    ['not of what went twice (Karn)', 'r...', 1_001, null],
    ['nor beside it', '.r..', 2_001, null],
    ['what SACK reported is timed by what it did not', 's...', 2_001, 90_000],
    ['nothing but what SACK reported', 's...', 1_001, null],
    ['no segment is whole', '....', 1_000, null],
  ])('the round trip (RFC 6298 3): %s', (_, letters, ack, srtt) => {
    const sent = queue(letters).map((one, i) => ({ ...one, at: AT - 100_000 + i * 10_000 }));
    expect(after({ ack }, { sent }).tcb.rtt.srtt).toBe(srtt);
  });

  test.each<[number, number | null]>([
    [1_000, 1_001],
    [1_001, null],
    [1_002, null],
  ])('to %i: SND.UP %s', (ack, up) => expect(after({ ack }, { snd: { up: 1_001 } }).tcb.snd.up).toBe(up));

  test.each<[string, number, string, Given, number, number]>([
    ['one of four', 1_001, '....', { congestion: { limited: true } }, 11, 0],
    ['two of four', 2_001, '....', { congestion: { limited: true } }, 12, 0],
    ['the window was not full', 1_001, '....', {}, 10, 0],
    ['in recovery', 1_001, '....', { congestion: { phase: 'recovery', recover: 4_001, limited: true } }, 10, 0],
  ])('the congestion window: %s', (_, ack, letters, given, cwnd, credit) =>
    expect(after({ ack }, given, letters).tcb.congestion).toMatchObject({ cwnd, credit }),
  );

  test('a SYN is no segment that makes it grow', () => {
    const syn = { from: 0, to: 1, flags: SYN, at: 0, times: 1, sacked: false, lost: false };
    const given = { sent: [syn], snd: { una: 0, nxt: 1, wl2: 0 }, outgoing: stream(0), congestion: { limited: true } };
    expect(after({ ack: 1 }, given).tcb.congestion.cwnd).toBe(10);
  });

  test.each<[string, Given, string, readonly string[]]>([
    ['in recovery', { congestion: { phase: 'recovery', recover: 4_001 } }, '.l..', ['ACK 1001+1000 again']],
    [
      'in recovery, the next is not lost',
      { congestion: { phase: 'recovery', recover: 4_001 }, rcv: { sack: true } },
      '....',
      [],
    ],
    [
      'without SACK the next is taken for lost',
      { congestion: { phase: 'recovery', recover: 4_001 } },
      '....',
      ['ACK 1001+1000 again'],
    ],
    ['after a timeout it waits for the window', { congestion: { phase: 'loss', recover: 4_001 } }, '.l..', []],
  ])('a partial ACK (RFC 6582 3.2): %s', (_, given, letters, expected) =>
    expect(segmentsOf(after({ ack: 1_001 }, given, letters))).toEqual(expected),
  );

  test.each([
    [4_002, true, true],
    [4_001, true, false],
    [4_002, false, false],
  ])('to %i, a word owed %s: closed is told %s', (ack, closed, told) => {
    const work = after({ ack }, { fin: true, owes: { closed }, snd: { nxt: 4_002 } });
    expect(said(work).includes('closed')).toBe(told);
    expect(work.tcb.owes.closed).toBe(closed && !told);
  });
});
