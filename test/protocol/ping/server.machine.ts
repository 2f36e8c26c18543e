/** Answers each PING with its token; closes when the peer has closed. */
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../../../src/machine/contract';
import { bridge, defineModel, held, type Rule, type Types } from '../../../src/machine/model';
import { pong, read, tokenOf, written } from './octets';

const HERE = 'control';

const rules: Readonly<Record<'answer' | 'leave', Rule<null, MachineEvent, Command>>> = {
  answer: (_context, event) => {
    const message = event.type === 'received' ? read(event.octets) : null;
    if (!message) return { commands: [{ type: 'abort', connection: HERE }] };
    const reply = pong(tokenOf(message));
    return {
      commands: [
        { type: 'message', connection: HERE, way: 'received', message },
        { type: 'message', connection: HERE, way: 'sent', message: reply },
        { type: 'send', connection: HERE, octets: written(reply) },
      ],
    };
  },
  leave: () => ({
    commands: [
      { type: 'close', connection: HERE },
      { type: 'exit', code: 0 },
    ],
  }),
};

const machine = setup({
  types: {} as Types<null, MachineEvent, Command, null>,
  actions: bridge(rules),
}).createMachine({
  id: 'ping-server',
  initial: 'SERVING',
  context: held(null),
  states: {
    SERVING: {
      description: 'Waits for PING.',
      on: {
        received: { actions: 'answer' },
        peerClosed: { target: 'OVER', actions: 'leave' },
        failed: { target: 'OVER', actions: 'leave' },
      },
    },
    OVER: { description: 'The peer has gone.', on: {} },
  },
});

export const pingServer = defineModel<null, MachineEvent, Command, null>(machine, () => null);
