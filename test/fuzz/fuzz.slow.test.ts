/** One hundredth of npm run fuzz, bounded in count: the same inputs each time. */
import { describe, expect, it } from 'vitest';
import { tryGrowth, tryOne } from './fuzz';
import { tryScenario } from './scenarios';
import { TARGETS } from './targets';

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number);
/** Those whose inputs are used in every way there is. */
const COSTLY: Readonly<Record<string, number>> = {
  'saved traces': 250,
  'saved traces as text': 500,
  lessons: 1000,
  logs: 500,
};

describe.each(TARGETS.map((target) => [target.name, target] as const))('%s', (name, target) => {
  const count = COSTLY[name] ?? Math.min(5000, target.whole / 100);

  it(`${count} inputs: no exception, and none takes long`, () => {
    expect(numbers(count).flatMap((number) => tryOne(target, number) ?? [])).toEqual([]);
  });

  it('work grows by its length', () => {
    expect(numbers(4).flatMap((number) => tryGrowth(target, number) ?? [])).toEqual([]);
  });
});

it('40 scenarios are run and explained', async () => {
  for (const number of numbers(40)) expect(await tryScenario(number, 20)).toBeNull();
});
