/** What Linux's nf_conntrack_ftp takes for an announcement (RFC 959, 2428), and what changes in a packet beside it. */
import { describe, expect, test } from 'vitest';
import { announcementText, search } from '../../src/middlebox/helper/announcement';
import { noShift, shifted, shiftOf, shiftSeq, unshiftAck, type Shift } from '../../src/middlebox/helper/shift';
import { withNumbers, withText, withTuple } from '../../src/middlebox/nat/rewrite';
import type { Direction } from '../../src/middlebox/tuple';
import { decodePacket, encodePacket } from '../../src/wire/packet/packet';
import { ACK } from '../../src/wire/packet/tcp';
import { octetsOf } from '../../src/wire/text/text';
import { isViolation } from '../../src/wire/violation';

const V4 = '192.168.1.10';
const V6 = '2001:db8::9';
const found = (direction: Direction, text: string, speaker = V4): string => {
  const one = search(direction, octetsOf(text), speaker);
  if (one === 'none') return 'none';
  if ('partial' in one) return `partial ${one.partial}`;
  return `${one.verb} ${one.address} ${one.port} '${text.slice(one.from, one.from + one.length)}'`;
};

test.each([
  ['PORT 192,168,1,10,4,1\r\n', "PORT 192.168.1.10 1025 '192,168,1,10,4,1'"],
  ['port 1,2,3,4,5,255\r', "PORT 1.2.3.4 1535 '1,2,3,4,5,255'"],
  ['PORTS 1,2,3,4,5,6\r', "PORT 1.2.3.4 1286 '1,2,3,4,5,6'"],
  ['PORT ,,,,,\r', "PORT 0.0.0.0 0 ',,,,,'"],
  ['PORT 1,2,3,4,5,256\r', 'partial PORT'],
  ['PORT 1,2,3,4,5,6\n', 'partial PORT'],
  ['PORT 1,2,3,4,5,6', 'partial PORT'],
  ['PORT 1,2,3,4,5\r', 'partial PORT'],
  ['PORT 1,2,3,4,5,6,7\r', 'partial PORT'],
  ['PORT 1,2,3,4,5,6,\r', 'partial PORT'],
  ['PORT\r\n', 'partial PORT'],
  ['PORT', 'partial PORT'],
  ['P', 'partial PORT'],
  ['E', 'partial EPRT'],
  ['PASV\r\n', 'none'],
  ['POST 1,2,3,4,5,6\r', 'none'],
  ['227 1,2,3,4,5,6.', 'none'],
  ['EPRT |1|192.168.1.10|1025|\r\n', "EPRT 192.168.1.10 1025 '|1|192.168.1.10|1025|'"],
  ['EPRT !1!1.2.3.4!65535!', "EPRT 1.2.3.4 65535 '!1!1.2.3.4!65535!'"],
  ['EPRT |1|1.2.3.4|1|', "EPRT 1.2.3.4 1 '|1|1.2.3.4|1|'"],
  ['EPRT |1|1.2.3.4|0|', 'partial EPRT'],
  ['EPRT |1|1.2.3.4|65536|', 'partial EPRT'],
  ['EPRT |1|1.2.3.4|1025', 'partial EPRT'],
  ['EPRT |1|1.2.3.4|1025!', 'partial EPRT'],
  ['EPRT |1|1.2.3|1025|', 'partial EPRT'],
  ['EPRT |1|1.2.3.4.5|1025|', 'partial EPRT'],
  ['EPRT |1|1.2.3.256|1025|', 'partial EPRT'],
  ['EPRT |2|2001:db8::1|1025|', 'partial EPRT'],
  ['EPRT |11|1.2.3.4|1025|', 'partial EPRT'],
  ['EPRT 111.2.3.411025 1', 'partial EPRT'],
  ['EPRT |1|', 'partial EPRT'],
])('a command %j: %s', (text, expected) => expect(found('original', text)).toBe(expected));

test.each([
  ['EPRT |2|2001:DB8:0::1|1025|', "EPRT 2001:db8::1 1025 '|2|2001:DB8:0::1|1025|'"],
  ['EPRT |1|1.2.3.4|1025|', 'partial EPRT'],
  ['EPRT |2|1.2.3.4|1025|', 'partial EPRT'],
  ['EPRT |2|2001:db8::1', 'partial EPRT'],
  ['EPRT |2||1025|', 'partial EPRT'],
])('over IPv6 %j: %s', (text, expected) => expect(found('original', text, V6)).toBe(expected));

test.each([
  ['227 Entering Passive Mode (1,2,3,4,5,6).\r\n', "227 1.2.3.4 1286 '1,2,3,4,5,6'"],
  ['227 =1,2,3,4,5,6 ', "227 1.2.3.4 1286 '1,2,3,4,5,6'"], // RFC 1123 4.1.2.6
  ['227 1,2,3,4,5,6x', "227 1.2.3.4 1286 '1,2,3,4,5,6'"],
  ['227 1,2,3,4,5,6', 'partial 227'],
  ['227 1,2,3,4,5,6,7.', 'partial 227'],
  ['227 none.', 'partial 227'],
  ['227 ', 'partial 227'],
  ['22', 'partial 227'],
  ['229', 'partial 229'],
  ['227-1,2,3,4,5,6.', 'none'],
  ['230 Done.', 'none'],
  ['PORT 1,2,3,4,5,6\r', 'none'],
  ['229 Entering (|||1025|)\r\n', `229 ${V4} 1025 '|||1025|'`],
  ['229 (!!!65535!)', `229 ${V4} 65535 '!!!65535!'`],
  ['229 (|||0|)', 'partial 229'],
  ['229 (|||65536|)', 'partial 229'],
  ['229 (||1025|)', 'partial 229'],
  ['229 (||!1025|)', 'partial 229'],
  ['229 (11111)', 'partial 229'],
  ['229 (|||1025)', 'partial 229'],
  ['229 (|||', 'partial 229'],
  ['229 |||1025|', 'partial 229'],
])('a reply %j: %s', (text, expected) => expect(found('reply', text)).toBe(expected));

test.each([
  ['PORT', '1.2.3.4', '1,2,3,4,4,1'],
  ['227', '1.2.3.4', '1,2,3,4,4,1'],
  ['EPRT', '1.2.3.4', '|1|1.2.3.4|1025|'],
  ['EPRT', '2001:db8::1', '|2|2001:db8::1|1025|'],
  ['229', '1.2.3.4', '|||1025|'],
] as const)('%s of %s is written %s', (verb, address, text) =>
  expect(announcementText(verb, { address, port: 1_025 })).toBe(text),
);

describe('shifted numbers (RFC 3022 4.4)', () => {
  const once: Shift = { at: 100, before: 0, after: 3 };
  test.each<[string, Shift, number, number, Shift]>([
    ['no change of length', once, 200, 0, once],
    ['the first', noShift, 100, 3, once],
    ['come again', once, 100, 3, once],
    ['of before', once, 99, 5, once],
    ['the next', once, 101, -2, { at: 101, before: 3, after: 1 }],
    ['after one that came to nothing', { at: 100, before: 3, after: 3 }, 50, 2, { at: 50, before: 3, after: 5 }],
  ])('%s', (_, shift, seq, octets, expected) => expect(shifted(shift, seq, octets)).toEqual(expected));

  const twice: Shift = { at: 100, before: 2, after: 5 };
  test.each([
    [99, 101],
    [100, 102],
    [101, 106],
  ])('%i leaves as %i, and is acknowledged back', (seq, left) => {
    expect(shiftSeq(twice, seq)).toBe(left);
    expect(shiftOf(twice, seq)).toBe(left - seq);
    expect(unshiftAck(twice, left)).toBe(seq);
  });
  test.each([
    [102, 100],
    [103, 98],
  ])('an acknowledgment of %i is one of %i', (ack, back) => expect(unshiftAck(twice, ack)).toBe(back));
  test('numbers wrap', () => {
    expect(shiftSeq({ at: 0, before: -5, after: 0 }, 0)).toBe(2 ** 32 - 5);
    expect(unshiftAck({ at: 0, before: 5, after: 5 }, 1)).toBe(2 ** 32 - 4);
  });
});

describe('SACK blocks are shifted wherever they stand among the options', () => {
  const sack = [
    [1_000, 2_000],
    [3_000, 0x12345678],
  ] as const;
  const plain = encodePacket(
    { source: V4, destination: '198.51.100.21', ttl: 64, identification: 1 },
    {
      sourcePort: 40_000,
      destinationPort: 21,
      seq: 7,
      ack: 900,
      flags: ACK,
      window: 1,
      urgentPointer: 0,
      options: { sack },
      payload: octetsOf('abc'),
    },
  );
  const blocks = plain.slice(20 + 20 + 2, 20 + 20 + 20);
  const anew = (packet: Uint8Array) => withText(packet, 0, 0, new Uint8Array(0));
  /** The same options, so many NOPs before them and the rest behind. */
  const placed = (nops: number): Uint8Array => {
    const next = plain.slice();
    next.set([...Array<number>(nops).fill(1), ...blocks, ...Array<number>(2 - nops).fill(nops === 1 ? 0 : 1)], 40);
    return anew(next);
  };
  const tcpOf = (packet: Uint8Array) => {
    const decoded = decodePacket(packet);
    if (isViolation(decoded)) throw new Error(decoded.violation);
    return decoded.tcp;
  };
  test.each([0, 1, 2])('after %i octets', (nops) => {
    const shiftedBy = withNumbers(
      placed(nops),
      (seq) => seq + 70_000,
      (ack) => (ack + 0x10001) >>> 0,
    );
    const { seq, ack, options } = tcpOf(shiftedBy);
    expect([seq, ack]).toEqual([70_007, 900 + 0x10001]);
    expect(options.sack).toEqual(sack.map((block) => block.map((one) => one + 0x10001)));
    expect(shiftedBy, 'the checksum fits').toEqual(anew(shiftedBy));
  });
  test('but not without shifted acknowledgments', () => {
    const { seq, ack, options } = tcpOf(withNumbers(placed(2), (one) => one + 1, null));
    expect([seq, ack, options.sack]).toEqual([8, 900, sack]);
  });
  test('other addresses and ports: the checksums fit', () => {
    const source = { address: '10.9.8.7', port: 1 };
    const next = withTuple(plain, { source, destination: { address: '192.0.2.200', port: 65_535 } });
    expect(tcpOf(next)).toMatchObject({ sourcePort: 1, destinationPort: 65_535, seq: 7 });
    expect(next).toEqual(anew(next));
  });
});
