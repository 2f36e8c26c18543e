/**
 * A router's verdict on one packet, as the hooks of netfilter come to it: what tracking, routing, rules and translation
 * found comes in as events, the state says what is asked next. One machine a packet; its path is in the trace.
 *
 * Left out: the hooks raw and mangle, which nothing here uses; queues; what a host itself sends or takes in passes the
 * chain `forward` as well.
 */
import { setup } from 'xstate';
import type { StateOf } from '../../machine/config';
import { bridgeGuards, defineModel, held, type Guard, type Model, type Types } from '../../machine/model';
import type { HandledReason } from '../reasons';
import type { Route, RulingAction, TrackingState } from '../spec';

export type FirewallState =
  'PREROUTING' | 'INPUT' | TrackingState | 'POSTROUTING' | 'FORWARDED' | 'DELIVERED' | 'DROPPED' | 'REJECTED';

export type FirewallEvent =
  /** Neither TCP nor an ICMP error. */
  | { readonly type: 'unreadable' }
  /** Tracking knows its state, and routing its way. `hops` may still be gone; a host's own firewall counts none. */
  | { readonly type: 'routed'; readonly state: TrackingState; readonly way: Route; readonly hops: number }
  /** The rules of the chain, or its policy. */
  | { readonly type: 'ruled'; readonly action: RulingAction }
  /** Source NAT and helper are done. `refusal`: one of them holds it back; `lost`: nobody answers where it would go. */
  | { readonly type: 'translated'; readonly refusal: HandledReason | null; readonly lost: string | null };

type FirewallGuard = Guard<unknown, FirewallEvent>;

const goes =
  (...ways: readonly Route[]): FirewallGuard =>
  (_context, event) =>
    event.type === 'routed' && ways.includes(event.way);
const is =
  (state: TrackingState): FirewallGuard =>
  (_context, event) =>
    event.type === 'routed' && event.state === state;

const guards = {
  'goes nowhere': goes('drop'),
  'goes nowhere, and is told': goes('host-unreachable'),
  'goes to the router': goes('own'),
  'has used up its hops': (_context, event) => event.type === 'routed' && event.hops <= 1,
  'is new': is('NEW'),
  'is related': is('RELATED'),
  'is established': is('ESTABLISHED'),
  'is invalid': is('INVALID'),
  accept: (_context, event) => event.type === 'ruled' && event.action === 'accept',
  drop: (_context, event) => event.type === 'ruled' && event.action === 'drop',
  'is held back': (_context, event) => event.type === 'translated' && event.refusal !== null,
  'nobody answers': (_context, event) => event.type === 'translated' && event.lost !== null,
} satisfies Record<string, FirewallGuard>;

/** The forward chain is asked the same of a packet in every state of tracking. */
const ruled = [
  { guard: 'accept', target: '#POSTROUTING' },
  { guard: 'drop', target: '#DROPPED' },
  { target: '#REJECTED' },
] as const;

const machine = setup({
  types: {} as Types<null, FirewallEvent, never>,
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'firewall',
  context: held(null),
  initial: 'PREROUTING',
  states: {
    PREROUTING: {
      meta: { linux: 'nf_conntrack_core.c; nf_nat_core.c' },
      on: {
        unreadable: { target: '#DROPPED' },
        routed: [
          { guard: 'goes nowhere', target: '#DROPPED' },
          { guard: 'goes nowhere, and is told', target: '#REJECTED' },
          { guard: 'goes to the router', target: '#INPUT' },
          { guard: 'has used up its hops', target: '#REJECTED' },
          { guard: 'is established', target: '#ESTABLISHED' },
          { guard: 'is new', target: '#NEW' },
          { guard: 'is related', target: '#RELATED' },
          { guard: 'is invalid', target: '#INVALID' },
          { target: '#UNTRACKED' },
        ],
      },
    },
    input: {
      meta: { linux: 'ip_input.c' },
      initial: 'INPUT',
      states: {
        INPUT: {
          id: 'INPUT',
          meta: { linux: 'nf_tables_core.c' },
          on: { ruled: [{ guard: 'accept', target: '#DELIVERED' }, ...ruled.slice(1)] },
        },
        DELIVERED: { id: 'DELIVERED', meta: { linux: 'ip_input.c' } },
      },
    },
    forward: {
      meta: { linux: 'nf_tables_core.c' },
      initial: 'NEW',
      states: {
        NEW: {
          id: 'NEW',
          meta: { linux: 'nf_conntrack_core.c' },
          on: { ruled },
        },
        RELATED: {
          id: 'RELATED',
          meta: { linux: 'nf_conntrack_expect.c; nf_conntrack_proto_icmp.c' },
          on: { ruled },
        },
        ESTABLISHED: {
          id: 'ESTABLISHED',
          meta: { linux: 'nf_conntrack_core.c' },
          on: { ruled },
        },
        INVALID: {
          id: 'INVALID',
          meta: { linux: 'nf_conntrack_proto_tcp.c' },
          on: { ruled },
        },
        UNTRACKED: {
          id: 'UNTRACKED',
          meta: { linux: 'nf_tables_core.c' },
          on: { ruled },
        },
      },
    },
    POSTROUTING: {
      id: 'POSTROUTING',
      meta: { linux: 'nf_nat_core.c; nf_conntrack_ftp.c; nf_conntrack_seqadj.c' },
      on: {
        translated: [
          { guard: 'is held back', target: '#DROPPED' },
          { guard: 'nobody answers', target: '#REJECTED' },
          { target: '#FORWARDED' },
        ],
      },
    },
    FORWARDED: {
      id: 'FORWARDED',
      meta: { linux: 'ip_forward.c' },
    },
    DROPPED: {
      id: 'DROPPED',
      meta: { linux: 'nf_tables_core.c' },
    },
    REJECTED: {
      id: 'REJECTED',
      meta: { linux: 'nf_reject_ipv4.c; nf_reject_ipv6.c' },
    },
  },
});

export type FirewallStates = StateOf<typeof machine>;

export const firewall: Model<null, FirewallEvent, never, undefined> = defineModel(machine, () => null);
