/** What each log of a real program says, whole: test/explain/recognised.txt has it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { read, logs } from './logs';
import { recognised } from './recognised';

const known = new Map(
  readFileSync('test/explain/recognised.txt', 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((part) => part.trimEnd().split('\n'))
    .map(([file = '', ...lines]) => [file, lines] as const),
);

test.each(logs)('$file', ({ file }) => expect(recognised(read(file))).toEqual(known.get(file)));

// Of each client and server one line of its own, as it is pasted most often: alone.
test.each([...known].filter(([text]) => !/^[\w-]+\.txt$/.test(text)))('%s', (text, lines) =>
  expect(recognised(text)).toEqual(lines),
);
