/** Streams kept as chunks, and streams put together again (RFC 9293 3.10.7.4, RFC 2018 4). */
import { describe, expect, test } from 'vitest';
import { clip, endOf, reassemble, sackBlocks, type Piece } from '../../src/tcp/tcb/reassembly';
import { near, wire } from '../../src/tcp/tcb/sequence';
import { append, cut, emptyStream, release, type Stream } from '../../src/tcp/tcb/stream';

const octets = (from: number, length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (from + i) & 255);
const lengths = ({ chunks }: Stream): number[] => chunks.map((chunk) => chunk.octets.length);
const froms = ({ chunks }: Stream): number[] => chunks.map((chunk) => chunk.from);
const streamOf = (start: number, ...writes: number[]): Stream => {
  let stream = emptyStream(start);
  for (const length of writes) stream = append(stream, octets(stream.end, length));
  return stream;
};

test.each<[number[], number[], number[]]>([
  [[], [], []],
  [[0], [], []],
  [[5], [5], [100]],
  [
    [5, 4],
    [5, 4],
    [100, 105],
  ],
  [[5, 5], [10], [100]],
  [[4, 5], [9], [100]],
  [[8, 4, 4], [16], [100]],
  [
    [9, 4, 4],
    [9, 8],
    [100, 109],
  ],
  [
    [9, 4, 0],
    [9, 4],
    [100, 109],
  ],
  [
    [1, 1, 1],
    [2, 1],
    [100, 102],
  ],
  [[1, 1, 1, 1], [4], [100]],
  [
    [7, 3, 1, 1],
    [7, 3, 2],
    [100, 107, 110],
  ],
])('writes of %j are kept as chunks of %j', (writes, chunks, at) => {
  const stream = streamOf(100, ...writes);
  expect([lengths(stream), froms(stream)]).toEqual([chunks, at]);
  expect([stream.start, stream.end]).toEqual([100, 100 + writes.reduce((sum, one) => sum + one, 0)]);
  expect(cut(stream, stream.start, stream.end)).toEqual(octets(100, stream.end - 100));
});

test('appending and releasing nothing give the stream itself', () => {
  const stream = streamOf(100, 8, 4);
  expect(append(stream, new Uint8Array(0))).toBe(stream);
  expect(release(stream, 99)).toBe(stream);
  expect(release(stream, 100)).toBe(stream);
});

test.each<[number, number[]]>([
  [101, [8, 4, 2]],
  [107, [8, 4, 2]],
  [108, [4, 2]],
  [111, [4, 2]],
  [112, [2]],
  [113, [2]],
  [114, []],
])('of chunks of 8, 4 and 2 from 100 on, released to %i, %j are kept', (start, kept) => {
  const stream = release(streamOf(100, 8, 4, 2), start);
  expect([stream.start, stream.end, lengths(stream)]).toEqual([start, 114, kept]);
});

test.each([
  [100, 100],
  [103, 102],
  [100, 101],
  [100, 108],
  [107, 108],
  [107, 109],
  [108, 112],
  [108, 113],
  [111, 113],
  [100, 114],
  [113, 114],
])('of chunks of 8, 4 and 2 from 100 on, the octets %i to %i', (from, to) => {
  const stream = streamOf(100, 8, 4, 2);
  const found = cut(stream, from, to);
  expect(found).toEqual(octets(from, Math.max(0, to - from)));
  const whole = stream.chunks.find((one) => one.from <= from && to <= one.from + one.octets.length);
  if (whole && to > from) expect(found.buffer, 'a view, no copy').toBe(whole.octets.buffer);
});

const piece = (from: number, to: number, fin = false): Piece => ({
  from,
  octets: octets(from, to - from - (fin ? 1 : 0)),
  fin,
});
const spans = (pieces: readonly Piece[]): string[] =>
  pieces.map((one) => {
    expect(one.octets).toEqual(octets(one.from, one.octets.length));
    return `${one.from}-${endOf(one)}${one.fin ? ' FIN' : ''}`;
  });

test.each<[Piece, number, number, string[]]>([
  [piece(10, 20), 0, 10, []],
  [piece(10, 20), 20, 30, []],
  [piece(10, 20), 0, 11, ['10-11']],
  [piece(10, 20), 19, 30, ['19-20']],
  [piece(10, 20), 10, 20, ['10-20']],
  [piece(10, 20), 10, 19, ['10-19']],
  [piece(10, 20), 11, 20, ['11-20']],
  [piece(10, 20, true), 10, 19, ['10-19']],
  [piece(10, 20, true), 10, 20, ['10-20 FIN']],
  [piece(10, 20, true), 19, 30, ['19-20 FIN']],
  [piece(10, 11, true), 10, 11, ['10-11 FIN']],
])('of %o between %i and %i', (whole, from, to, expected) => {
  const found = clip(whole, from, to);
  expect(found ? spans([found]) : []).toEqual(expected);
  if (found && endOf(found) - found.from === endOf(whole) - whole.from) expect(found).toBe(whole);
});

describe('reassembly, RCV.NXT 100 and a window to 200', () => {
  const two = [piece(110, 120), piece(130, 140)];
  test.each<[string, Piece[], Piece, string[], string[], number]>([
    ['in order', [], piece(100, 110), ['100-110'], [], 110],
    ['beyond a gap', [], piece(101, 110), [], ['101-110'], 100],
    ['old', [], piece(90, 100), [], [], 100],
    ['half old', [], piece(90, 101), ['100-101'], [], 101],
    ['out of the window', two, piece(200, 210), [], ['110-120', '130-140'], 100],
    ['half out of it', [], piece(195, 210), [], ['195-200'], 100],
    ['the gap, not whole', two, piece(100, 109), ['100-109'], ['110-120', '130-140'], 109],
    ['the gap', two, piece(100, 110), ['100-110', '110-120'], ['130-140'], 120],
    ['more than the gap', two, piece(100, 125), ['100-110', '110-120', '120-125'], ['130-140'], 125],
    ['both gaps', two, piece(100, 130), ['100-110', '110-120', '120-130', '130-140'], [], 140],
    ['known', two, piece(112, 118), [], ['110-120', '130-140'], 100],
    [
      'before, between and after',
      two,
      piece(105, 145),
      [],
      ['105-110', '110-120', '120-130', '130-140', '140-145'],
      100,
    ],
    ['after all', two, piece(150, 160), [], ['110-120', '130-140', '150-160'], 100],
    ['the FIN', [piece(110, 120, true)], piece(100, 110), ['100-110', '110-120 FIN'], [], 120],
  ])('%s', (_, held, one, ready, left, nxt) => {
    const after = reassemble(100, 200, held, one);
    expect([spans(after.ready), spans(after.held), after.nxt]).toEqual([ready, left, nxt]);
  });
});

const five = [10, 20, 30, 40, 50].map((from) => piece(from, from + 5));
test.each<[string, Piece[], number, [number, number][]]>([
  ['none', [], 0, []],
  ['one', [piece(10, 15)], 10, [[10, 15]]], // prettier-ignore
  ['a run', [piece(10, 15), piece(15, 18), piece(19, 20)], 15, [[10, 18], [19, 20]]], // prettier-ignore
  ['the latest first', five.slice(0, 3), 30, [[30, 35], [10, 15], [20, 25]]], // prettier-ignore
  ['its last octet', five.slice(0, 3), 34, [[30, 35], [10, 15], [20, 25]]], // prettier-ignore
  ['one past it', five.slice(0, 3), 35, [[10, 15], [20, 25], [30, 35]]], // prettier-ignore
  ['the first is the latest', five.slice(0, 2), 10, [[10, 15], [20, 25]]], // prettier-ignore
  ['four of five', five, 20, [[20, 25], [10, 15], [30, 35], [40, 45]]], // prettier-ignore
  ['four of five, the last first', five, 50, [[50, 55], [10, 15], [20, 25], [30, 35]]], // prettier-ignore
])('SACK blocks (RFC 2018 3 and 4): %s', (_, held, latest, blocks) => expect(sackBlocks(held, latest)).toEqual(blocks));

test.each([
  [0, 0, 0],
  [5, 2 ** 32, 2 ** 32 + 5],
  [2 ** 32 - 1, 2 ** 32, 2 ** 32 - 1],
  [2 ** 31 - 1, 0, 2 ** 31 - 1],
  [2 ** 31, 0, -(2 ** 31)],
  [10, 3 * 2 ** 32 - 5, 3 * 2 ** 32 + 10],
])('%i off the wire is nearest to %i as %i (RFC 9293 3.4)', (wireNumber, to, number) => {
  expect(near(wireNumber, to)).toBe(number);
  expect(wire(number)).toBe(wireNumber);
});
