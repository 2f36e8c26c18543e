/** Lines, Telnet, commands and replies: whole, octet by octet, and with octets after them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCommand, parseCommand } from '../../src/wire/ftp/command';
import { readLines } from '../../src/wire/ftp/line';
import { NO_OCTETS } from '../../src/wire/octets';
import { encodeReply, initialReplyState, readReplies, replyClass, type Reply } from '../../src/wire/ftp/reply';
import { DM, DO, escapeTelnet, IAC, IP, refusal, stripTelnet, WILL } from '../../src/wire/ftp/telnet';
import { octetsOf, textOf } from '../../src/wire/text/text';
import { isViolation } from '../../src/wire/violation';

/** Feeds octets in pieces; says what came out, as text. */
function lines(octets: Uint8Array, piece: number, limit?: number) {
  let rest = NO_OCTETS;
  const found: string[] = [];
  const violations: string[] = [];
  for (let at = 0; at < octets.length; at += piece) {
    const read = readLines(rest, octets.subarray(at, at + piece), limit);
    rest = read.rest;
    found.push(...read.lines.map((line) => [textOf(line.octets), ...line.telnet].join(' + ')));
    violations.push(...read.violations.map((v) => v.violation));
  }
  return { found, violations, rest: textOf(rest) };
}

function replies(octets: Uint8Array, piece: number) {
  let rest = NO_OCTETS;
  let state = initialReplyState;
  const found: Reply[] = [];
  const violations: string[] = [];
  for (let at = 0; at < octets.length; at += piece) {
    const read = readLines(rest, octets.subarray(at, at + piece));
    rest = read.rest;
    const next = readReplies(state, read.lines);
    state = next.state;
    found.push(...next.replies);
    violations.push(...next.violations.map((v) => v.violation));
  }
  return { found, violations, open: state.code, rest: textOf(rest) };
}

const PIECES = [1, 2, 3, 7, 100000];

describe('lines', () => {
  const stream = Uint8Array.of(
    ...octetsOf('USER learner\r\nPWD\n\r\nA\rB\r\n'),
    IAC,
    IP,
    IAC,
    DM,
    ...octetsOf('ABOR\r\nSTOR '),
    IAC,
    IAC,
    13,
    10,
    IAC,
    DO,
    10,
    ...octetsOf('NOOP\r\nQUI'),
  );

  test.each(PIECES)('in pieces of %i', (piece) => {
    expect(lines(stream, piece)).toEqual({
      found: ['USER learner', 'PWD', '', 'A\rB', 'ABOR + IAC IP + IAC DM', 'STOR \udcff', 'NOOP + IAC DO 10'],
      violations: [],
      rest: 'QUI',
    });
  });

  test('each says which octets it took, of the rest and what came', () => {
    const first = readLines(NO_OCTETS, octetsOf('USER a\r\nPA'));
    const second = readLines(first.rest, octetsOf('SS b\r\nQ'));
    expect([first, second].map(({ lines: l }) => l.map(({ from, to }) => [from, to]))).toEqual([[[0, 8]], [[0, 8]]]);
  });

  test.each(PIECES)('one too long is passed over, in bounded memory, in pieces of %i', (piece) => {
    const long = octetsOf(`A\r\n${'x'.repeat(5000)}\r\nB\r\n`);
    expect(lines(long, piece)).toEqual({ found: ['A', 'B'], violations: ['line-too-long'], rest: '' });
    let rest = NO_OCTETS;
    for (let i = 0; i < 20; i += 1) rest = readLines(rest, new Uint8Array(4096).fill(65)).rest;
    expect(rest.length).toBe(4097);
  });

  test.each(PIECES)('at the limit it is a line, one over it is not, in pieces of %i', (piece) => {
    expect(lines(octetsOf('1234567\r\n'), piece, 8)).toMatchObject({ found: ['1234567'], violations: [] });
    expect(lines(octetsOf('12345678\r\nok\r\n'), piece, 8)).toMatchObject({
      found: ['ok'],
      violations: ['line-too-long'],
    });
  });
});

describe('Telnet', () => {
  test('255 is doubled on the way out and single again on the way in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (data) => {
        expect(stripTelnet(escapeTelnet(data))).toEqual({ octets: data, telnet: [] });
      }),
    );
  });
  test('an IAC before no command, or at the end, is taken out alone', () => {
    expect(stripTelnet(Uint8Array.of(65, IAC, 66, IAC))).toEqual({
      octets: Uint8Array.of(65, 66),
      telnet: ['IAC', 'IAC'],
    });
    expect(lines(Uint8Array.of(65, IAC, 13, 10, 66, 10), 1)).toEqual({
      found: ['A + IAC', 'B'],
      violations: [],
      rest: '',
    });
  });
  test('offers are refused', () => {
    expect(refusal(stripTelnet(Uint8Array.of(IAC, WILL, 1)).telnet[0]!)).toEqual(Uint8Array.of(255, 254, 1));
    expect(refusal(stripTelnet(Uint8Array.of(IAC, DO, 6)).telnet[0]!)).toEqual(Uint8Array.of(255, 252, 6));
    expect(refusal('IAC IP')).toBeNull();
  });
});

describe('commands', () => {
  test.each([
    ['PASV', { verb: 'PASV', argument: null }],
    ['user learner', { verb: 'USER', argument: 'learner' }],
    ['USER ', { verb: 'USER', argument: '' }],
    ['STOR  two  spaces ', { verb: 'STOR', argument: ' two  spaces ' }],
    ['RETR Größe.txt', { verb: 'RETR', argument: 'Größe.txt' }],
  ])('%j', (text, command) => expect(parseCommand(octetsOf(text))).toEqual(command));

  test.each([
    ['', 'command-empty'],
    [' USER', 'command-empty'],
    ['US3R x', 'command-verb'],
    ['A\rB', 'command-line-end'],
    ['LIST\n', 'command-line-end'],
    ['ÄBOR', 'command-verb'],
  ])('%j is %s', (text, name) => expect(parseCommand(octetsOf(text))).toMatchObject({ violation: name }));

  test('what was written is read, whatever octets the argument has', () => {
    const argument = fc.option(
      fc
        .uint8Array({ maxLength: 40 })
        .filter((o) => !o.includes(10) && !o.includes(13))
        .map(textOf),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{1,8}$/), argument, (verb, arg) => {
        const {
          lines: [line],
          rest,
        } = readLines(NO_OCTETS, encodeCommand({ verb, argument: arg }));
        expect(rest.length).toBe(0);
        expect(parseCommand(line!.octets)).toEqual({ verb, argument: arg });
      }),
    );
  });
});

describe('replies', () => {
  const stream = octetsOf(
    '220 (vsFTPd 3.0.3)\r\n211-Features:\r\n EPRT\r\n211-not the end\r\n230 nor this\r\n211 End\r\n200\r\n150 Here',
  );
  const expected: Reply[] = [
    { code: 220, lines: ['(vsFTPd 3.0.3)'] },
    { code: 211, lines: ['Features:', ' EPRT', '211-not the end', '230 nor this', 'End'] },
    { code: 200, lines: [''] },
  ];

  test.each(PIECES)('in pieces of %i', (piece) =>
    expect(replies(stream, piece)).toEqual({ found: expected, violations: [], open: null, rest: '150 Here' }),
  );

  test('one in the making is kept', () =>
    expect(replies(octetsOf('211-Features:\r\n EPRT\r\n'), 5)).toMatchObject({ found: [], open: 211 }));

  test('a bare code ends it too', () =>
    expect(replies(octetsOf('211-a\r\n211\r\n220 b\r\n'), 4).found).toEqual([
      { code: 211, lines: ['a', ''] },
      { code: 220, lines: ['b'] },
    ]));

  test('what is no reply is named and passed over', () =>
    expect(replies(octetsOf('hello\r\n22 x\r\n220x\r\n720 x\r\n\r\n220 ok\r\n'), 9)).toMatchObject({
      found: [{ code: 220, lines: ['ok'] }],
      violations: Array(5).fill('reply-code'),
    }));

  test('an endless one is cut, in bounded memory, and its end still ends it', () => {
    const { found, violations } = replies(octetsOf(`211-a\r\n${'b\r\n'.repeat(3000)}211 c\r\n220 d\r\n`), 1000);
    expect(violations).toEqual(['reply-too-long']);
    expect(found.map(({ code, lines: l }) => [code, l.length, l.at(-1)])).toEqual([
      [211, 1002, 'c'],
      [220, 1, 'd'],
    ]);
  });

  test('211 as a server writes it', () =>
    expect(textOf(encodeReply({ code: 211, lines: ['Features:', ' EPRT', 'End'] }))).toBe(
      '211-Features:\r\n EPRT\r\n211 End\r\n',
    ));

  test('a line between that looks like the end is padded', () =>
    expect(replies(encodeReply({ code: 211, lines: ['a', '211 b', 'c'] }), 4).found).toEqual([
      { code: 211, lines: ['a', ' 211 b', 'c'] },
    ]));

  test('what was written is read', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((t) => t.replace(/[\r\n\p{Cs}]/gu, ''));
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 699 }),
        fc.array(text, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (code, texts, piece) => {
          fc.pre(!texts.slice(1, -1).some((t) => t === String(code) || t.startsWith(`${code} `)));
          expect(replies(encodeReply({ code, lines: texts }), piece).found).toEqual([{ code, lines: texts }]);
        },
      ),
    );
  });

  test('classes', () => expect([125, 226, 331, 425, 550, 631].map(replyClass)).toEqual([1, 2, 3, 4, 5, 6]));
});

describe('text', () => {
  test('octets -> text -> octets loses nothing, and agrees with the platform on UTF-8', () => {
    const utf8 = fc.string({ unit: 'binary', maxLength: 12 }).map((t) => new TextEncoder().encode(t));
    const pieces = fc.oneof(
      utf8,
      fc.uint8Array({ maxLength: 6 }),
      fc.array(fc.constantFrom(0xc0, 0xe0, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0xbf, 0x41)).map((o) => Uint8Array.from(o)),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 4 }), (parts) => {
        const octets = Uint8Array.from(parts.flatMap((part) => [...part]));
        const text = textOf(octets);
        expect(octetsOf(text)).toEqual(octets);
        let strict: string | null = null;
        try {
          strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
        } catch {
          /* not UTF-8 */
        }
        if (strict !== null) expect(text).toBe(strict);
        else expect(/[\udc80-\udcff]/.test(text)).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(octetsOf('\ud800')).toEqual(Uint8Array.of(0xef, 0xbf, 0xbd));
    expect(isViolation(parseCommand(octetsOf('RETR \udcff')))).toBe(false);
  });
});
