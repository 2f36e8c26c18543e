/** What came from outside, bounded and made harmless: what a complaint shows of it, what a YAML reader is spared. */
import { describe, expect, test } from 'vitest';
import { CAPS, excess, excessText, grouped, over } from '../../src/wire/caps';
import { cut, plain, shown, valueShown } from '../../src/wire/text/shown';
import { tooMuchYaml } from '../../src/wire/text/yaml-guard';

describe('what steers a screen (C0 and C1, Unicode UAX #9 section 2) is written as an escape', () => {
  const EDGES = [0x00, 0x0a, 0x1b, 0x1f, 0x7f, 0x9f, 0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066];
  test.each([...EDGES, 0x2069, 0xd800, 0xdbff, 0xdc00, 0xdfff])('%i is', (point) =>
    expect(plain(`a${String.fromCharCode(point)}b`)).toBe(`a\\u${point.toString(16).padStart(4, '0')}b`),
  );
  const BESIDE = [0x20, 0x7e, 0xa0, 0x61b, 0x61d, 0x200d, 0x2010, 0x2027, 0x202f, 0x2065, 0x206a, 0xd7ff, 0xe000];
  test.each([...BESIDE, 0xe4, 0x1f600, 0x10ffff])('%i is not', (point) => {
    const text = `a${String.fromCodePoint(point)}b`;
    expect(plain(text)).toBe(text);
  });
  test('each of several is', () => expect(plain('\t\u202e\udc00\ud800')).toBe('\\u0009\\u202e\\udc00\\ud800'));
});

describe('a quotation', () => {
  test.each([
    ['a'.repeat(64), 'a'.repeat(64)],
    ['a'.repeat(65), `${'a'.repeat(64)}...`],
    [`${'a'.repeat(63)}\n`, `${'a'.repeat(63)}\\u000a`],
    [`${'a'.repeat(63)}\nb`, `${'a'.repeat(63)}\\u000a...`],
    ['', ''],
  ])('%j is cut to %j', (text, short) => {
    expect(cut(text)).toBe(short);
    expect(shown(text)).toBe(`'${short}'`);
  });
  test('elsewhere, if asked for', () => expect([cut('abc', 2), cut('abc', 3)]).toEqual(['ab...', 'abc']));
  test.each([
    ['text', "'text'"],
    [[], 'a list of 0'],
    [[1, [2]], 'a list of 2'],
    [{ a: 1 }, 'an object'],
    [null, 'null'],
    [undefined, 'undefined'],
    [1.5, '1.5'],
    [false, 'false'],
  ])('the value %j is shown as %s', (value, text) => expect(valueShown(value)).toBe(text));
});

describe('caps', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [32_768, '32,768'],
    [999_999, '999,999'],
    [1_000_000, '1,000,000'],
    [1_234_567_890, '1,234,567,890'],
  ])('%i is written %s', (value, text) => expect(grouped(value)).toBe(text));
  test('as much as the cap is taken, one more is not', () => {
    expect([excess('link', 0), excess('link', 32_768), over('link', 32_768)]).toEqual([null, null, null]);
    expect(excess('link', 32_769)).toEqual({ code: 'excess', cap: 'link', found: 32_769 });
    expect(over('link', 32_769)).toBe('a link: 32,769 characters, and at most 32,768 are taken');
    expect(excessText({ code: 'excess', cap: 'hops', found: 65 })).toBe(
      "a packet's way in a saved trace: 65 routers, and at most 64 are taken",
    );
  });
});

describe('a YAML reader is spared', () => {
  const most = (name: 'lines' | 'marks' | 'depth') => [CAPS[name].most, over(name, CAPS[name].most + 1)] as const;
  const [LINES, moreLines] = most('lines');
  const [MARKS, moreMarks] = most('marks');
  const [DEPTH, tooDeep] = most('depth');

  test('what has more lines than the cap', () => {
    expect(tooMuchYaml(Array(LINES).fill('a').join('\n'))).toBeNull();
    expect(
      tooMuchYaml(
        Array(LINES + 1)
          .fill('a')
          .join('\n'),
      ),
    ).toBe(moreLines);
  });
  test.each([...'[]{},&*!?|>%', '- ', ': ', '-\t'])('what has more of %j than marks are taken', (mark) => {
    expect(tooMuchYaml(`${mark.repeat(MARKS + 1)} `)).toBe(moreMarks);
    expect(tooMuchYaml(`${mark.repeat(MARKS)} `)).not.toBe(moreMarks);
  });
  test.each(['a', '-a', ':a', '#', '"', '=', '(', '<'])('%j is no mark', (text) =>
    expect(tooMuchYaml(text.repeat(MARKS + 1))).toBeNull(),
  );

  test.each(['[', '{', '[{', '- ', '? ', '- ? '])('what nests deeper by %j', (opens) => {
    const one = opens.replaceAll(' ', '').length;
    expect(tooMuchYaml(opens.repeat(DEPTH / one))).toBeNull();
    expect(tooMuchYaml(`${opens.repeat(DEPTH / one)}${opens[0]} `)).toBe(tooDeep);
  });
  test('what is shut again nests no deeper; what shuts nothing makes no room', () => {
    expect(tooMuchYaml('[]'.repeat(40))).toBeNull();
    expect(tooMuchYaml('{}'.repeat(40))).toBeNull();
    expect(tooMuchYaml(`]}${'['.repeat(DEPTH)}`)).toBeNull();
    expect(tooMuchYaml(`]}${'['.repeat(DEPTH + 1)}`)).toBe(tooDeep);
    expect(tooMuchYaml(`${'['.repeat(DEPTH)}]{`)).toBeNull();
    expect(tooMuchYaml(`${'['.repeat(DEPTH)}]${'{'.repeat(2)}`)).toBe(tooDeep);
  });
  test('brackets go on over lines, dashes do not', () => {
    expect(tooMuchYaml('[\n'.repeat(DEPTH + 1))).toBe(tooDeep);
    expect(tooMuchYaml('- a\n'.repeat(DEPTH + 1))).toBeNull();
    expect(tooMuchYaml(`${'['.repeat(DEPTH)}\n- - - a`)).toBeNull();
    expect(tooMuchYaml(': , & * ! | > % '.repeat(DEPTH + 1))).toBeNull();
  });
});
