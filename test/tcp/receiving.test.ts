/** Text, FIN and urgent octets as they come (RFC 9293 3.10.7.4, sixth to eighth; RFC 6093), and telling the user. */
import { describe, expect, test } from 'vitest';
import { finish, handOver, resume, take } from '../../src/tcp/arriving/receive';
import type { RuleRun } from '../../src/tcp/tcb/draft';
import { ACK, FIN, URG, type TcpSegment } from '../../src/wire/packet/tcp';
import { said, segment, segmentsOf, stream, working, type Given } from './work';

const octets = (from: number, length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (from + i) & 255);
const RCV = { irs: 0, nxt: 101, right: 201 };
const held = (from: number, length: number) => ({ from, octets: octets(from, length), fin: false });
const come = (seq: number, length: number, given: Given = {}, more: Partial<TcpSegment> = {}): RuleRun => {
  const work = working({ ...given, rcv: { ...RCV, ...given.rcv } }, 1_000_000);
  take(work, segment({ seq, payload: octets(seq, length), ...more }));
  return work;
};
/** Offset and length of what was told, and whether it is urgent; every octet is checked. */
const told = ({ commands }: RuleRun): string[] =>
  commands.flatMap((command) => {
    if (command.type !== 'tell' || command.told.type !== 'received') return [];
    const { from, octets: some, urgent } = command.told;
    expect(some).toEqual(octets(from + 1, some.length));
    return [`${from}+${some.length}${urgent ? ' urgent' : ''}`];
  });

test.each<[string, number, number, Given, string[], number, number[], boolean, boolean]>([
  ['in order', 101, 10, {}, ['100+10'], 111, [], true, false],
  ['half old', 96, 10, {}, ['100+5'], 106, [], true, false],
  ['half beyond the window', 191, 20, { rcv: { nxt: 191 } }, ['190+10'], 201, [], true, false],
  ['old', 91, 10, {}, [], 101, [], false, false],
  ['beyond the window', 201, 10, {}, [], 101, [], false, false],
  ['beyond a gap: told at once', 102, 10, {}, [], 101, [102], true, true],
  ['held already', 111, 10, { rcv: { held: [held(111, 10)] } }, [], 101, [111], true, true],
  [
    'the gap: its end is told at once',
    101,
    10,
    { rcv: { held: [held(111, 10)] } },
    ['100+10', '110+10'],
    121,
    [],
    true,
    true,
  ],
  ['nothing', 101, 0, {}, [], 101, [], false, false],
])('%s (RFC 5681 4.2)', (_, seq, length, given, expected, nxt, left, due, now) => {
  const work = come(seq, length, given);
  const { rcv, ack } = work.tcb;
  expect(told(work)).toEqual(expected);
  expect([rcv.nxt, rcv.held.map((one) => one.from), ack.due, ack.now]).toEqual([nxt, left, due, now]);
  if (due) expect(rcv.latest).toBe(Math.max(seq, given.rcv?.nxt ?? 101));
});

test.each<[string, number, number, Given, boolean, number]>([
  ['new octets are counted', 101, 10, {}, true, 40_000],
  ['those beyond a gap too', 111, 10, {}, true, 40_000],
  ['those held already hurry the next ACKs', 111, 10, { rcv: { held: [held(111, 10)] } }, false, 40_000],
  ['a FIN alone is not counted', 101, 0, {}, false, 0],
])('%s', (_, seq, length, given, counted, ato) => {
  const work = come(seq, length, given, { flags: length > 0 ? ACK : FIN | ACK });
  expect([work.tcb.ack.lastReceived === 1_000_000, work.tcb.ack.ato]).toEqual([counted, ato]);
  expect(work.tcb.ack.due).toBe(true);
});

test.each<[string, number, number, number | null, string[]]>([
  ['its octet is the first', 1, 101, null, ['100+1 urgent', '101+9']],
  ['in the middle', 5, 101, null, ['100+4', '104+1 urgent', '105+5']],
  ['the last', 10, 101, null, ['100+9', '109+1 urgent']],
  ['one further: it is to come', 11, 101, 111, ['100+10']],
  ['before RCV.NXT', 5, 96, null, ['100+5']],
  ['at RCV.NXT', 6, 96, null, ['100+1 urgent', '101+4']],
])('the urgent pointer points past it (RFC 6093 3.4): %s', (_, urgentPointer, seq, up, expected) => {
  const work = come(seq, 10, {}, { flags: URG | ACK, urgentPointer });
  expect([told(work), work.tcb.rcv.up]).toEqual([expected, up]);
});
test.each([
  [130, 31, 131],
  [130, 30, 130],
  [130, 29, 130],
])('the last pointer counts: %i, then %i from 101 on', (up, urgentPointer, expected) =>
  expect(come(101, 1, { rcv: { up } }, { flags: URG | ACK, urgentPointer }).tcb.rcv.up).toBe(expected),
);
test('without URG the pointer says nothing', () =>
  expect(come(101, 10, {}, { urgentPointer: 5 }).tcb.rcv.up).toBeNull());

test('to a user who paused nothing is told; what waits is one stream', () => {
  const before = { start: 100, end: 104, chunks: [{ from: 100, octets: octets(101, 4) }] };
  const work = come(105, 10, { paused: true, unread: before, rcv: { nxt: 105 } });
  expect(said(work)).toEqual([]);
  expect([work.tcb.unread.start, work.tcb.unread.end]).toEqual([100, 114]);
  handOver(work);
  expect(told(work)).toEqual(['100+14']);
  expect(work.tcb.unread).toEqual({ start: 114, end: 114, chunks: [] });
  expect(work.tcb.paused).toBe(false);
});
test('what was told is forgotten', () =>
  expect(come(101, 10, { unread: { start: 100, end: 100, chunks: [] } }).tcb.unread).toEqual({
    start: 110,
    end: 110,
    chunks: [],
  }));

describe('the peer’s FIN', () => {
  test.each<[string, Given, readonly string[], boolean, boolean, boolean]>([
    ['the user reads', {}, ['peerClosed'], false, false, true],
    ['the user paused', { paused: true }, [], true, false, true],
    ['nobody reads', { reading: false, paused: true }, [], false, false, true],
    ['we closed before', { fin: true }, ['peerClosed'], false, true, false],
  ])('%s', (_, given, expected, owed, now, pingPong) => {
    const work = working(given);
    finish(work);
    expect(said(work)).toEqual(expected);
    expect(work.tcb.owes.peerClosed).toBe(owed);
    expect([work.tcb.ack.due, work.tcb.ack.now, work.tcb.ack.pingPong, work.tcb.rcv.fin]).toEqual([
      true,
      now,
      pingPong,
      true,
    ]);
  });
  test.each([
    [true, ['peerClosed']],
    [false, []],
  ])('is handed over once, owed %s', (peerClosed, expected) => {
    const work = working({ paused: true, owes: { peerClosed } });
    handOver(work);
    handOver(work);
    expect(said(work)).toEqual(expected);
  });
});

test.each<[string, Given, readonly string[], readonly string[]]>([
  ['nothing waited', { paused: true, ack: { due: true, now: true } }, [], []],
  ['octets waited, no ACK is due', { unread: stream(10), rcv: { ...RCV, right: 40_294 } }, ['0+10'], []],
  [
    'octets waited, an ACK is due',
    { unread: stream(10), rcv: { ...RCV, right: 40_294 }, ack: { due: true, now: true } },
    ['0+10'],
    ['ACK 0+0'],
  ],
  ['octets waited, the window doubles', { unread: stream(10), rcv: { ...RCV, right: 1_000 } }, ['0+10'], ['ACK 0+0']],
  [
    'octets waited, the peer has closed',
    { unread: stream(10), rcv: { ...RCV, right: 1_000, fin: true } },
    ['0+10'],
    [],
  ],
])('the user reads again: %s', (_, given, expected, segments) => {
  const work = working({ paused: true, ...given, unread: shifted(given.unread) });
  resume(work);
  expect([told(work), segmentsOf(work), work.tcb.paused]).toEqual([expected, segments, false]);
});

/** As `octets` numbers them: offset 0 is sequence number 1. */
function shifted(unread: Given['unread']) {
  if (!unread) return stream(0);
  return { ...unread, chunks: unread.chunks.map((one) => ({ ...one, octets: octets(1, one.octets.length) })) };
}
