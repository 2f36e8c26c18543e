/**
 * Somebody who dials a server's passive port again and again, to be there before the client whose port it is, and takes
 * what comes (RFC 2577 section 8; RFC 4217 section 15.2.6). With TLS he can make a handshake, as anybody can who shows
 * no certificate; what he cannot do is resume the session of the one who logged in.
 */
import { setup } from 'xstate';
import type { Command, Endpoint, MachineEvent, Micros } from '../../machine/contract';
import type { StateOf } from '../../machine/config';
import { bridge, bridgeGuards, defineModel, held, type Guard, type Rule, type Types } from '../../machine/model';
import type { Program } from '../../machine/program';
import type { Securing } from '../protocol/requests';

interface ThiefSetup {
  readonly remote: Endpoint;
  readonly tls: boolean;
  /** How often he dials at most. */
  readonly attempts: number;
}

interface Thief {
  readonly setup: ThiefSetup;
  readonly dialled: number;
  readonly octets: number;
}

type ThiefRule = Rule<Thief, MachineEvent, Command>;
type ThiefGuard = Guard<Thief, MachineEvent>;

const nameOf = ({ dialled }: Thief): string => `theft-${dialled}`;

const say = (text: string): Command => ({ type: 'say', to: 'log', text });

const leave = (context: Thief, text: string): readonly Command[] => [
  say(text),
  { type: 'close', connection: nameOf(context) },
  { type: 'exit', code: context.octets > 0 ? 0 : 1 },
];

const dial: ThiefRule = (context) => {
  const dialled = context.dialled + 1;
  return {
    context: { dialled },
    commands: [{ type: 'open', connection: `theft-${dialled}`, purpose: 'other', remote: context.setup.remote }],
  };
};

const rules = {
  dial,
  secure: (context) => ({
    commands: [
      {
        type: 'secure',
        connection: nameOf(context),
        layer: 'tls-client',
        input: { name: nameOf(context) } satisfies Securing,
      },
    ],
  }),
  take: ({ octets }, event) => (event.type === 'received' ? { context: { octets: octets + event.octets.length } } : {}),
  leave: (context) => ({
    commands: leave(
      context,
      context.octets > 0 ? `took ${context.octets} octets that were meant for somebody else` : 'took nothing',
    ),
  }),
  leaveUnheard: (context, event) => ({
    commands: leave(context, event.type === 'broken' ? `TLS fails: ${event.name}` : 'took nothing'),
  }),
  giveUp: (context) => ({ commands: leave(context, `nobody listened, ${context.dialled} times`) }),
  letGo: () => ({}),
} satisfies Record<string, ThiefRule>;

const guards = {
  'tries again': ({ dialled, setup: { attempts } }, event) =>
    event.type === 'failed' && event.reason === 'ECONNREFUSED' && dialled < attempts,
  'speaks TLS': ({ setup: { tls } }) => tls,
} satisfies Record<string, ThiefGuard>;

const begun = (input: ThiefSetup): Thief => ({ setup: input, dialled: 0, octets: 0 });

const machine = setup({
  types: {} as Types<Thief, MachineEvent, Command, ThiefSetup>,
  actions: bridge(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'thief',
  initial: 'IDLE',
  context: ({ input }) => held(begun(input)),
  on: { '*': { actions: 'letGo' } },
  states: {
    IDLE: {
      meta: { rfc: 'RFC 2577 8' },
      on: { started: { target: 'DIALLING', actions: 'dial' } },
    },
    DIALLING: {
      meta: { rfc: 'RFC 2577 8' },
      on: {
        opened: [{ guard: 'speaks TLS', target: 'SECURING', actions: 'secure' }, { target: 'HOLDING' }],
        failed: [
          { guard: 'tries again', actions: 'dial' },
          { target: 'ENDED', actions: 'giveUp' },
        ],
      },
    },
    SECURING: {
      meta: { rfc: 'RFC 4217 15.2.6' },
      on: {
        secured: { target: 'HOLDING' },
        broken: { target: 'ENDED', actions: 'leaveUnheard' },
        peerClosed: { target: 'ENDED', actions: 'leaveUnheard' },
        failed: { target: 'ENDED', actions: 'leaveUnheard' },
      },
    },
    HOLDING: {
      meta: { rfc: 'RFC 2577 8' },
      on: {
        received: { actions: 'take' },
        peerClosed: { target: 'ENDED', actions: 'leave' },
        broken: { target: 'ENDED', actions: 'leave' },
        failed: { target: 'ENDED', actions: 'leave' },
      },
    },
    ENDED: { meta: { rfc: 'RFC 2577 8' }, on: {} },
  },
});

export type ThiefStates = StateOf<typeof machine>;

export const thief = defineModel<Thief, MachineEvent, Command, ThiefSetup>(machine, begun);

export function thiefProgram(input: ThiefSetup, layers: NonNullable<Program['layers']>, think: Micros): Program {
  return { name: 'thief', machines: { thief: { model: thief, input } }, layers, think };
}
