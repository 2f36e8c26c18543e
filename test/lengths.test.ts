/** A file is read at a sitting, a line without scrolling; the few that are still over are named, and come off. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MOST_LINES, stillOver } from '../scripts/long-files.mjs';

const MOST_COLUMNS = 120;

/** What is too long about a file, in words. */
function over(text: string): readonly string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return [
    ...(lines.length > MOST_LINES ? [`${lines.length} lines`] : []),
    ...lines.flatMap((line, i) =>
      [...line].length > MOST_COLUMNS ? [`line ${i + 1}: ${[...line].length} columns`] : [],
    ),
  ];
}

const files = [
  ...['src', 'test', 'scripts', 'bench'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name).replaceAll('\\', '/')),
  ),
  ...readdirSync('.').filter((name) => name.endsWith('.config.ts')),
].filter((path) => /\.(ts|svelte|mjs|css)$/.test(path));

test(`no file has more than ${MOST_LINES} lines, no line more than ${MOST_COLUMNS} columns`, () => {
  expect(files.length).toBeGreaterThan(0);
  const found = new Map(files.map((path) => [path, over(readFileSync(path, 'utf8'))] as const));
  const long = [...found].filter(([, faults]) => faults.length > 0);
  expect(long.filter(([path]) => !stillOver.includes(path))).toEqual([]);
  expect(stillOver.filter((path) => (found.get(path) ?? []).length === 0)).toEqual([]);
});

describe('what is too long', () => {
  test.each([
    ['as many lines as may be', 'a\n'.repeat(MOST_LINES), []],
    ['one line more', 'a\n'.repeat(MOST_LINES + 1), [`${MOST_LINES + 1} lines`]],
    ['as many columns as may be, of more octets', '→'.repeat(MOST_COLUMNS), []],
    ['one column more', `a\n${'→'.repeat(MOST_COLUMNS + 1)}\n`, [`line 2: ${MOST_COLUMNS + 1} columns`]],
  ])('%s', (_, text, faults) => {
    expect(over(text)).toEqual(faults);
  });
});
