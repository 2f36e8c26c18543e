/** Each rule of a parser, broken: which one, with what was found, and at which octet. */
import { describe, expect, test } from 'vitest';
import { encodeCommand, parseCommand } from '../../src/wire/ftp/command';
import { formatPort, parse227, parse229, parseEprt, parsePort } from '../../src/wire/ftp/host-port';
import { readLines } from '../../src/wire/ftp/line';
import { initialReplyState, readReplies, replyLines } from '../../src/wire/ftp/reply';
import { refusal } from '../../src/wire/ftp/telnet';
import { NO_OCTETS } from '../../src/wire/octets';
import { addressOctets, parseAddress } from '../../src/wire/packet/address';
import { decodeIcmp } from '../../src/wire/packet/icmp';
import { newPacket } from '../../src/wire/packet/ip';
import { decodePacket } from '../../src/wire/packet/packet';
import { octetsOf } from '../../src/wire/text/text';
import type { Violation } from '../../src/wire/violation';
import { recorded } from './recorded';
import { repair } from './repair';

const broken = (code: string, facts: object = {}, at?: number) => ({
  violation: code,
  why: { code, ...facts },
  ...(at !== undefined && { at }),
});
const long = 'x'.repeat(70);
const begin = long.slice(0, 60);

describe('where to connect', () => {
  const found = (text: string) => ({ found: text });
  test.each<[string, unknown, object]>([
    ['PORT', parsePort(long), broken('host-port', found(begin))],
    ['PORT', parsePort('1,2,3,256,5,999'), broken('host-port-range', { number: 256, found: '1,2,3,256,5,999' })],
    ['PORT', parsePort('255,255,255,255,255,255'), { address: '255.255.255.255', port: 65535 }],
    ['PORT', parsePort('0,0,0,0,0,0'), { address: '0.0.0.0', port: 0 }],
    ['227', parse227(`${'y'.repeat(70)}`), broken('host-port', found('y'.repeat(60)))],
    ['227', parse227('a1,2,3,4,5,6b'), { address: '1.2.3.4', port: 5 * 256 + 6 }],
    ['227', parse227('(1,2,3,4,5,6666)'), broken('host-port', found('(1,2,3,4,5,6666)'))],
    ['EPRT', parseEprt(''), broken('extended-port', { of: 'EPRT', found: '' })],
    ['EPRT', parseEprt(`|${long}`), broken('extended-port', { of: 'EPRT', found: `|${begin.slice(1)}` })],
    [
      'EPRT',
      parseEprt('\x7f1\x7f1.2.3.4\x7f5\x7f'),
      broken('extended-port', { of: 'EPRT', found: '\x7f1\x7f1.2.3.4\x7f5\x7f' }),
    ],
    ['EPRT', parseEprt('|1|1.2.3.4|5||'), broken('extended-port', { of: 'EPRT', found: '|1|1.2.3.4|5||' })],
    ['EPRT', parseEprt('!1!1.2.3.4!5!'), { address: '1.2.3.4', port: 5 }],
    ['EPRT', parseEprt('~1~1.2.3.4~5~'), { address: '1.2.3.4', port: 5 }],
    ['EPRT', parseEprt('|3|1.2.3.4|5|'), broken('network-protocol', { protocol: '3', address: null })],
    ['EPRT', parseEprt(`|${long}|1.2.3.4|5|`), broken('network-protocol', { protocol: begin, address: null })],
    ['EPRT', parseEprt('|1|::1|5|'), broken('network-protocol', { protocol: '1', address: '::1' })],
    ['EPRT', parseEprt('|2|1.2.3.4|5|'), broken('network-protocol', { protocol: '2', address: '1.2.3.4' })],
    ['EPRT', parseEprt('|1|host|5|'), broken('address', found('host'))],
    ['EPRT', parseEprt('|1|1.2.3.4|65535|'), { address: '1.2.3.4', port: 65535 }],
    ['EPRT', parseEprt('|1|1.2.3.4|065535|'), broken('port-range', found('065535'))],
    ['EPRT', parseEprt('|1|1.2.3.4|5x|'), broken('port-range', found('5x'))],
    ['229', parse229(long), broken('extended-port', { of: '229', found: begin })],
    ['229', parse229('(|||65535|)'), { port: 65535 }],
    ['229', parse229('(|||65536|)'), broken('port-range', found('65536'))],
    ['229', parse229('(~~~1~)'), { port: 1 }],
    ['229', parse229('(///1/)'), { port: 1 }],
    ['229', parse229('(:::1:)'), { port: 1 }],
    ['229', parse229('(9991 9)'), broken('extended-port', { of: '229', found: '(9991 9)' })],
    ['229', parse229('(|||12|3|)'), broken('extended-port', { of: '229', found: '(|||12|3|)' })],
    ['an address', parseAddress(long), broken('address', found(begin))],
  ])('%s %#', (_, read, expected) => expect(read).toEqual(expected));
  test('what cannot be written is an error of the writer', () => {
    expect(formatPort('1.2.3.4', 258)).toBe('1,2,3,4,1,2');
    expect(() => formatPort('::1', 1)).toThrow(new RangeError('::1 does not fit PORT: it has room for IPv4 alone'));
    expect(() => addressOctets('host')).toThrow(new RangeError("'host' is not an address"));
  });
});

describe('commands, lines and replies', () => {
  test.each<[string, object]>([
    ['', broken('command-empty', { space: false }, 0)],
    [' x', broken('command-empty', { space: true }, 0)],
    ['AB\rC', broken('command-line-end', {}, 2)],
    ['AB\nC', broken('command-line-end', {}, 2)],
    ['A@', broken('command-verb', { octet: 64 }, 1)],
    ['A[', broken('command-verb', { octet: 91 }, 1)],
    ['A`', broken('command-verb', { octet: 96 }, 1)],
    ['A{', broken('command-verb', { octet: 123 }, 1)],
    ['AZaz', { verb: 'AZAZ', argument: null }],
    ['A {', { verb: 'A', argument: '{' }],
  ])('%j', (line, expected) => expect(parseCommand(octetsOf(line))).toEqual(expected));
  test('a line between that looks like the last is padded (RFC 959 section 4.2)', () =>
    expect(replyLines({ code: 211, lines: ['211', '211', '211 x', '2111', 'end'] })).toEqual([
      '211-211',
      ' 211',
      ' 211 x',
      '2111',
      '211 end',
    ]));
  test.each([
    ['IAC WILL 31', 'fffe1f'],
    ['IAC DO 200', 'fffcc8'],
    ['IAC DO', null],
    ['IAC WONT 1', null],
    ['x IAC DO 1', null],
    ['IAC DO 1x', null],
  ])('%s is refused by %j (RFC 1123 section 4.1.2.12)', (name, hex) => {
    const answer = refusal(name);
    expect(answer && Buffer.from(answer).toString('hex')).toBe(hex);
  });
  test('a verb alone and one with an argument, on the wire', () => {
    expect(encodeCommand({ verb: 'PWD', argument: null })).toEqual(octetsOf('PWD\r\n'));
    expect(encodeCommand({ verb: 'CWD', argument: 'a' })).toEqual(octetsOf('CWD a\r\n'));
  });

  test.each<[string, string, readonly number[], readonly number[]]>([
    ['', '1234\n', [0], []],
    ['', '12345\n', [], [0]],
    ['', '123\r\n', [0], []],
    ['', '1234\r\n', [], [0]],
    ['', 'a\n12345\nb\n', [0, 8], [2]],
    ['', 'a\n12345', [0], [2]],
    ['123', '45\n', [], [0]],
    ['12345', '6\nb\n', [7], []],
  ])('after %j lines of %j begin at %j, those of more than 4 at %j', (rest, octets, begins, tooLong) => {
    const read = readLines(octetsOf(rest), octetsOf(octets), 4);
    expect(read.lines.map(({ from }) => from)).toEqual(begins);
    expect(read.violations).toEqual(tooLong.map((at) => broken('line-too-long', { most: 4 }, at)));
  });

  const replies = (...lines: readonly string[]) =>
    readReplies(
      initialReplyState,
      lines.map((line) => ({ octets: octetsOf(line) })),
    );
  test.each(['099 x', '700 x', '12 x', '1234', '220x', '220_x', 'x220 x', long])('%j begins no reply', (line) =>
    expect(replies(line).violations).toEqual([broken('reply-code', { found: line.slice(0, 40) }, 0)]),
  );
  test('a reply of 1,000 lines and its last is whole; one more is cut, and told once', () => {
    const of = (count: number) => replies('211-a', ...Array<string>(count - 1).fill('b'), '211 c', '220 d');
    expect(of(1000)).toMatchObject({ violations: [], replies: [{ lines: { length: 1001 } }, { code: 220 }] });
    for (const count of [1001, 1005]) {
      const { replies: read, violations } = of(count);
      expect(violations).toEqual([broken('reply-too-long', { reply: 211, most: 1000 })]);
      expect(read.map(({ lines }) => [lines.length, ...lines.slice(-3)])).toEqual([
        [1002, 'b', '…', 'c'],
        [1, 'd'],
      ]);
    }
  });
});

describe('packets', () => {
  const syn = recorded[0]!.octets;
  const syn6 = recorded[6]!.octets;
  const changed = (octets: Uint8Array, at: number, ...values: readonly number[]) => {
    const copy = octets.slice();
    copy.set(values, at);
    return repair(copy);
  };
  const option = (kind: number, length: number, left: number, lengths: readonly number[], at: number) =>
    broken('tcp-option-length', { option: kind, length, left, lengths }, at);

  test.each<[string, Violation | object, object]>([
    ['none', decodePacket(NO_OCTETS), broken('ip-version', { version: null }, 0)],
    ['version 5', decodePacket(Uint8Array.of(0x50)), broken('ip-version', { version: 5 }, 0)],
    ['19 octets', decodePacket(syn.subarray(0, 19)), broken('ip-truncated', { octets: 19, least: 20 }, 19)],
    ['39 octets', decodePacket(syn6.subarray(0, 39)), broken('ip-truncated', { octets: 39, least: 40 }, 39)],
    ['6 words', decodePacket(changed(syn, 0, 0x46)), broken('ip-header-length', { words: 6 }, 0)],
    ['cut', decodePacket(syn.subarray(0, 51)), broken('ip-length', { octets: 51, length: 52, version: 4 }, 2)],
    ['cut', decodePacket(syn6.subarray(0, 71)), broken('ip-length', { octets: 71, length: 72, version: 6 }, 4)],
    ['a wrong sum', decodePacket(Uint8Array.from(syn, (o, i) => (i === 8 ? 1 : o))), broken('ip-checksum', {}, 10)],
    ['a fragment', decodePacket(changed(syn, 6, 0x20)), broken('ip-fragment', {}, 6)],
    ['UDP', decodePacket(changed(syn, 9, 17)), broken('ip-protocol', { protocol: 17, expected: 6 }, 9)],
    ['UDP', decodePacket(changed(syn6, 6, 17)), broken('ip-protocol', { protocol: 17, expected: 6 }, 6)],
    ['no header', decodePacket(repair(syn.slice(0, 20))), broken('tcp-truncated', { octets: 0, least: 20 }, 20)],
    ['no header', decodePacket(repair(syn6.slice(0, 40))), broken('tcp-truncated', { octets: 0, least: 20 }, 40)],
    ['half a header', decodePacket(repair(syn.slice(0, 39))), broken('tcp-truncated', { octets: 19, least: 20 }, 39)],
    ['4 words', decodePacket(changed(syn, 32, 0x40)), broken('tcp-data-offset', { words: 4, octets: 32 }, 32)],
    ['9 words', decodePacket(changed(syn, 32, 0x90)), broken('tcp-data-offset', { words: 9, octets: 32 }, 32)],
    ['a wrong sum', decodePacket(Uint8Array.from(syn, (o, i) => (i === 35 ? 1 : o))), broken('tcp-checksum', {}, 36)],
    ['MSS of 5', decodePacket(changed(syn, 40, 2, 5)), option(2, 5, 12, [4], 40)],
    ['a kind alone', decodePacket(changed(syn, 48, 1, 1, 1, 2)), option(2, 0, 1, [4], 51)],
    ['a length of 1', decodePacket(changed(syn, 48, 1, 1, 200, 1)), option(200, 1, 2, [], 50)],
    ['a length too long', decodePacket(changed(syn, 48, 1, 1, 200, 3)), option(200, 3, 2, [], 50)],
    ['as ICMP', decodeIcmp(syn), broken('ip-protocol', { protocol: 6, expected: 1 }, 9)],
    ['as ICMPv6', decodeIcmp(syn6), broken('ip-protocol', { protocol: 6, expected: 58 }, 6)],
    ['none, as ICMP', decodeIcmp(NO_OCTETS), broken('ip-version', { version: null }, 0)],
  ])('%s', (_, read, expected) => expect(read).toEqual(expected));

  test('a length that just fits is taken', () =>
    expect(decodePacket(changed(syn, 48, 1, 1, 200, 2))).toMatchObject({
      tcp: { options: { mss: 1460, sackPermitted: true } },
    }));
  test('no packet has addresses of two families, or more than 65,535 octets', () => {
    const ip = { source: '1.2.3.4', destination: '5.6.7.8', ttl: 1, identification: 0 };
    expect(newPacket(ip, 6, 65_515)).toHaveLength(65_535);
    expect(() => newPacket(ip, 6, 65_516)).toThrow(new RangeError('65536 octets do not fit an IP packet'));
    expect(() => newPacket({ ...ip, destination: '::1' }, 6, 0)).toThrow(
      new RangeError('1.2.3.4 and ::1 are of different families'),
    );
  });
});
