/** Octets put together, compared, taken as text; and what a violation carries. */
import { isUtf8 } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { ascii, concat, equal, joined, NO_OCTETS, stretch } from '../../src/wire/octets';
import { decodeBase64, encodeBase64 } from '../../src/wire/text/base64';
import { octetsOf, textOf } from '../../src/wire/text/text';
import { isViolation, mistake, violation } from '../../src/wire/violation';

describe('octets', () => {
  const whole = Uint8Array.of(1, 2, 3, 4, 5);
  test('put together', () => {
    expect(concat()).toEqual(NO_OCTETS);
    expect(concat(Uint8Array.of(1), NO_OCTETS, Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
    expect(joined([whole.subarray(3), whole.subarray(0, 1)])).toEqual(Uint8Array.of(4, 5, 1));
    expect(ascii('Az~')).toEqual(Uint8Array.of(65, 122, 126));
  });
  test.each<[string, readonly Uint8Array[], readonly number[] | null]>([
    ['nothing', [], null],
    ['no octets', [NO_OCTETS, whole.subarray(2, 2)], null],
    ['one piece', [whole.subarray(1, 3)], [2, 3]],
    ['neighbours', [whole.subarray(1, 3), whole.subarray(3, 4)], [2, 3, 4]],
    ['with nothing between', [NO_OCTETS, whole.subarray(1, 3), NO_OCTETS, whole.subarray(3)], [2, 3, 4, 5]],
    ['with a gap', [whole.subarray(0, 2), whole.subarray(3)], null],
    ['back again', [whole.subarray(2, 3), whole.subarray(0, 2)], null],
    ['of another buffer, as if beside', [whole.subarray(0, 2), whole.slice().subarray(2)], null],
    ['overlapping', [whole.subarray(0, 2), whole.subarray(1, 3)], null],
  ])('a stretch of %s', (_, parts, octets) => {
    const found = stretch(parts);
    expect(found && [...found]).toEqual(octets);
    if (found) expect(found.buffer).toBe(whole.buffer);
  });
  test.each([
    [[], [], true],
    [[1, 2], [1, 2], true],
    [[1, 2], [1, 3], false],
    [[3, 2], [1, 2], false],
    [[1], [1, 2], false],
    [[1, 2], [1], false],
  ])('%j equals %j: %s', (a, b, same) => expect(equal(Uint8Array.from(a), Uint8Array.from(b))).toBe(same));
});

test('a violation carries its rule, and where it is if that can be told', () => {
  expect(violation({ code: 'base64-bits' })).toStrictEqual({ violation: 'base64-bits', why: { code: 'base64-bits' } });
  expect(violation({ code: 'base64-bits' }, 0)).toEqual({
    violation: 'base64-bits',
    why: { code: 'base64-bits' },
    at: 0,
  });
  expect(mistake('name', 'text')).toEqual({ violation: 'name', why: { code: 'name' }, text: 'text' });
  expect([null, undefined, 'x', 1, {}, { violation: 1 }, { violation: 'x' }].map(isViolation)).toEqual([
    ...Array<boolean>(6).fill(false),
    true,
  ]);
});

describe('UTF-8 (RFC 3629 section 4)', () => {
  const LEADS = [0x00, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef];
  const LONG = [0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff];
  const NEXT = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
  const follow = (heads: readonly number[][]) => heads.flatMap((head) => NEXT.map((octet) => [...head, octet]));

  test('every edge of every row is judged as the platform judges it, and loses nothing', () => {
    const ones = [...LEADS, ...LONG].map((lead) => [lead]);
    const twos = follow(ones);
    const threes = follow(twos);
    const fours = follow(threes.filter(([lead = 0]) => LONG.includes(lead)));
    const wrong: string[] = [];
    for (const octets of [...ones, ...twos, ...threes, ...fours].map((all) => Uint8Array.from(all))) {
      const text = textOf(octets);
      const right = isUtf8(octets) ? text === Buffer.from(octets).toString() : /[\udc80-\udcff]/.test(text);
      if (!right || !equal(octetsOf(text), octets)) wrong.push(Buffer.from(octets).toString('hex'));
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ['\u0000\u007f', '007f'],
    ['\u0080\u07ff', 'c280dfbf'],
    ['\u0800\uffff', 'e0a080efbfbf'],
    ['\ud7ff\ue000', 'ed9fbfee8080'],
    ['\u{10000}\u{10ffff}x', 'f0908080f48fbfbf78'],
    ['\udc80\udcff', '80ff'],
    ['\udc7f\udd00\udfff\ud800', 'efbfbdefbfbdefbfbdefbfbd'],
  ])('%j is written %s', (text, hex) => expect(Buffer.from(octetsOf(text)).toString('hex')).toBe(hex));
});

describe('base64 (RFC 4648 section 4)', () => {
  test.each([
    ['Zg=', { code: 'base64-length', length: 3 }, 3],
    ['Z-==', { code: 'base64-character', found: '-' }, 1],
    ['Zm9vZm\u00e9v', { code: 'base64-character', found: '\u00e9' }, 6],
    ['=m8=', { code: 'base64-character', found: '=' }, 0],
    ['Zh==', { code: 'base64-bits' }, 1],
    ['Zk==', { code: 'base64-bits' }, 1],
    ['Zm9=', { code: 'base64-bits' }, 2],
    ['Zm9vZm9=', { code: 'base64-bits' }, 6],
  ])('%j breaks %j at %i', (text, why, at) => expect(decodeBase64(text)).toEqual({ violation: why.code, why, at }));

  test.each([0, 1, 2, 3, 3071, 3072, 3073, 6145])('%i octets are written as the platform writes them', (length) => {
    const octets = Uint8Array.from({ length }, (_, i) => (i * 167) & 255);
    expect(encodeBase64(octets)).toBe(Buffer.from(octets).toString('base64'));
    expect(decodeBase64(encodeBase64(octets))).toEqual(octets);
  });
});
