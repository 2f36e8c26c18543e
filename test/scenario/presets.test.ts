import { expect, test } from 'vitest';
import { load } from '../../src/parts';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { presets } from '../../src/scenario/text/presets';
import { run } from '../../src/scenario/build/run';
import { problems } from '../../src/scenario/scenario';

test.each(presets)('$name: is what it says', async ({ link, name }) => {
  const { scenario, moment, problems: unread } = fromLink(link);
  expect([unread, problems(scenario)]).toEqual([[], []]);
  expect(toLink(scenario, moment)).toBe(link);
  const trace = run(scenario, await load(needs(scenario)));
  expect([...trace.moments.keys()]).toContain(moment);
  expect(trace.moments.has('action 1 / achieved')).toBe(name === 'active-with-helper');
});
