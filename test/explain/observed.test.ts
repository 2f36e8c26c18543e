/** What happened in runs of every kind, in the form of the recordings: test/explain/observed.txt. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { observedOf } from './observed';

const sections = readFileSync('test/explain/observed.txt', 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((part) => part.trimEnd().split('\n'));

test.each(sections)('%s', async (link, ...lines) => expect(await observedOf(link!)).toEqual(lines));
