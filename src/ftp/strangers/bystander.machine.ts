/**
 * A program that takes whatever comes on its port and answers nothing, as `nc -l` does: somebody whom a server can be
 * made to call (RFC 2577 section 3, the bounce attack). It closes when the peer has closed.
 */
import { setup } from 'xstate';
import type { Command, MachineEvent, Micros } from '../../machine/contract';
import type { StateOf } from '../../machine/config';
import { bridge, defineModel, held, type Rule, type Types } from '../../machine/model';
import type { Program } from '../../machine/program';

interface Bystander {
  /** Octets that came. */
  readonly octets: number;
}

const rules = {
  take: ({ octets }, event) => (event.type === 'received' ? { context: { octets: octets + event.octets.length } } : {}),
  leave: (_context, event) => ({
    commands: [
      ...('connection' in event ? [{ type: 'close', connection: event.connection } as const] : []),
      { type: 'exit', code: 0 },
    ],
  }),
  letGo: () => ({}),
} satisfies Record<string, Rule<Bystander, MachineEvent, Command>>;

const initial: Bystander = { octets: 0 };

const machine = setup({
  types: {} as Types<Bystander, MachineEvent, Command, null>,
  actions: bridge(rules),
}).createMachine({
  id: 'bystander',
  initial: 'READING',
  context: held(initial),
  on: { '*': { actions: 'letGo' } },
  states: {
    READING: {
      meta: { rfc: 'RFC 2577 3' },
      on: {
        received: { actions: 'take' },
        peerClosed: { target: 'ENDED', actions: 'leave' },
        failed: { target: 'ENDED', actions: 'leave' },
      },
    },
    ENDED: { meta: { rfc: 'RFC 9293 3.6' }, on: {} },
  },
});

export type BystanderStates = StateOf<typeof machine>;

export const bystander = defineModel<Bystander, MachineEvent, Command, null>(machine, () => initial);

export function bystanderProgram(think: Micros): Program {
  return { name: 'listener', machines: { reader: { model: bystander, input: null } }, think };
}
