/** Commands, replies and listings taken apart: each field where it stands, and what it comes to. */
import { describe, expect, test } from 'vitest';
import { commandSpans, replySpans } from '../../src/wire/ftp/anatomy';
import { dataSpans } from '../../src/wire/ftp/data-spans';
import { DM, IAC, IP } from '../../src/wire/ftp/telnet';
import { concat } from '../../src/wire/octets';
import { octetsOf } from '../../src/wire/text/text';
import type { Span } from '../../src/wire/span';

const shown = (spans: readonly Span[]): readonly string[] =>
  spans.map(({ name, from, to, value }) => `${from}-${to} ${name}: ${value}`);
/** Fields alone: what stands between them aside. */
const fields = (spans: readonly Span[]): string =>
  spans
    .filter(({ name }) => !/^(SP|CRLF|comma|delimiter|text)$/.test(name))
    .map(({ name, value }) => `${name} ${value}`)
    .join(', ');
const command = (line: string) => fields(commandSpans(octetsOf(`${line}\r\n`)));
const reply = (lines: string, asked: readonly string[] = []) => fields(replySpans(octetsOf(`${lines}\r\n`), asked));

describe('commands', () => {
  test('PORT, octet by octet, its port worked out', () => {
    expect(shown(commandSpans(octetsOf('PORT 203,0,113,10,156,136\r\n')))).toEqual([
      '0-4 verb: PORT',
      '4-5 SP:  ',
      '5-8 h1: 203',
      '8-9 comma: ,',
      '9-10 h2: 0',
      '10-11 comma: ,',
      '11-14 h3: 113',
      '14-15 comma: ,',
      '15-17 h4: 10',
      '17-18 comma: ,',
      '18-21 p1: 156 × 256 = 39936',
      '21-22 comma: ,',
      '22-25 p2: 39936 + 136 = port 40072',
      '25-27 CRLF: \\r\\n',
    ]);
  });

  test.each([
    ['EPRT |2|2001:db8:1::10|43370|', 'verb EPRT, protocol 2, address 2001:db8:1::10, port 43370'],
    ['EPRT !1!203.0.113.10!40549!', 'verb EPRT, protocol 1, address 203.0.113.10, port 40549'],
    ['TYPE L 8', 'verb TYPE, type L, second 8'],
    ['OPTS MLST type;size;', 'verb OPTS, command MLST, options type;size;'],
    ['LIST -a docs', 'verb LIST, options -a, path docs'],
    ['PRET LIST ', 'verb PRET, command LIST'],
    ['PORT 203,0,113', 'verb PORT, argument 203,0,113'],
    ['port 1,2,3,4,5,6', 'verb port, h1 1, h2 2, h3 3, h4 4, p1 5 × 256 = 1280, p2 1280 + 6 = port 1286'],
    ['STOR grüße.txt', 'verb STOR, path grüße.txt'],
    ['XYZZY', 'verb XYZZY'],
    ['220 hello', ''],
  ])('%s', (line, expected) => expect(command(line)).toBe(expected));

  test('what Telnet adds stands apart, be it in the middle of a word', () => {
    const octets = concat(Uint8Array.of(IAC, IP, IAC, DM), octetsOf('AB'), Uint8Array.of(IAC, IP), octetsOf('OR\r\n'));
    expect(shown(commandSpans(octets))).toEqual([
      '0-2 Telnet: IAC IP',
      '2-4 Telnet: IAC DM',
      '4-6 verb: ABOR',
      '6-8 Telnet: IAC IP',
      '8-10 verb: ABOR',
      '10-12 CRLF: \\r\\n',
    ]);
  });
});

describe('replies', () => {
  test.each([
    [
      '227 Entering Passive Mode (198,51,100,21,195,115).',
      'first digit 2, second digit 2, third digit 7, h1 198, h2 51, h3 100, h4 21, ' +
        'p1 195 × 256 = 49920, p2 49920 + 115 = port 50035',
    ],
    ['229 Ok (|||50030|)', 'first digit 2, second digit 2, third digit 9, left out |||, port 50030, end |'],
    ['257 "/a""b" is it', 'first digit 2, second digit 5, third digit 7, path /a""b'],
    ['213 20240115120000', 'first digit 2, second digit 1, third digit 3, time 20240115120000'],
    ['213 300', 'first digit 2, second digit 1, third digit 3, size 300'],
  ])('%s', (line, expected) => expect(reply(line)).toBe(expected));

  test('the lines of an answer to FEAT are features; of another 211 they are text', () => {
    const lines = '211-Features:\r\n EPRT\r\n REST STREAM\r\n211 End';
    const digits = 'first digit 2, second digit 1, third digit 1';
    expect(reply(lines, ['FEAT'])).toBe(
      `${digits}, hyphen -, feature EPRT, feature REST, parameters STREAM, ${digits}`,
    );
    expect(reply(lines, ['STAT'])).toBe(`${digits}, hyphen -, line  EPRT, line  REST STREAM, ${digits}`);
  });

  test('each reply is read by what was asked, in order', () => {
    const mlst = '250-Begin\r\n type=file;size=300; hello.txt\r\n250 End';
    expect(reply(`331 ok\r\n${mlst}`, ['USER', 'MLST'])).toContain('type file, size 300, name hello.txt');
  });
});

describe('what goes over data connections', () => {
  const data = (verb: string, text: string) => fields(dataSpans(octetsOf(text), { verb, argument: 'x' }));

  test.each([
    [
      'LIST',
      '-rw-r--r--    1 2001     2001        40000 Jan 15  2024 a b.bin\r\n',
      'type -, permissions rw-r--r--, links 1, owner 2001, group 2001, size 40000, date Jan 15  2024, name a b.bin',
    ],
    ['NLST', 'a b\r\n', 'name a b'],
    ['MLSD', 'Type=cdir;Perm=el; /\r\n', 'Type cdir, Perm el, name /'],
    ['LIST', '01-15-24  12:00PM  <DIR> docs\r\n', 'line 01-15-24  12:00PM  <DIR> docs'],
    ['RETR', 'any', 'file 3 octets of x'],
    ['STOR', '', ''],
  ])('%s %j', (verb, text, expected) => expect(data(verb, text)).toBe(expected));
});
