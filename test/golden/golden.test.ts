/**
 * A golden trace for each scenario of each lesson: the whole run as text. A change that was meant is written with
 * `npx vitest run test/golden -u` and read before it is committed.
 */
import { expect, test } from 'vitest';
import { transcript } from '../../src/cli/transcript';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { scenarios } from './scenarios';

test.each(scenarios)('$name ($link)', async ({ name, link, scenario }) => {
  const trace = run(scenario, await load(needs(scenario)));
  const text = [`scenario ${link || '(plain)'}`, ...transcript(trace, 'segments'), ''].join('\n');
  await expect(text).toMatchFileSnapshot(`${name}.txt`);
});
