/** Every state and every region of a machine has its sentence: the compiler wants them, as this test. */
import { expect, test } from 'vitest';
import { loadModel, machineNames } from '../../src/diagram/statechart/machines';
import { configOf, nameOf, statesOf } from '../../src/machine/config';
import type { StateWords } from '../../src/strings/state-words';
import { stateWords } from '../../src/strings/en/states';
import { flow } from '../../src/strings/en/states/middlebox';
import { tcp } from '../../src/strings/en/states/tcp';

test.each(machineNames)('%s: a sentence for each state, and for nothing else', async (name) => {
  const states = statesOf(configOf(await loadModel(name))).map(([path]) => nameOf(path));
  expect(Object.keys(stateWords[name]).sort()).toEqual([...states].sort());
  for (const state of states)
    expect([state, stateWords[name][state]]).toEqual([state, expect.stringMatching(/^[A-Z].*\.$/)]);
});

test('a state without its sentence does not compile, nor a sentence of none', () => {
  const { 'TIME-WAIT': waiting, ...rest } = tcp;
  // @ts-expect-error -- 'TIME-WAIT' has no sentence
  const short: StateWords['TCP'] = rest;
  // @ts-expect-error -- there is no such state
  const long: StateWords['TCP'] = { ...tcp, 'TIME-OUT': waiting };
  const { closing, ...leaves } = tcp;
  // @ts-expect-error -- the region 'closing' has none
  const bare: StateWords['TCP'] = leaves;
  // @ts-expect-error -- a flow has no TCP's states
  const other: StateWords['TCP'] = flow;
  expect([short, long, bare, other].map((table) => Object.keys(table).length)).toEqual([13, 15, 13, 11]);
  expect(closing).not.toBe('');
});
