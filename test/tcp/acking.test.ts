/** When to acknowledge (RFC 9293 3.8.6.3, RFC 5681 4.2, as Linux does), at the values where the answer changes. */
import { expect, test } from 'vitest';
import { answer, delayOver, tellWindow } from '../../src/tcp/arriving/answer';
import { acknowledged, hurry, octetsArrived, octetsLeft } from '../../src/tcp/sending/acking';
import type { Acking, Rtt } from '../../src/tcp/tcb/tcb';
import { ACK, PSH } from '../../src/wire/packet/tcp';
import { said, segment, segmentsOf, working } from './work';

const NOW = 1_000_000;
const octets = (length: number, flags = ACK) => segment({ flags, payload: new Uint8Array(length) });

test.each<[number, number, Partial<Acking>, Partial<Acking>]>([
  [535, ACK, {}, { mss: 536, pushed: 1 }],
  [536, ACK, {}, { mss: 536, pushed: 0 }],
  [1000, ACK, {}, { mss: 1000, pushed: 0 }],
  [1000, ACK | PSH, {}, { mss: 1000, pushed: 1 }],
  [2000, ACK, {}, { mss: 1460, pushed: 0 }],
  [10, ACK, { pushed: 1 }, { mss: 536, pushed: 2 }],
  [10, ACK, { pushed: 2 }, { mss: 536, pushed: 2 }],
])('%i octets with flags %i, to %o: %o', (length, flags, ack, expected) => {
  const work = working({ ack }, NOW);
  octetsArrived(work, octets(length, flags));
  expect(work.tcb.ack).toMatchObject({ ...expected, due: true, lastReceived: NOW });
});

// ATO by the pause since the last octets (Linux tcp_event_data_recv); `quick` counts where it quickens: 5 of 5,360.
test.each<[string, number, number, number, number, number]>([
  ['the first octets', 0, 0, 200_000, 40_000, 5],
  ['a pause of half the delay', 60_000, 20_000, 200_000, 50_000, 0],
  ['one longer', 40_000, 20_001, 200_000, 40_001, 0],
  ['one longer, odd', 60_001, 20_001, 200_000, 50_001, 0],
  ['never beyond the RTO', 60_000, 30_000, 55_000, 55_000, 0],
  ['a pause of ATO', 60_000, 60_000, 200_000, 60_000, 0],
  ['a pause of the RTO', 60_000, 200_000, 200_000, 60_000, 0],
  ['a pause beyond the RTO', 60_000, 200_001, 200_000, 60_000, 5],
])('the delay that suits: %s', (_, ato, pause, rto, expected, quick) => {
  const given = { ack: { ato, lastReceived: NOW - pause }, rtt: { rto }, rcv: { nxt: 1, right: 5_361 } };
  const work = working(given, NOW);
  octetsArrived(work, octets(100));
  expect(work.tcb.ack).toMatchObject({ ato: expected, quick });
});

test.each([
  [64_240, 536, 0, 16],
  [536 * 32, 536, 0, 16],
  [536 * 32 - 1, 536, 0, 15],
  [5_360, 536, 0, 5],
  [536 * 6, 536, 0, 3],
  [100, 536, 0, 2],
  [5_360, 536, 20, 20],
  [5_840, 1460, 1, 2],
  [8_760, 1460, 1, 3],
])('a window of %i, segments of %i, %i quick ACKs: %i at once', (window, mss, quick, expected) => {
  const work = working({ rcv: { nxt: 101, right: 101 + window }, ack: { mss, quick, pingPong: true, ato: 7 } });
  hurry(work);
  expect(work.tcb.ack).toMatchObject({ quick: expected, pingPong: false, ato: 40_000 });
});

test.each([
  [127, 0, 40_000],
  [128, 1, 40_000 + 2_920],
  [2_000, 1, 44_000],
])('%i octets make the window grow: %i more at once, and %i to offer', (length, quick, threshold) => {
  const work = working({ rcv: { threshold: 40_000 }, ack: { ato: 40_000, lastReceived: NOW } }, NOW);
  octetsArrived(work, octets(length));
  expect([work.tcb.ack.quick, work.tcb.rcv.threshold]).toEqual([quick, threshold]);
});

test.each([
  [39_999, true],
  [40_000, false],
])('octets that leave %i us after the last came: a conversation: %s', (pause, pingPong) => {
  const work = working({ ack: { ato: 40_000, lastReceived: NOW - pause } }, NOW);
  octetsLeft(work);
  expect(work.tcb.ack.pingPong).toBe(pingPong);
});

test.each([
  [true, 1, 0, 40_000],
  [true, 2, 1, 7],
  [true, 0, 0, 7],
  [false, 1, 1, 7],
])('an ACK left, due %s, %i quick before, %i after: ATO %i', (due, quick, left, ato) => {
  const given = { ack: { due, quick, now: true, pushed: 2, ato: 7 }, rcv: { nxt: 501 }, due: { delayedAck: 5 } };
  const work = working(given);
  acknowledged(work);
  expect(work.tcb.ack).toMatchObject({ quick: left, ato, due: false, now: false, pushed: 0, acked: 501 });
  expect(said(work)).toEqual(['cancel delayedAck']);
});

test.each<[string, Partial<Acking>, boolean, string]>([
  ['nothing is due', { due: false, now: true }, false, 'nothing'],
  ['at once', { now: true }, false, 'ACK'],
  ['one full segment', { acked: 4_465 }, false, 'later'],
  ['more than one', { acked: 4_464 }, false, 'ACK'],
  ['more than one, nobody reads', { acked: 4_464 }, true, 'later'],
  ['quick', { quick: 1 }, false, 'ACK'],
  ['quick, in a conversation', { quick: 1, pingPong: true }, false, 'later'],
  ['the end of a write', { pushed: 1 }, false, 'ACK'],
  ['the end of a write, in a conversation', { pushed: 1, pingPong: true }, false, 'later'],
  ['the end of a write, nobody reads', { pushed: 1 }, true, 'later'],
  ['the end of two, in a conversation', { pushed: 2, pingPong: true }, false, 'ACK'],
  ['the end of two, nobody reads', { pushed: 2 }, true, 'later'],
  ['none of these', {}, false, 'later'],
])('the answer: %s', (_, ack, paused, expected) => {
  const work = working({ paused, rcv: { nxt: 5_001, right: 9_001 }, ack: { due: true, acked: 5_001, ...ack } });
  answer(work);
  expect(said(work)).toEqual({ nothing: [], ACK: ['ACK 0+0'], later: ['arm delayedAck 4000'] }[expected]);
});

test.each<[number, number | null, number]>([
  [0, null, 4_000],
  [4_000, null, 4_000],
  [4_001, null, 4_001],
  [40_000, 10, 40_000],
  [40_001, 10, 40_000],
  [60_000, null, 60_000],
  [60_000, 50_000, 50_000],
  [60_000, 70_000, 60_000],
  [199_999, null, 199_999],
  [200_001, null, 200_000],
  [300_000, 250_000, 200_000],
])('ATO %i us, SRTT %s: the ACK waits %i us (Linux tcp_send_delayed_ack)', (ato, srtt, after) => {
  const work = working({ ack: { due: true, ato }, rtt: { srtt } }, NOW);
  answer(work);
  expect(said(work)).toEqual([`arm delayedAck ${after}`]);
});

test.each([
  [NOW + 10_000, ['ACK 0+0', 'cancel delayedAck']],
  [NOW + 10_001, []],
  [NOW + 40_000, []],
  [NOW + 40_001, ['arm delayedAck 40000']],
])('an ACK is to leave at %i already, this one 40 ms from 1 s', (delayedAck, expected) => {
  const work = working({ ack: { due: true, ato: 40_000 }, due: { delayedAck } }, NOW);
  answer(work);
  expect(said(work).sort()).toEqual(expected);
});

test.each<[Partial<Acking>, Partial<Rtt>, number, readonly string[]]>([
  [{ due: true, pingPong: true, ato: 60_000 }, {}, 40_000, ['ACK 0+0']],
  [{ due: true, ato: 60_000 }, { rto: 200_000 }, 120_000, ['ACK 0+0']],
  [{ due: true, ato: 120_000 }, { rto: 200_000 }, 200_000, ['ACK 0+0']],
  [{ due: false, ato: 60_000 }, {}, 60_000, []],
])('the delay of %o is over', (ack, rtt, ato, expected) => {
  const work = working({ ack, rtt, due: { delayedAck: NOW } }, NOW);
  delayOver(work);
  expect([work.tcb.ack.ato, work.tcb.ack.pingPong, work.tcb.due.delayedAck]).toEqual([ato, false, null]);
  expect(segmentsOf(work)).toEqual(expected);
});

test.each([
  [40_192, 80_384, true],
  [40_193, 80_384, false],
  [32_120, 64_240, true],
  [32_121, 64_240, false],
  [0, 64_240, true],
])('open %i, to offer %i: told %s (Linux tcp_cleanup_rbuf)', (open, threshold, told) => {
  const work = working({ rcv: { nxt: 101, right: 101 + open, threshold } });
  tellWindow(work);
  expect(segmentsOf(work)).toEqual(told ? ['ACK 0+0'] : []);
});
