/** Dates, near names, percent-encoding and first words: each against tables or the platform's own. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendar } from '../../src/wire/text/calendar';
import { distance, nearest } from '../../src/wire/text/nearest';
import { percentDecoded, percentEncoded } from '../../src/wire/text/percent';
import { firstWord, oneLine } from '../../src/wire/text/words';

describe('calendar', () => {
  const written = (seconds: number) => Object.values(calendar(seconds)).join(' ');

  // Year, month from 0, day, hour, minute, second; as Python's datetime has them.
  test.each([
    [0, '1970 0 1 0 0 0'],
    [-1, '1969 11 31 23 59 59'],
    [-86_401, '1969 11 30 23 59 59'],
    [951_782_399, '2000 1 28 23 59 59'],
    [951_782_400, '2000 1 29 0 0 0'],
    [951_868_799, '2000 1 29 23 59 59'],
    [951_868_800, '2000 2 1 0 0 0'],
    [1_000_000_000, '2001 8 9 1 46 40'],
    [4_107_542_399, '2100 1 28 23 59 59'],
    [4_107_542_400, '2100 2 1 0 0 0'],
    [13_574_563_200, '2400 1 29 0 0 0'],
    [253_402_300_799, '9999 11 31 23 59 59'],
    [59.9, '1970 0 1 0 0 59'],
    [3599, '1970 0 1 0 59 59'],
    [3600, '1970 0 1 1 0 0'],
  ])('%d is %s', (seconds, text) => expect(written(seconds)).toBe(text));

  test('each day of two periods of 400 years is the one that ECMA-262 section 21.4.1 has', () => {
    const wrong: string[] = [];
    for (let day = -135_140; day < 157_054; day++) {
      const date = new Date(day * 86_400_000);
      const { year, month, day: of } = calendar(day * 86_400);
      if (year !== date.getUTCFullYear() || month !== date.getUTCMonth() || of !== date.getUTCDate())
        wrong.push(date.toISOString());
    }
    expect(wrong).toEqual([]);
  });
});

describe('near names', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['saturday', 'sunday', 3],
    ['a', 'b', 1],
    ['ab', 'ba', 2],
    ['abc', 'xabc', 1],
    ['abc', 'ac', 1],
  ])('%j to %j takes %i edits', (a, b, edits) => expect(distance(a, b)).toBe(edits));

  test("is Levenshtein's, by his recursion", () => {
    const by = (a: string, b: string): number => {
      if (a === '' || b === '') return a.length + b.length;
      if (a[0] === b[0]) return by(a.slice(1), b.slice(1));
      return 1 + Math.min(by(a.slice(1), b), by(a, b.slice(1)), by(a.slice(1), b.slice(1)));
    };
    const name = fc.string({ unit: fc.constantFrom(...'abc'), maxLength: 5 });
    fc.assert(fc.property(name, name, (a, b) => distance(a, b) === by(a, b)));
  });

  test.each([
    ['nta', ['firewall', 'nat', 'nap'], 'nat'],
    ['NAT', ['map', 'nat'], 'nat'],
    ['nat', ['NaT', 'nit'], 'NaT'],
    ['ax', ['ay', 'az'], 'ay'], // of equally near ones the first
    ['anything', [], ''],
    [`${'a'.repeat(64)}zzz`, ['b'.repeat(60), 'a'.repeat(66)], 'a'.repeat(66)],
    [`${'a'.repeat(64)}zzz`, [`${'a'.repeat(64)}zzz`, 'a'.repeat(64)], 'a'.repeat(64)], // no more than 64 are read
  ])('%s of %j: %s', (mistyped, known, name) => expect(nearest(mistyped, known)).toBe(name));
});

describe('percent-encoding', () => {
  // What encodeURIComponent (ECMA-262 section 19.2.6.4) encodes and these links leave, or write otherwise.
  const PLAIN: Readonly<Record<string, string>> = { '%20': '+', '%2F': '/', '%3A': ':', '%2C': ',', '%3B': ';' };
  const byPlatform = (text: string) => encodeURIComponent(text).replace(/%../g, (code) => PLAIN[code] ?? code);
  const letters = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code));

  test('each letter is written as the platform does, but for a space and four marks', () =>
    expect(letters.map(percentEncoded)).toEqual(letters.map(byPlatform)));
  test('and comes back', () =>
    expect(letters.map((letter) => percentDecoded(percentEncoded(letter)))).toEqual(letters));

  test.each([
    ['plain', 'plain'],
    ['a+b', 'a b'],
    ['a+b+c', 'a b c'],
    ['%2B', '+'],
    ['a41%41', 'a41A'],
    ['%c3%a4%C3%A4', 'ää'],
    ['%FF', '\udcff'],
    ['ä%20', 'ä '],
    ['%', '%'],
    ['%4', '%4'],
    ['%4g', '%4g'],
    ['%g4', '%g4'],
    ['%%41', '%A'],
    ['x%41y', 'xAy'],
    ['%25%41', '%A'],
    ['é%41%', 'éA%'],
  ])('%j is read as %j', (encoded, text) => expect(percentDecoded(encoded)).toBe(text));
});

test.each([
  ['', ['', '']],
  ['word', ['word', '']],
  ['a b c', ['a', 'b c']],
  ['a \t b ', ['a', 'b ']],
  [' a', ['', 'a']],
  ['a\nb', ['a', 'b']],
])('the first word of %j and the rest are %j', (text, parts) => expect(firstWord(text)).toEqual(parts));

test.each(['\n', '\r', '\u2028', '\u2029'])('%j ends a line', (end) => {
  expect(oneLine(`a${end}b`)).toBe(false);
  expect(oneLine(end)).toBe(false);
});
test.each(['', 'a b', '\t', '\v', '\u0085'])('%j is one line', (text) => expect(oneLine(text)).toBe(true));
