/** Dials, says PING, waits for PONG with the same token, and closes. */
import { setup } from 'xstate';
import type { Command, Endpoint, MachineEvent } from '../../../src/machine/contract';
import { bridge, bridgeGuards, defineModel, held, type Rule, type Types } from '../../../src/machine/model';
import { ping, read, tokenOf, written } from './octets';

const HERE = 'control';

export interface Asked {
  readonly remote: Endpoint;
  readonly token: string;
}

const rules: Readonly<Record<'dial' | 'ask' | 'hear' | 'giveUp', Rule<Asked, MachineEvent, Command>>> = {
  dial: ({ remote }) => ({ commands: [{ type: 'open', connection: HERE, purpose: 'control', remote }] }),
  ask: ({ token }) => ({
    commands: [
      { type: 'message', connection: HERE, way: 'sent', message: ping(token) },
      { type: 'send', connection: HERE, octets: written(ping(token)) },
    ],
  }),
  hear: (_context, event) => {
    const message = event.type === 'received' ? read(event.octets) : null;
    return {
      commands: [
        ...(message ? [{ type: 'message', connection: HERE, way: 'received', message } as const] : []),
        { type: 'close', connection: HERE },
        { type: 'exit', code: 0 },
      ],
    };
  },
  giveUp: () => ({ commands: [{ type: 'exit', code: 1 }] }),
};

const guards = {
  answered: ({ token }: Asked, event: MachineEvent) => {
    const message = event.type === 'received' ? read(event.octets) : null;
    return message?.name === 'PONG' && tokenOf(message) === token;
  },
};

const machine = setup({
  types: {} as Types<Asked, MachineEvent, Command, Asked>,
  actions: bridge(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'ping-client',
  initial: 'IDLE',
  context: ({ input }) => held(input),
  states: {
    IDLE: { description: 'Not begun.', on: { started: { target: 'DIALLING', actions: 'dial' } } },
    DIALLING: {
      description: 'The connection is being opened.',
      on: { opened: { target: 'WAITING', actions: 'ask' }, failed: { target: 'OVER', actions: 'giveUp' } },
    },
    WAITING: {
      description: 'PING was said.',
      on: {
        received: [
          { guard: 'answered', target: 'OVER', actions: 'hear' },
          { target: 'OVER', actions: 'giveUp' },
        ],
        failed: { target: 'OVER', actions: 'giveUp' },
      },
    },
    OVER: { description: 'Answered, or not.', on: {} },
  },
});

export const pingClient = defineModel<Asked, MachineEvent, Command, Asked>(machine, (asked) => asked);
