/** What the explanation says of runs that failed, and of some that worked: test/explain/accounts has it, run by run. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accountOf } from './account';

const folder = 'test/explain/accounts';

describe.each(readdirSync(folder))('%s', (file) => {
  const accounts = readFileSync(`${folder}/${file}`, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((part) => part.trimEnd().split('\n'));
  test.each(accounts)('%s', async (_title, link = '', ...lines) => expect(await accountOf(link)).toEqual(lines));
});
