/** A table of phases as a machine: its configuration is generated, and nobody is led where no row leads. */
import { expect, test } from 'vitest';
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../../src/machine/contract';
import { bridge, bridgeGuards, defineModel, held, type Types } from '../../src/machine/model';
import { stepper } from '../../src/machine/step';
import { interpreter, row, type Making, type Phase } from '../../src/ftp/protocol/planned-step';
import { commandsFrom } from '../../src/ftp/server/verbs/rules';

type Name = 'A' | 'B' | 'C';
interface Count {
  readonly steps: number;
}
interface Turn extends Making<Name, Count> {
  phase: Name;
  session: Count;
}

const goes = (to: Name) => (turn: Turn) => {
  turn.phase = to;
  turn.session = { steps: turn.session.steps + 1 };
};

const phases: Readonly<Record<Name, Phase<Name, Turn>>> = {
  A: { description: 'first', rfc: '', on: { started: row(goes('B'), 'A', 'B'), drained: row(goes('C'), 'B') } },
  B: {
    get description(): string {
      throw new Error('asked for before it is shown');
    },
    rfc: '',
    on: { '*': row(goes('B')) },
  },
  C: { description: 'last', rfc: '', on: {} },
};

const made = interpreter<Name, Count, Turn>(
  phases,
  { failed: row(goes('C'), 'C'), '*': row(() => {}) },
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
  // XState reads every description; what is thrown there is the test's own.
  states: Object.fromEntries(Object.entries(made.states).map(([name, { on }]) => [name, { on }])),
});
const steps = stepper(defineModel<Count, MachineEvent, Command, null>(machine, () => ({ steps: 0 })));
const event = (type: 'started' | 'drained') =>
  (type === 'started' ? { type } : { type, connection: 'data-1' }) as unknown as MachineEvent;

test('a row that may lead to several phases has a candidate for each, in the order of the phases', () => {
  expect(made.states['A']?.on['started']).toEqual([
    { guard: 'A started: to A', target: 'A', actions: 'A started' },
    { guard: 'A started: to B', target: 'B', actions: 'A started' },
  ]);
  expect(made.states['B']?.on['*']).toEqual([{ actions: 'B *' }]);
  expect(made.on['failed']).toEqual([{ target: '.C', actions: 'anywhere failed' }]);
});

test('a step goes where its rule came to, if its row says so; otherwise nobody makes it', () => {
  const start = steps.start(null);
  expect(steps.step(start, event('started')).snapshot).toMatchObject({ value: 'B', context: { steps: 1 } });
  expect(steps.step(start, event('drained')).snapshot).toMatchObject({ value: 'A', context: { steps: 0 } });
});

test('a description is asked for when it is shown: in the build it comes later than its machine', () => {
  expect(made.states['A']?.description).toBe('first');
  expect(() => made.states['B']?.description).toThrow('asked for before it is shown');
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
