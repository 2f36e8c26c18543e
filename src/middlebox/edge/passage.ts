/** What is known of one packet on its way through the box, and how its way ends. */
import type { Micros } from '../../machine/contract';
import type { Output, Rewrite, Side } from '../../machine/gateway';
import { inPrefix } from '../../wire/packet/address';
import { forwardPacket } from '../../wire/packet/ip';
import { decodePacket } from '../../wire/packet/packet';
import { isViolation, type Violation } from '../../wire/violation';
import { errorAbout, resetFor, type IcmpAnswer } from './answer';
import { addressOn, advance, type Box, type Route } from '../tables/box';
import type { Flow } from '../tables/flows';
import type { Handled, TableChange } from '../tables/handled';
import type { HandledReason, InvalidReason } from '../reasons';
import { ruleText, ruling, type Subject } from '../firewall/rules';
import type { TrackingState, RulingAction } from '../spec';
import type { Direction } from '../tuple';

export interface Passage {
  readonly arrived: Uint8Array;
  readonly from: Side;
  readonly at: Micros;
  octets: Uint8Array;
  flow: Flow | null;
  direction: Direction;
  state: TrackingState;
  /** Why tracking calls it INVALID. */
  invalid: InvalidReason | null;
  rule: number | null;
  readonly rewritten: Rewrite[];
  readonly changes: TableChange[];
  readonly violations: Violation[];
}

export const newPassage = (octets: Uint8Array, from: Side, at: Micros, changes: TableChange[]): Passage => ({
  arrived: octets,
  octets,
  from,
  at,
  flow: null,
  direction: 'original',
  state: 'UNTRACKED',
  invalid: null,
  rule: null,
  rewritten: [],
  changes,
  violations: [],
});

export function ended(
  passage: Passage,
  verdict: Handled['verdict'],
  reason: HandledReason,
  outputs: readonly Output[] = [],
): Handled {
  const { rule, state, flow, rewritten, changes, violations } = passage;
  return {
    outputs,
    verdict,
    reason,
    rule,
    state,
    flow: flow && flow.id !== 0 ? flow.id : null,
    rewritten: verdict === 'forwarded' ? rewritten : [],
    changes,
    violations,
  };
}

export const forwarded = (passage: Passage, towards: Side): Handled =>
  ended(passage, 'forwarded', passage.invalid ?? { code: 'forwarded' }, [
    { octets: forwardPacket(passage.octets), towards, own: false },
  ]);

/** Remembered, since a box's routes stand still. */
export function route(box: Box, destination: string): Route {
  const way = box.ways.get(destination) ?? routed(box, destination);
  box.ways.set(destination, way);
  return way;
}

function routed({ spec, own }: Box, destination: string): Route {
  if (own.has(destination)) return 'own';
  if (spec.inside.networks.some((prefix) => inPrefix(destination, prefix))) return 'inside';
  return spec.unroutable.find(({ prefix }) => inPrefix(destination, prefix))?.how ?? 'outside';
}

/** Asks the rules; null when they accept. */
export function filtered(box: Box, passage: Passage, subject: Omit<Subject, 'from' | 'state'>): Handled | null {
  const { spec } = box;
  const { verdict, rule } = ruling(spec.rules, spec.policy, { ...subject, from: passage.from, state: passage.state });
  passage.rule = rule;
  if (verdict === 'accept') return null;
  const row = rule === null ? null : spec.rules[rule - 1];
  const reason = { code: 'ruled', rule, row: row ? ruleText(row) : null, verdict, invalid: passage.invalid } as const;
  return verdict === 'drop'
    ? ended(passage, 'dropped', reason)
    : ended(passage, 'rejected', reason, rejection(box, passage, verdict, subject));
}

function rejection(
  box: Box,
  passage: Passage,
  verdict: Exclude<RulingAction, 'accept' | 'drop'>,
  { bound }: { readonly bound: 'through' | 'own' },
): readonly Output[] {
  const { flow, at, changes } = passage;
  if (verdict !== 'tcp-reset') return [...unreachable(box, passage, verdict, bound === 'through')];
  if (flow && flow.id !== 0) advance(box, flow, { type: 'rejected', at }, changes);
  const packet = decodePacket(passage.arrived);
  const reset = isViolation(packet) ? null : resetFor(packet);
  return reset ? [{ octets: reset, towards: passage.from, own: true }] : [];
}

/**
 * The ICMP error about the packet as it arrived; `hopped` when the TTL was lowered before. Nothing for an ICMP error.
 */
export function unreachable(box: Box, passage: Passage, answer: IcmpAnswer, hopped: boolean): readonly Output[] {
  const packet = decodePacket(passage.arrived);
  if (isViolation(packet)) return [];
  const { source, destination } = packet.ip;
  // From whom the sender wanted to reach, if the box stands in for it; else from the box's address on that side.
  const { flow, direction } = passage;
  const standsIn =
    box.own.has(destination) ||
    (flow !== null && flow.reply.source.address !== flow.original.destination.address && direction === 'original');
  const own = passage.from === 'outside' ? destination : source;
  const speaker = box.spec.host ? own : standsIn ? destination : addressOn(box, passage.from, source);
  if (speaker === null) return [];
  box.identification = (box.identification + 1) & 0xffff;
  const quoted = hopped && !box.spec.host ? forwardPacket(passage.arrived) : passage.arrived;
  return [
    { octets: errorAbout(quoted, answer, speaker, source, box.identification), towards: passage.from, own: true },
  ];
}

/** Whatever the kind of packet: no way to the destination, or no hop left to go it; null when there is. */
export function stopped(box: Box, passage: Passage, way: Route, ttl: number): Handled | null {
  if (way === 'drop') return ended(passage, 'dropped', { code: 'private-destination', answered: false });
  if (way === 'host-unreachable')
    return ended(
      passage,
      'rejected',
      { code: 'private-destination', answered: true },
      unreachable(box, passage, 'icmp-host-unreachable', false),
    );
  if (way !== 'own' && ttl <= 1 && !box.spec.host)
    return ended(passage, 'rejected', { code: 'hops-used-up' }, unreachable(box, passage, 'icmp-time-exceeded', false));
  return null;
}
