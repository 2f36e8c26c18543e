/** `portcall machine NAME --json`: what it prints is the machine, to any tool that reads XState's configurations. */
import { execFile } from 'node:child_process';
import { createMachine } from 'xstate';
import { expect, test } from 'vitest';
import { loadModel, machineNames } from '../../src/diagram/statechart/machines';
import { configOf, described, statesOf } from '../../src/machine/config';
import { stateWords } from '../../src/strings/en/states';

const portcall = (...words: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> =>
  new Promise((done) => {
    execFile('node', ['scripts/portcall.mjs', 'machine', ...words], (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

/** Ids, targets and all, without what only has functions in it. */
const definition = (machine: { toJSON(): unknown }): unknown => JSON.parse(JSON.stringify(machine.toJSON()));

test.each(machineNames)('%s is the same machine when it is read back', async (name) => {
  const model = await loadModel(name);
  const back = createMachine(JSON.parse(JSON.stringify(configOf(model))) as object);
  expect(definition(back)).toEqual(definition(model.machine));
});

test.each(machineNames)('%s is the same with its states described, and each of them is', async (name) => {
  const config = configOf(await loadModel(name));
  const told = described(config, stateWords[name]);
  expect(statesOf(told).filter(([, { description }]) => !description)).toEqual([]);
  expect(statesOf(told).map(([, { description: _, states: __, ...state }]) => state)).toEqual(
    statesOf(config).map(([, { states: _, ...state }]) => state),
  );
});

test('the command line prints it', async () => {
  const { code, out } = await portcall('TCP', '--json');
  expect([code, JSON.parse(out)]).toEqual([0, described(configOf(await loadModel('TCP')), stateWords.TCP)]);
  expect((await portcall('TCP')).out.split('\n')).toContainEqual(
    expect.stringMatching(/TIME-WAIT +Closed on both sides/),
  );
});

test.each([[['TPC']], [[]], [['TCP', 'flow']]])(
  'with the names %j it names the machines, and exits with 2',
  async (names) => {
    const { code, out, err } = await portcall(...names);
    expect([code, out]).toEqual([2, '']);
    expect(err.trim().split('\n').slice(1)).toEqual(machineNames);
  },
);
