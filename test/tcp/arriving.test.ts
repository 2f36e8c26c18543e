/** What an arriving segment is (RFC 9293 3.4, 3.10.7.4, RFC 5961), at both sides of every boundary. */
import { describe, expect, test } from 'vitest';
import {
  acknowledgesFin,
  acknowledgesNew,
  acknowledgesOddly,
  bringsUnwanted,
  isAcceptable,
  isExactReset,
  isOldAck,
  lengthOf,
  pieceOf,
  reachesFin,
} from '../../src/tcp/arriving/acceptability';
import type { Tcb } from '../../src/tcp/tcb/tcb';
import { ACK, FIN, RST, SYN, type TcpSegment } from '../../src/wire/packet/tcp';
import { block, segment, stream } from './work';

const some = (length: number): Uint8Array => new Uint8Array(length);
/** Asks of each row's block and segment what the row's last value says. */
const holds = <Row extends readonly unknown[]>(
  ask: (tcb: Tcb, one: TcpSegment) => boolean,
  rows: readonly Row[],
  of: (...row: Row) => readonly [Tcb, Partial<TcpSegment>],
): void => {
  const found = rows.map((row) => {
    const [tcb, one] = of(...row);
    return [...row.slice(0, -1), ask(tcb, segment(one))];
  });
  expect(found).toEqual(rows);
};
type Answered<T extends number> = T extends 1
  ? [number, boolean]
  : T extends 2
    ? [number, number, boolean]
    : [number, number, number, boolean];

test.each([
  [0, ACK, 0],
  [0, SYN, 1],
  [0, FIN | ACK, 1],
  [0, SYN | FIN, 2],
  [5, ACK, 5],
  [5, FIN | ACK, 6],
])('%i octets with flags %i count %i (SEG.LEN)', (length, flags, count) =>
  expect(lengthOf(segment({ flags, payload: some(length) }))).toBe(count),
);

test('RFC 9293 3.4: acceptable, by length, RCV.WND and SEG.SEQ; RCV.NXT is 101', () =>
  holds<Answered<3>>(
    isAcceptable,
    [
      [0, 0, 100, false],
      [0, 0, 101, true],
      [0, 0, 102, false],
      [0, 10, 100, false],
      [0, 10, 101, true],
      [0, 10, 110, true],
      [0, 10, 111, true],
      [0, 10, 112, false],
      [5, 0, 101, false],
      [5, 0, 100, false],
      [5, 10, 96, false],
      [5, 10, 97, true],
      [5, 10, 110, true],
      [5, 10, 111, false],
      [20, 10, 95, true],
    ],
    (length, window, seq) => [block({ rcv: { nxt: 101, right: 101 + window } }), { seq, payload: some(length) }],
  ));

test('RFC 5961 3.2: a RST counts exactly at RCV.NXT', () =>
  holds<Answered<2>>(
    isExactReset,
    [
      [RST, 101, true],
      [RST | ACK, 101, true],
      [RST, 100, false],
      [RST, 102, false],
      [ACK, 101, false],
    ],
    (flags, seq) => [block({ rcv: { nxt: 101, right: 201 } }), { flags, seq }],
  ));

const half = { snd: { una: 1_001, nxt: 2_001, max: 500 } };
test('RFC 5961 5.2: SND.UNA - MAX.SND.WND =< SEG.ACK =< SND.NXT is no forgery', () => {
  holds<Answered<1>>(
    acknowledgesOddly,
    [
      [500, true],
      [501, false],
      [1_001, false],
      [2_001, false],
      [2_002, true],
    ],
    (ack) => [block(half), { ack }],
  );
  holds<Answered<1>>(
    acknowledgesOddly,
    [
      [999, true],
      [1_000, false],
    ],
    (ack) => [block({ snd: { ...half.snd, max: 0 } }), { ack }],
  );
});
test('RFC 9293 3.10.7.4: SND.UNA < SEG.ACK =< SND.NXT acknowledges anew, less is old', () => {
  holds<Answered<1>>(
    isOldAck,
    [
      [1_000, true],
      [1_001, false],
      [1_002, false],
    ],
    (ack) => [block(half), { ack }],
  );
  holds<Answered<2>>(
    acknowledgesNew,
    [
      [1_000, ACK, false],
      [1_001, ACK, false],
      [1_002, ACK, true],
      [2_001, ACK, true],
      [2_002, ACK, false],
      [1_002, RST, false],
    ],
    (ack, flags) => [block(half), { ack, flags }],
  );
});

// ten octets from 1 on: the FIN is 11, and 12 what it is acknowledged by
test('RFC 9293 3.10.7.4, fifth: our FIN is acknowledged', () =>
  holds<[boolean, number, number, number, boolean]>(
    acknowledgesFin,
    [
      [true, 12, 12, ACK, true],
      [true, 12, 11, ACK, false],
      [true, 11, 12, ACK, false],
      [false, 12, 12, ACK, false],
      [true, 12, 12, RST, false],
    ],
    (fin, nxt, ack, flags) => [block({ fin, outgoing: stream(10), snd: { una: 11, nxt } }), { ack, flags }],
  ));

describe('the peer’s FIN is reached', () => {
  const held = (fin: boolean) => [{ from: 106, octets: some(5), fin }];
  test.each<[string, Tcb['rcv']['held'], Partial<TcpSegment>, boolean]>([
    ['by itself', [], { seq: 101, flags: FIN | ACK }, true],
    ['with octets', [], { seq: 101, flags: FIN | ACK, payload: some(5) }, true],
    ['beyond a gap', [], { seq: 102, flags: FIN | ACK }, false],
    ['no FIN', [], { seq: 101, payload: some(5) }, false],
    ['one that was held', held(true), { seq: 101, payload: some(5) }, true],
    ['one that was held, the gap is not whole', held(true), { seq: 101, payload: some(4) }, false],
    ['none was held', held(false), { seq: 101, payload: some(5) }, false],
    ['beyond the window', [], { seq: 101, flags: FIN | ACK, payload: some(100) }, false],
  ])('%s', (_, pieces, one, reached) =>
    expect(reachesFin(block({ rcv: { nxt: 101, right: 201, held: pieces } }), segment(one))).toBe(reached),
  );
});

test('RFC 2525 2.17: octets beyond RCV.NXT, and nobody reads', () =>
  holds<[boolean, number, number, boolean]>(
    bringsUnwanted,
    [
      [false, 101, 1, true],
      [true, 101, 1, false],
      [false, 101, 0, false],
      [false, 96, 5, false],
      [false, 96, 6, true],
      [false, 200, 1, true],
      [false, 201, 1, false],
    ],
    (reading, seq, length) => [block({ reading, rcv: { nxt: 101, right: 201 } }), { seq, payload: some(length) }],
  ));

test('a SYN takes the number before its octets', () => {
  const tcb = block({ rcv: { nxt: 101 } });
  const piece = (flags: number) => pieceOf(tcb, segment({ seq: 101, flags, payload: some(2) }));
  expect([piece(ACK), piece(SYN), piece(FIN)]).toEqual([
    { from: 101, octets: some(2), fin: false },
    { from: 102, octets: some(2), fin: false },
    { from: 101, octets: some(2), fin: true },
  ]);
});
