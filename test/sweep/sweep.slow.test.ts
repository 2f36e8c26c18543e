import { expect, test } from 'vitest';
import { toLink } from '../../src/scenario/text/link';
import { combinations } from './combinations';
import { swept } from './sweep';

const all = [...combinations()];

test('there are thousands of combinations', () => {
  expect(all.length).toBeGreaterThan(3000);
});

test('a fixed sample of them: no exception, a named end, and something to blame for every failure', async () => {
  const sample = all.filter((_, index) => index % 41 === 0);
  const outcomes = new Set<string>();
  for (const scenario of sample) {
    const { outcome, wrong } = await swept(scenario);
    outcomes.add(outcome);
    expect([toLink(scenario, null), wrong]).toEqual([toLink(scenario, null), []]);
  }
  for (const outcome of ['ok', 'data-connect-timeout', 'data-connect-refused', 'control-connect-timeout'])
    expect([...outcomes]).toContain(outcome);
}, 120_000);
