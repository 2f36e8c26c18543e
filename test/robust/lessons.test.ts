import { describe, expect, it } from 'vitest';
import { parseLesson } from '../../src/lesson/parse';
import { CAPS } from '../../src/wire/caps';

const HEAD = '---\ntitle: T\nminutes: 4\ngoals:\n  - G\n---\n\n## One\n\n';
const read = (body: string) => parseLesson(HEAD + body, 'a.md', 'a');
const told = (body: string) => {
  const found = read(body);
  return 'problems' in found ? found.problems.map(({ line, text }) => `${line}: ${text}`) : [];
};

describe('a link in a lesson', () => {
  it.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert)',
    '[a](&#106;avascript:alert)',
    '[a](java&Tab;script:alert)',
    '[a](data:text/html;base64,AAAA)',
    '[a](vbscript:x)',
    '[a](file:///etc/passwd)',
    '<javascript:alert(1)>',
    '- [a][b]\n\n[b]: javascript:alert(1)',
    '| a |\n| - |\n| [a](data:x) |',
    '> **[a](blob:x)**',
  ])('%s is refused', (body) => {
    expect(told(`Text.\n\n${body}\n`).join()).toMatch(/1[1-5]: the link '.*' is to no page/);
  });

  it.each([
    '[a](https://example.test/x)',
    '[a](#dataMode=PORT&at=x)',
    '[a](other.md)',
    '<https://example.test>',
    '[a](?view=embed#a:b)',
  ])('%s is not', (body) => expect(told(body)).toEqual([]));

  it.each([
    '![a](https://example.test/a.png)',
    '![a](//example.test/a.png)',
    '![a](data:image/png;base64,AA)',
    '![a](\\\\example.test/a)',
  ])('a picture from elsewhere is refused: %s', (body) =>
    expect(told(`Text,\nand ${body}`)).toEqual([expect.stringMatching(/^11: the picture .* is not in/)]),
  );

  it('a picture of its own is not', () => expect(told('![a](picture.svg)')).toEqual([]));
});

it('a lesson that is too long, or whose map nests deep, is told by its line', () => {
  expect(told('x'.repeat(CAPS.lesson.most))).toEqual([expect.stringMatching(/^1: a lesson: 131,\d+ characters/)]);
  const deep = told('```step\nmoment: ' + '['.repeat(5000) + '\n```\n');
  expect(deep.join()).toMatch(/1[01]: brackets, commas.*5,001 marks/);
});
