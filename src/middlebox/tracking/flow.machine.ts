/**
 * A flow: one TCP connection as a box in the middle sees it, Linux 6's connection tracking (nf_conntrack_proto_tcp.c).
 *
 * The states are the box's guess at the ends' (RFC 9293 figure 5 knows more). 'original' is the direction of the first
 * packet, 'reply' the other. What is modelled: the transition table, whole; packets overlooked because they may mean
 * that the ends know better (a SYN in an old flow, a challenge ACK); windows; connections picked up in the middle;
 * lifetimes, and when an entry is assured. Time is not a timer here: `expiresAt` is looked at when somebody asks.
 *
 * What is left out: offloading, SYN proxies, early drops when the table is full, MD5 and the sysctls that make it
 * laxer.
 */
import { setup } from 'xstate';
import type { StateOf } from '../../machine/config';
import { bridge, bridgeGuards, defineModel, held, type Model, type Types } from '../../machine/model';
import { initialFlow, type FlowCommand, type FlowContext, type FlowEvent } from './flow';
import { guards } from './flow-guards';
import { rules } from './flow-rules';
import type { FlowState, Kind } from '../seen';
import type { Lifetimes } from '../spec';
import type { Direction } from '../tuple';

type GuardName = keyof typeof guards;
type RuleName = keyof typeof rules;
interface Edge {
  readonly guard?: GuardName;
  readonly target?: FlowState;
  readonly reenter?: true;
  readonly actions?: RuleName | RuleName[];
}

/** Linux's abbreviations: what a kind of packet makes of each state. -- is INVALID, ig is overlooked. */
const CODES = {
  SS: 'SYN_SENT',
  SR: 'SYN_RECV',
  ES: 'ESTABLISHED',
  FW: 'FIN_WAIT',
  CW: 'CLOSE_WAIT',
  LA: 'LAST_ACK',
  TW: 'TIME_WAIT',
  CL: 'CLOSE',
  S2: 'SYN_SENT2',
} as const;
type Tracked = (typeof CODES)[keyof typeof CODES];

const TABLE: Readonly<Record<Direction, Readonly<Record<Kind, string>>>> = {
  //              NO SS SR ES FW CW LA TW CL S2
  original: {
    SYN: 'SS SS ig ig ig ig ig SS SS S2',
    'SYN,ACK': '-- -- ig ig ig ig ig ig ig SR',
    FIN: '-- -- FW FW LA LA LA TW CL --',
    ACK: 'ES -- ES ES CW CW TW TW CL --',
    RST: '-- CL CL CL CL CL CL CL CL CL',
    none: '-- -- -- -- -- -- -- -- -- --',
  },
  reply: {
    SYN: '-- S2 -- -- -- -- -- -- -- S2',
    'SYN,ACK': '-- SR ig ig ig ig ig ig ig SR',
    FIN: '-- -- FW FW LA LA LA TW CL --',
    ACK: '-- ig SR ES CW CW TW TW CL ig',
    RST: '-- CL CL CL CL CL CL CL CL CL',
    none: '-- -- -- -- -- -- -- -- -- --',
  },
};
const COLUMNS: readonly FlowState[] = [
  'NONE',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT',
  'CLOSE_WAIT',
  'LAST_ACK',
  'TIME_WAIT',
  'CLOSE',
  'SYN_SENT2',
];

const outside: readonly Edge[] = [
  { guard: 'isBeyondWindow', actions: 'refuseNumbers' },
  { guard: 'isBelowWindow', actions: 'overlookOld' },
];
const overlooked: readonly Edge[] = [
  { guard: 'acknowledgesOverlookedSyn', target: 'SYN_RECV', reenter: true, actions: ['resynchronise', 'track'] },
  { actions: 'overlook' },
];
const to = (target: FlowState, ...actions: RuleName[]): Edge => ({ target, reenter: true, actions });

/** A RST to a flow that is closing is believed; to one that is open only with the number that is due. */
const reset = (state: FlowState): readonly Edge[] =>
  ['SYN_SENT', 'SYN_RECV', 'ESTABLISHED', 'SYN_SENT2'].includes(state)
    ? [
        { guard: 'isStale', actions: 'refuseReset' },
        { guard: 'endsUnanswered', target: 'DESTROYED', actions: 'end' },
        { guard: 'answersOverlooked', ...to('CLOSE') },
        ...outside,
        { guard: 'mayBeChallenged', ...to(state, 'track') },
        to('CLOSE', 'track'),
      ]
    : [{ guard: 'isUnanswered', target: 'DESTROYED', actions: 'end' }, to('CLOSE')];

/** What a cell of the table comes to, with the cases that Linux treats besides it. */
function edges(state: FlowState, direction: Direction, kind: Kind, code: string): readonly Edge[] {
  if (code === '--') return [{ actions: 'refuseKind' }];
  if (code === 'ig') return overlooked;
  const target: Tracked = CODES[code as keyof typeof CODES];
  if (state === 'NONE') return [to(target, 'begin', 'track')];
  if (kind === 'RST') return reset(state);
  if (code === 'SS' && state !== 'SYN_SENT')
    return [{ guard: 'reopens', target: 'DESTROYED', actions: 'reopen' }, ...overlooked];
  return [
    ...(code === 'TW' && state === 'LAST_ACK' && kind === 'ACK'
      ? [{ guard: 'isChallenge', actions: 'overlookChallenge' } as const]
      : []),
    ...outside,
    ...(code === 'SR' && direction === 'reply' && kind === 'ACK'
      ? [{ guard: 'openedAtOnce', ...to('ESTABLISHED', 'track') } as const]
      : []),
    to(target, 'track'),
  ];
}

const on = (state: FlowState): Readonly<Record<string, readonly Edge[]>> =>
  Object.fromEntries(
    (['original', 'reply'] as const).flatMap((direction) =>
      (Object.keys(TABLE[direction]) as Kind[]).map(
        (kind) =>
          [
            `${direction} ${kind}`,
            edges(state, direction, kind, TABLE[direction][kind].split(' ')[COLUMNS.indexOf(state)] ?? '--'),
          ] as const,
      ),
    ),
  );

const DOCUMENTATION = { linux: 'nf_conntrack_proto_tcp.c', rfc: '9293 3.3.2' };
const tracked = (state: Tracked) => ({
  meta: DOCUMENTATION,
  entry: `enter${state}` as const,
  on: on(state),
});

const machine = setup({
  types: {} as Types<FlowContext, FlowEvent, FlowCommand, Lifetimes>,
  actions: bridge<FlowContext, FlowEvent, FlowCommand, RuleName>(rules),
  guards: bridgeGuards<FlowContext, FlowEvent, GuardName>(guards),
}).createMachine({
  id: 'flow',
  context: ({ input }) => held(initialFlow(input)),
  initial: 'NONE',
  on: {
    rejected: { target: '.CLOSE' },
    expired: { target: '.DESTROYED', actions: 'lapse' },
    '*': { actions: 'violateDestroyed' },
  },
  states: {
    NONE: {
      meta: DOCUMENTATION,
      on: on('NONE'),
    },
    SYN_SENT: tracked('SYN_SENT'),
    SYN_RECV: tracked('SYN_RECV'),
    ESTABLISHED: tracked('ESTABLISHED'),
    FIN_WAIT: tracked('FIN_WAIT'),
    CLOSE_WAIT: tracked('CLOSE_WAIT'),
    LAST_ACK: tracked('LAST_ACK'),
    TIME_WAIT: tracked('TIME_WAIT'),
    CLOSE: tracked('CLOSE'),
    SYN_SENT2: tracked('SYN_SENT2'),
    DESTROYED: {
      meta: DOCUMENTATION,
      on: { '*': { actions: 'violateDestroyed' } },
    },
  },
});

export type FlowStates = StateOf<typeof machine>;

/** Input: how long each state is kept. */
export const flow: Model<FlowContext, FlowEvent, FlowCommand, Lifetimes> = defineModel(machine, initialFlow);
