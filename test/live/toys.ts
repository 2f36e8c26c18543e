/** Toy programs: one machine of one state, whose rule is a function from events to commands. */
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../../src/machine/contract';
import { bridge, defineModel, held, type Outcome, type Types } from '../../src/machine/model';
import type { Files } from '../../src/machine/files';
import type { ProcessMachine, Program } from '../../src/machine/program';

export type Answer = (event: MachineEvent, seen: readonly MachineEvent[]) => readonly Command[];

interface Seen {
  readonly seen: readonly MachineEvent[];
}

/** `seen` are the events so far, this one last. */
export function toy(answer: Answer): ProcessMachine {
  const rules = {
    answer: (context: Seen, event: MachineEvent): Outcome<Seen, Command> => {
      const seen = [...context.seen, event];
      return { context: { seen }, commands: answer(event, seen) };
    },
  };
  const machine = setup({
    types: {} as Types<Seen, MachineEvent, Command, null>,
    actions: bridge(rules),
  }).createMachine({
    id: 'toy',
    initial: 'ON',
    context: held<Seen>({ seen: [] }),
    states: { ON: { on: { '*': { actions: 'answer' } } } },
  });
  return {
    model: defineModel<Seen, MachineEvent, Command, null>(machine, () => ({ seen: [] })),
    input: null,
  };
}

export const alone = (answer: Answer): Program => ({ name: 'toy', machines: { pi: toy(answer) }, think: 0 });

export const noFiles: Files = new Map();

export const text = (octets: Uint8Array): string => new TextDecoder().decode(octets);
export const octetsOf = (words: string): Uint8Array => new TextEncoder().encode(words);

/** All that came in on a connection so far. */
export const heard = (seen: readonly MachineEvent[], connection: string): string =>
  seen
    .map((event) => (event.type === 'received' && event.connection === connection ? text(event.octets) : ''))
    .join('');
