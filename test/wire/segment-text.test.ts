/** Segments in words (notation.ts): each word at its edges. */
import { describe, expect, test } from 'vitest';
import { parseSegmentText, segmentText } from '../../src/wire/notation/notation';
import { NO_OCTETS } from '../../src/wire/octets';
import { ACK, FIN, RST, SYN, type TcpSegment } from '../../src/wire/packet/tcp';

describe('a segment in words', () => {
  const segment = (over: Partial<TcpSegment>): TcpSegment => ({
    sourcePort: 1,
    destinationPort: 2,
    seq: 5,
    ack: 7,
    flags: ACK,
    window: 9,
    urgentPointer: 3,
    options: {},
    payload: NO_OCTETS,
    ...over,
  });
  test.each<[Partial<TcpSegment>, string]>([
    [{}, 'ACK seq=5 ack=7'],
    [{ window: 0 }, 'ACK seq=5 ack=7 win=0'],
    [{ flags: RST | ACK, window: 0 }, 'RST,ACK seq=5 ack=7'],
    [{ flags: SYN }, 'SYN seq=5 win=9'],
    [{ flags: SYN | RST, window: 0 }, 'SYN,RST seq=5 win=0'],
    [{ flags: FIN }, 'FIN seq=5'],
    [{ options: { mss: 0, windowScale: 0 } }, 'ACK seq=5 ack=7 mss=0 ws=0'],
    [{ options: { sack: [] } }, 'ACK seq=5 ack=7'],
    [{ options: { timestamps: [0, 0] } }, 'ACK seq=5 ack=7 ts=0/0'],
  ])('%j is %s', (over, text) => expect(segmentText(segment(over))).toBe(text));
  test('with its window where that is asked for', () =>
    expect(segmentText(segment({}), { window: true })).toBe('ACK seq=5 ack=7 win=9'));

  test.each([
    ['ACK seq=1 ack=2 len=3 mss=4 ws=5 urg=6 win=7', { length: 3, urgentPointer: 6, window: 7 }],
    ['ACK seq=1 ack=2', { flags: ACK, seq: 1, ack: 2, options: {} }],
    [' SYN \t sackOK ', { flags: SYN, options: { sackPermitted: true } }],
    [
      'ACK ts=1/2 sack=3-4,5-6',
      {
        options: {
          timestamps: [1, 2],
          sack: [
            [3, 4],
            [5, 6],
          ],
        },
      },
    ],
    ['ACK seq=4294967295', { seq: 4294967295 }],
    ['ACK sack=3-4', { options: { sack: [[3, 4]] } }],
  ])('%j is read', (text, read) => expect(parseSegmentText(text)).toMatchObject(read));

  const numbers = ['seq', 'ack', 'len', 'mss', 'ws', 'urg', 'win'];
  const bad = ['', 'x', '1x', 'x1', '12345678901', '-1', '1.5'].flatMap((value) =>
    numbers.map((name) => `${name}=${value}`),
  );
  const pairs = ['ts=1', 'ts=1/', 'ts=/1', 'ts=1/2/3', 'ts=x1/2', 'ts=1/2x', 'ts=12345678901/1', 'ts=1/12345678901'];
  const blocks = ['sack=', 'sack=1', 'sack=1-', 'sack=-1', 'sack=1-2,', 'sack=1-2,3', 'sack=x1-2', 'sack=1-2x'];
  test.each([...bad, ...pairs, ...blocks, 'sackOK=1', 'other', '=1'])('%s is no word of it', (word) =>
    expect(parseSegmentText(`ACK ${word}`)).toEqual({
      violation: 'segment-word',
      why: {
        code: 'segment-word',
        found: word,
        known: ['seq', 'ack', 'len', 'mss', 'sackOK', 'ws', 'ts', 'sack', 'urg', 'win'],
      },
    }),
  );
  test('a flag that there is not is named, with those that there are', () =>
    expect(parseSegmentText('SYN,NO')).toEqual({
      violation: 'segment-flag',
      why: { code: 'segment-flag', found: 'NO', known: ['SYN', 'FIN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'] },
    }));
});
