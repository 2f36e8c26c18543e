/** Host and port, TYPE A, and the notation. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../src/wire/packet/address';
import { endOfNvt, fromNvt, initialAsciiState, toNvt, type AsciiState, type Converted } from '../../src/wire/ftp/ascii';
import {
  format229,
  formatEprt,
  formatPort,
  parse227,
  parse229,
  parseEprt,
  parsePort,
} from '../../src/wire/ftp/host-port';
import {
  commandText,
  parseCommandText,
  parseReplyText,
  parseSegmentText,
  replyText,
  segmentText,
} from '../../src/wire/notation/notation';
import { ACK, flagNames, FIN, PSH, RST, SYN, URG, type TcpSegment } from '../../src/wire/packet/tcp';
import { octetsOf, textOf } from '../../src/wire/text/text';

describe('host and port', () => {
  const at = (address: string, port: number) => ({ address, port });
  test.each([
    ['Entering Passive Mode (198,51,100,21,195,107).', at('198.51.100.21', 50027)], // vsftpd
    // RFC 1123 section 4.1.2.6: no parentheses.
    ['Entering Passive Mode 198,51,100,21,195,107', at('198.51.100.21', 50027)],
    ['=198,51,100,21,195,107', at('198.51.100.21', 50027)],
    ['Mode 2 (198,51,100,21,195,107)', at('198.51.100.21', 50027)],
  ])('227 %s', (text, expected) => expect(parse227(text)).toEqual(expected));
  test.each([
    ['Entering Passive Mode', 'host-port'],
    ['(1,2,3,4,5)', 'host-port'],
    ['(256,1,1,1,1,1)', 'host-port-range'],
    ['(1,1,1,1,1,999)', 'host-port-range'],
    ['1234,1,1,1,1,1', 'host-port'],
  ])('227 %s is %s', (text, name) => expect(parse227(text)).toMatchObject({ violation: name }));
  test.each([
    '1,2,3,4,5',
    '1,2,3,4,5,6,7',
    ' 1,2,3,4,5,6',
    '1,2,3,4,5,6 ',
    '1, 2,3,4,5,6',
    '1,2,3,4,5,',
    '',
    '-1,2,3,4,5,6',
    '1,2,3,4,5,0006',
  ])('PORT %s is no host and port', (text) => expect(parsePort(text)).toMatchObject({ violation: 'host-port' }));
  test.each([
    ['|2|2001:db8:1::10|40549|', at('2001:db8:1::10', 40549)],
    ['|1|132.235.1.2|6275|', at('132.235.1.2', 6275)], // RFC 2428 section 2
    ['!2!2001:DB8::0:1!1!', at('2001:db8::1', 1)],
  ])('EPRT %s', (text, expected) => expect(parseEprt(text)).toEqual(expected));
  test.each([
    ['', 'extended-port'],
    ['|', 'extended-port'],
    ['|1|1.2.3.4|5', 'extended-port'],
    ['|1|1.2.3.4|5| ', 'extended-port'],
    [' 1 1.2.3.4 5 ', 'extended-port'],
    ['|1|1.2.3.4|5|6|', 'extended-port'],
    ['|3|1.2.3.4|5|', 'network-protocol'],
    ['|2|1.2.3.4|5|', 'network-protocol'],
    ['|1|::1|5|', 'network-protocol'],
    ['|1|1.2.3|5|', 'address'],
    ['|1|1.2.3.4||', 'port-range'],
    ['|1|1.2.3.4|65536|', 'port-range'],
    ['|1|1.2.3.4|-1|', 'port-range'],
    ['|1|1.2.3.4|1e3|', 'port-range'],
  ])('EPRT %s is %s', (text, name) => expect(parseEprt(text)).toMatchObject({ violation: name }));
  test('229', () => {
    expect(parse229('Entering Extended Passive Mode (|||50040|)')).toEqual({ port: 50040 });
    expect(parse229('Entering Extended Passive Mode (!!!6446!).')).toEqual({ port: 6446 });
    for (const text of ['', '|||5|', '(||5|)', '(|||5)', '(|1|1.2.3.4|5|)', '(1115 1)', '(|||123456|)'])
      expect(parse229(text)).toMatchObject({ violation: 'extended-port' });
    expect(parse229('(|||65536|)')).toMatchObject({ violation: 'port-range' });
  });
  test('what was written is read', () => {
    const octets = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
    );
    fc.assert(
      fc.property(octets, fc.nat(65535), (o, port) => {
        const address = formatAddress(o);
        expect(parseEprt(formatEprt(address, port))).toEqual({ address, port });
        expect(parse229(`x (${format229(port)})`)).toEqual({ port });
        if (o.length === 4) {
          expect(parsePort(formatPort(address, port))).toEqual({ address, port });
          expect(parse227(`Entering Passive Mode (${formatPort(address, port)}).`)).toEqual({ address, port });
        }
      }),
    );
  });
});

describe('TYPE A', () => {
  function through(
    convert: (state: AsciiState, octets: Uint8Array) => Converted,
    text: string,
    piece: number,
    end = false,
  ) {
    let state = initialAsciiState;
    let result = '';
    const octets = octetsOf(text);
    for (let at = 0; at < octets.length; at += piece) {
      const next = convert(state, octets.subarray(at, at + piece));
      state = next.state;
      result += textOf(next.octets);
    }
    return end ? result + textOf(endOfNvt(state)) : result;
  }
  test.each([1, 2, 3, 100])('in pieces of %i', (piece) => {
    expect(through(toNvt, 'a\nb\r\nc\rd\n\n', piece)).toBe('a\r\nb\r\nc\rd\r\n\r\n');
    expect(through(fromNvt, 'a\r\nb\nc\rd\r\r\n\r\n\r', piece, true)).toBe('a\nb\nc\rd\r\n\n\r');
  });
  test('there and back, in any pieces', () => {
    const text = fc
      .array(fc.constantFrom('a', '\n', '\r\n', 'bc'), { maxLength: 30 })
      .map((parts) => parts.join('').replaceAll('\r\n', '\n'));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (t, piece) => {
        expect(through(fromNvt, through(toNvt, t, piece), piece, true)).toBe(t);
      }),
    );
  });
});

describe('notation', () => {
  const segment = (over: Partial<TcpSegment>): TcpSegment => ({
    sourcePort: 1,
    destinationPort: 2,
    seq: 0,
    ack: 0,
    flags: ACK,
    window: 64240,
    urgentPointer: 0,
    options: {},
    payload: new Uint8Array(0),
    ...over,
  });
  test.each([
    [
      'SYN,ACK seq=0 ack=1 mss=1460 win=64240',
      segment({ flags: SYN | ACK, seq: 0xfffffff0, ack: 8, options: { mss: 1460 } }),
    ],
    [
      'SYN seq=0 mss=1460 sackOK ws=10 win=64240',
      segment({ flags: SYN, seq: 0xfffffff0, options: { mss: 1460, sackPermitted: true, windowScale: 10 } }),
    ],
    ['PSH,ACK seq=17 ack=21 len=14', segment({ flags: PSH | ACK, seq: 1, ack: 28, payload: new Uint8Array(14) })],
    [
      'FIN,PSH,ACK seq=0 ack=0 len=1',
      segment({ flags: FIN | PSH | ACK, seq: 0xfffffff0, ack: 7, payload: new Uint8Array(1) }),
    ],
    ['RST seq=0', segment({ flags: RST, seq: 0xfffffff0, window: 0 })],
    ['ACK seq=1 ack=1 win=0', segment({ seq: 0xfffffff1, ack: 8, window: 0 })],
    [
      'ACK seq=1 ack=1 ts=5/6 sack=21-35,49-60',
      segment({
        seq: 0xfffffff1,
        ack: 8,
        options: {
          timestamps: [5, 6],
          sack: [
            [28, 42],
            [56, 67],
          ],
        },
      }),
    ],
    [
      'PSH,ACK,URG seq=1 ack=1 len=2 urg=2',
      segment({ flags: PSH | ACK | URG, seq: 0xfffffff1, ack: 8, urgentPointer: 2, payload: new Uint8Array(2) }),
    ],
    ['- seq=0', segment({ flags: 0, seq: 0xfffffff0 })],
  ])('%s', (text, tcp) => {
    const bases = { seqBase: 0xfffffff0, ackBase: 7 };
    expect(segmentText(tcp, bases)).toBe(text);
    const parsed = parseSegmentText(text);
    expect(parsed).toMatchObject({ flags: tcp.flags, seq: (tcp.seq + 16) >>> 0 });
    // What was read says the same again.
    if ('violation' in parsed) throw new Error(parsed.violation);
    expect(segmentText(segment({ window: 64240, ...parsed, payload: new Uint8Array(parsed.length ?? 0) }))).toBe(text);
  });
  test.each([
    ['SYN,ECK seq=1', 'segment-flag'],
    ['', 'segment-flag'],
    ['SYN seq', 'segment-word'],
    ['SYN seq=x', 'segment-word'],
    ['SYN size=1', 'segment-word'],
    ['SYN sackOK=1', 'segment-word'],
  ])('%j is %s', (text, name) => expect(parseSegmentText(text)).toMatchObject({ violation: name }));
  test('flags in their order', () => expect(flagNames(0xff)).toBe('SYN,FIN,RST,PSH,ACK,URG,ECE,CWR'));

  test.each(['PASV', 'PORT 203,0,113,10,155,231', 'STOR '])('command %j', (text) => {
    const command = parseCommandText(text);
    expect('verb' in command && commandText(command)).toBe(text);
  });
  test.each(['227 Entering Passive Mode (198,51,100,21,195,107).', '211-Features: /  EPRT / 211 End', '250 a / b'])(
    'reply %j',
    (text) => {
      const reply = parseReplyText(text);
      expect('code' in reply && replyText(reply)).toBe(text);
    },
  );
  test('a reply without its end is none', () =>
    expect(parseReplyText('211-Features: /  EPRT')).toMatchObject({ violation: 'reply-end' }));
});
