/** Lessons at their edges: which action is meant, where what is withheld begins, over which packets one decides. */
import { describe, expect, test } from 'vitest';
import { questionOf, rounds, scenarioOf } from '../../src/lesson/firewall';
import { ask } from '../../src/lesson/query';
import { before } from '../../src/lesson/withhold';
import type { Entry } from '../../src/trace/entry';
import type { Trace } from '../../src/trace/trace';
import { Hand } from '../diagram/hand';
import { passiveListing } from '../diagram/listings';
import { ran } from '../explain/symptom';

describe('the outcome of an action', () => {
  const hand = new Hand();
  for (const [action, ok] of [true, false, true].entries())
    hand.add({ kind: 'achieve', process: 'curl', machine: 'pi', action, ok }, 'client');
  // A lesson counts the lines of the work from 1, as its reader does; the trace counts them from 0.
  test.each([
    [0, null],
    [1, 'achieved'],
    [2, 'failed'],
    [3, 'achieved'],
    [4, null],
  ])('%i: %s', (number, outcome) => {
    expect(ask(hand.trace(), `outcome of action ${number}`)).toBe(outcome);
  });
});

describe('what is withheld', () => {
  const trace = passiveListing();

  test('begins with the entry of the moment itself: that is the first thing not to be seen', () => {
    const end = trace.moments.get('control 1 / PASV') ?? -1;
    const shorter = before(trace, 'control 1 / PASV');
    expect(shorter.entries.at(-1)?.n).toBe(end - 1);
    expect(shorter.moments.has('control 1 / PASV')).toBe(false);
    // All that was before is there, to the last.
    expect([...shorter.moments.keys()]).toEqual([...trace.moments].filter(([, n]) => n < end).map(([name]) => name));
  });

  test('names no moment that is not among the entries shown, wherever it begins', () => {
    for (const [name] of trace.moments) {
      const shorter = before(trace, name);
      for (const n of shorter.moments.values()) expect(n).toBeLessThan(shorter.entries.length);
      expect(shorter.moments.has(name)).toBe(false);
    }
  });
});

describe.each(rounds)('the question of the firewall game, in the round $name', (round) => {
  /** The run without any verdict, in which the first SYN falls to the last rule; tracked as something else. */
  async function trackedAs(state: string): Promise<{ readonly first: number | null; readonly asked: number | null }> {
    const trace = await ran(scenarioOf(round, []));
    const first = questionOf(trace, round)?.entry ?? null;
    const retold = (entry: Entry): Entry =>
      entry.n === first && entry.kind === 'drop' && entry.ruling
        ? { ...entry, ruling: { ...entry.ruling, state } }
        : entry;
    const other: Trace = { ...trace, entries: trace.entries.map(retold) };
    return { first, asked: questionOf(other, round)?.entry ?? null };
  }

  // Connection tracking, nft(8) "conntrack expressions": only a packet that is new begins a flow, and asks to be let
  // through. One that fits no flow is invalid; the last rule drops it as well, and there is nothing to decide.
  test('is asked over the first packet of a flow that the last rule drops', async () => {
    const { first, asked } = await trackedAs('NEW');
    expect(first).not.toBeNull();
    expect(asked).toBe(first);
  });
  test.each(['INVALID', 'ESTABLISHED', 'RELATED'])('is not asked over one that is %s', async (state) => {
    const { first, asked } = await trackedAs(state);
    expect(asked).not.toBe(first);
  });
});
