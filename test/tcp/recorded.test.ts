/**
 * Data connections as Linux 6.18 was recorded to make them, 10 ms each way: every segment of either end in its order,
 * bare ACKs left out where the recordings varied.
 */
import { expect, test } from 'vitest';
import { flagNames, ACK, type TcpSegment } from '../../src/wire/packet/tcp';
import { pair, type Fate, type Pair, type Side } from './pair';

const text = ({ flags, seq, payload }: TcpSegment): string =>
  `${flagNames(flags)} ${seq}${payload.length > 0 ? ` len=${payload.length}` : ''}`;
const bare = ({ flags, payload }: TcpSegment): boolean => flags === ACK && payload.length === 0;
const segments = (link: Pair, side: Side): string[] =>
  link.hosts[side].transmitted.filter(({ segment }) => !bare(segment)).map(({ segment }) => text(segment));
const bareAcks = (link: Pair, side: Side): number[] =>
  link.hosts[side].transmitted.filter(({ segment }) => bare(segment)).map(({ segment }) => segment.ack);

/** `from` sends so many octets and closes; the other closes when it has them. */
function transfer(from: Side, octets: number, fate?: Fate): Pair {
  const link = pair(fate);
  link.onTold = (side, told) => {
    if (side === from && told.type === 'opened') {
      link.later(100, side, { type: 'SEND', octets: new Uint8Array(octets) });
      link.later(150, side, { type: 'CLOSE', reading: false });
    }
    if (side !== from && told.type === 'peerClosed') link.later(100, side, { type: 'CLOSE', reading: false });
  };
  link.call('b', { type: 'OPEN', passive: true });
  link.call('a', { type: 'OPEN', passive: false });
  link.run();
  return link;
}

const bulk = (full: number, rest: number): string[] => [
  ...Array.from({ length: full }, (_, i) => `${i % 2 === 1 ? 'PSH,ACK' : 'ACK'} ${1 + i * 1460} len=1460`),
  `FIN,PSH,ACK ${1 + full * 1460} len=${rest}`,
];

test('a download of 40,000 octets', () => {
  const link = transfer('b', 40_000);
  expect(segments(link, 'b')).toEqual(['SYN,ACK 0', ...bulk(27, 580)]);
  expect(segments(link, 'a')).toEqual(['SYN 0', 'FIN,ACK 1']);
  // 16 quick ACKs, and one more for each of six times the window grew; then no longer each segment.
  expect(bareAcks(link, 'a').slice(0, 23)).toEqual([1, ...Array.from({ length: 22 }, (_, i) => 1 + (i + 1) * 1460)]);
  expect(bareAcks(link, 'a')[23]).toBeGreaterThan(1 + 23 * 1460);
});

test('an upload of 20,000 octets', () => {
  const link = transfer('a', 20_000);
  expect(segments(link, 'a')).toEqual(['SYN 0', ...bulk(13, 1020)]);
  expect(segments(link, 'b')).toEqual(['SYN,ACK 0', 'FIN,ACK 1']);
});

test('a small file: its FIN goes alone', () => {
  const link = transfer('b', 300);
  expect(segments(link, 'b')).toEqual(['SYN,ACK 0', 'PSH,ACK 1 len=300', 'FIN,ACK 301']);
});

test('the only data segment is lost: it alone goes again', () => {
  const link = transfer('b', 300, (side, n) => (side === 'b' && n === 2 ? [] : [10_000]));
  expect(segments(link, 'b')).toEqual(['SYN,ACK 0', 'PSH,ACK 1 len=300', 'FIN,ACK 301', 'PSH,ACK 1 len=300']);
  expect(bareAcks(link, 'a')).toEqual([1, 1, 302]);
});

test('the SYN,ACK is lost: the second SYN and the timer bring one each', () => {
  const link = transfer('b', 300, (side, n) => (side === 'b' && n === 1 ? [] : [10_000]));
  expect(segments(link, 'a').filter((one) => one === 'SYN 0')).toHaveLength(2);
  expect(segments(link, 'b')).toEqual(['SYN,ACK 0', 'SYN,ACK 0', 'SYN,ACK 0', 'PSH,ACK 1 len=300', 'FIN,ACK 301']);
});

test('windows as they were told', () => {
  const windows = (link: Pair, side: Side): number[] =>
    link.hosts[side].transmitted.map(({ segment }) => segment.window);
  const link = transfer('b', 40_000);
  expect(windows(link, 'a').slice(0, 6)).toEqual([64_240, 63, 66, 69, 72, 75]);
  expect(Math.max(...windows(link, 'a').slice(1))).toBe(79);
  expect(new Set(windows(link, 'b'))).toEqual(new Set([64_240, 63]));
});
