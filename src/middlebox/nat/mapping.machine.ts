/**
 * A NAT's mapping: an inside endpoint and the outside one that it is seen as (RFC 4787 section 4, RFC 5382 section 5).
 *
 * It lives as long as a flow uses it, and a flow's lifetime is that of its state: short while it opens or closes, long
 * when it is established (RFC 5382 REQ-5 asks for 4 minutes and for 2 hours and 4 minutes). Where a mapping depends on
 * the other end's address and port it has one flow; where it is endpoint-independent many flows share it.
 *
 * What is left out: mappings that outlive their flows, and those asked for by the inside host (RFC 6886, RFC 6887).
 */
import { setup } from 'xstate';
import type { Micros } from '../../machine/contract';
import type { StateOf } from '../../machine/config';
import {
  bridge,
  bridgeGuards,
  defineModel,
  held,
  type Guard,
  type Model,
  type Rule,
  type Types,
} from '../../machine/model';
import type { EdgeViolation } from '../reasons';

export type MappingState = 'transitory' | 'established' | 'expired';

export type MappingEvent = { readonly at: Micros } & {
  readonly type: 'flowTransitory' | 'flowEstablished' | 'flowDestroyed';
  readonly flow: number;
};

type MappingCommand = { readonly type: 'violation'; readonly reason: EdgeViolation };

export interface MappingContext {
  /** Whether each flow that uses it is established. */
  readonly flows: Readonly<Record<number, boolean>>;
}

const initial = (): MappingContext => ({ flows: {} });

const changed = ({ flows }: MappingContext, { type, flow }: MappingEvent): MappingContext['flows'] =>
  type === 'flowDestroyed'
    ? Object.fromEntries(Object.entries(flows).filter(([id]) => Number(id) !== flow))
    : { ...flows, [flow]: type === 'flowEstablished' };

const guards = {
  leavesNone: (context, event) => Object.keys(changed(context, event)).length === 0,
  leavesEstablished: (context, event) => Object.values(changed(context, event)).includes(true),
} satisfies Record<string, Guard<MappingContext, MappingEvent>>;

const rules = {
  keepFlows: (context, event) => ({ context: { flows: changed(context, event) } }),
  violateExpired: (_, { type, flow }) => ({
    commands: [{ type: 'violation', reason: { code: 'mapping-expired', event: type, flow } }],
  }),
} satisfies Record<string, Rule<MappingContext, MappingEvent, MappingCommand>>;

const counting = [
  { guard: 'leavesNone', target: 'expired', actions: 'keepFlows' },
  { guard: 'leavesEstablished', target: 'established', actions: 'keepFlows' },
  { target: 'transitory', actions: 'keepFlows' },
] as const;
const on = { flowTransitory: counting, flowEstablished: counting, flowDestroyed: counting };

const machine = setup({
  types: {} as Types<MappingContext, MappingEvent, MappingCommand, undefined>,
  actions: bridge<MappingContext, MappingEvent, MappingCommand, keyof typeof rules>(rules),
  guards: bridgeGuards<MappingContext, MappingEvent, keyof typeof guards>(guards),
}).createMachine({
  id: 'mapping',
  context: held(initial()),
  initial: 'transitory',
  on: { '*': { actions: 'violateExpired' } },
  states: {
    transitory: {
      meta: { rfc: '5382 5' },
      on,
    },
    established: {
      meta: { rfc: '5382 5' },
      on,
    },
    expired: {
      meta: { rfc: '4787 4.3' },
    },
  },
});

export type MappingStates = StateOf<typeof machine>;

/** One mapping. */
export const mapping: Model<MappingContext, MappingEvent, MappingCommand, undefined> = defineModel(machine, initial);
