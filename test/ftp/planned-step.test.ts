/** A table of phases as a machine: its configuration is generated, and nobody is led where no row leads. */
import { expect, test } from 'vitest';
import { setup, type AnyStateMachine } from 'xstate';
import type { Command, MachineEvent } from '../../src/machine/contract';
import { bridge, bridgeGuards, defineModel, held, type Types } from '../../src/machine/model';
import { stepper } from '../../src/machine/step';
import { interpreter, row, STAYS, type Making, type Table } from '../../src/ftp/protocol/planned-step';
import { commandsFrom } from '../../src/ftp/server/verbs/rules';

type Name = 'A' | 'B' | 'C' | 'D';
interface Count {
  readonly steps: number;
}
interface Turn extends Making<Name, Count> {
  phase: Name | null;
  session: Count;
}

const counts = (turn: Turn): void => void (turn.session = { steps: turn.session.steps + 1 });
const goes = (to: Name) => (turn: Turn) => {
  turn.phase = to;
  counts(turn);
};

const phases: Table<Name, Turn, 'inner'>['phases'] = {
  A: { rfc: '', on: { started: row(goes('B'), 'A', 'B'), drained: row(goes('C'), 'B') } },
  B: {
    within: 'inner',
    rfc: '',
    on: { opened: row(goes('B')), closed: row(goes('A'), 'B') },
  },
  C: { within: 'inner', rfc: '', on: {} },
  D: { rfc: '', on: {} },
};

const made = interpreter<Name, Count, Turn, 'inner'>(
  {
    phases,
    regions: {
      inner: {
        rfc: '',
        on: { started: row(counts, STAYS, 'D'), closed: row(goes('D'), STAYS, 'D') },
      },
    },
    anywhere: { failed: row(goes('D'), 'D'), '*': row(() => {}) },
  },
  (phase, session) => ({ phase, session, commands: [] }),
);
const machine = setup({
  types: {} as Types<Count, MachineEvent, Command, null>,
  actions: bridge(made.rules),
  guards: bridgeGuards(made.guards),
}).createMachine({
  initial: 'A',
  context: held({ steps: 0 }),
  on: made.on,
  states: made.states,
} as never) as unknown as AnyStateMachine;
const steps = stepper(defineModel<Count, MachineEvent, Command, null>(machine, () => ({ steps: 0 })));
const event = (type: 'started' | 'drained' | 'failed' | 'closed') => ({ type }) as unknown as MachineEvent;

function inner() {
  return made.states['inner']?.states ?? {};
}

test('a row that may lead to several phases has a candidate for each, in the order of the phases', () => {
  expect(made.states['A']?.on['started']).toEqual([
    { guard: 'A started: stays', actions: 'A started' },
    { guard: 'A started: to B', target: '#B', actions: 'A started' },
  ]);
  expect(inner()['B']?.on['opened']).toEqual([{ actions: 'B opened' }]);
  expect(made.states['inner']?.on['started']).toEqual([
    { guard: 'inner started: stays', actions: 'inner started' },
    { guard: 'inner started: to D', target: '#D', actions: 'inner started' },
  ]);
  expect(made.on['failed']).toEqual([{ guard: 'anywhere failed: to D', target: '#D', actions: 'anywhere failed' }]);
});

test('phases of a region are states of it, the first of them its own', () => {
  expect(Object.keys(made.states)).toEqual(['A', 'inner', 'D']);
  expect([made.states['inner']?.initial, Object.keys(inner())]).toEqual(['B', ['B', 'C']]);
});

test('a step goes where its rule came to, if its row says so; otherwise nobody makes it', () => {
  const start = steps.start(null);
  expect(steps.step(start, event('started')).snapshot).toMatchObject({ value: 'inner.B', context: { steps: 1 } });
  expect(steps.step(start, event('drained')).snapshot).toMatchObject({ value: 'A', context: { steps: 0 } });
});

test('what a phase does not answer its region does, and stays where the phase was', () => {
  const { snapshot } = steps.step(steps.start(null), event('started'));
  expect(steps.step(snapshot, event('started')).snapshot).toMatchObject({ value: 'inner.B', context: { steps: 2 } });
  expect(steps.step(snapshot, event('failed')).snapshot).toMatchObject({ value: 'D', context: { steps: 2 } });
});

test('a step that a row of the phase does not lead to is made by one of its region', () => {
  const { snapshot } = steps.step(steps.start(null), event('started'));
  expect(steps.step(snapshot, event('closed')).snapshot).toMatchObject({ value: 'D', context: { steps: 2 } });
});

test('commands lead from each phase where their rules say, and on from there', () => {
  expect([...commandsFrom('READY')].sort()).toEqual(['BINDING', 'CLEARING', 'ENDED', 'OPENING', 'READY']);
  expect([...commandsFrom('WAIT-USER')].sort()).toEqual([
    'BINDING',
    'CLEARING',
    'ENDED',
    'OPENING',
    'READY',
    'SECURING',
    'WAIT-PASS',
    'WAIT-USER',
  ]);
});
