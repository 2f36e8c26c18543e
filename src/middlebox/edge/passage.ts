/** What is known of one packet on its way through the box, and how its way ends. */
import type { Micros } from '../../machine/contract';
import type { Output, Rewrite, Side } from '../../machine/gateway';
import { inPrefix } from '../../wire/packet/address';
import { forwardPacket } from '../../wire/packet/ip';
import { decodePacket } from '../../wire/packet/packet';
import { isViolation, type Violation } from '../../wire/violation';
import { errorAbout, type IcmpAnswer } from './answer';
import { addressOn, type Box } from '../tables/box';
import type { Flow } from '../tables/flows';
import type { Handled, TableChange } from '../tables/handled';
import type { HandledReason, InvalidReason } from '../reasons';
import type { Route, TrackingState } from '../spec';
import type { FirewallEvent } from '../firewall/firewall.machine';
import { noPath, type Path } from './path';
import type { Direction } from '../tuple';

export interface Passage {
  readonly arrived: Uint8Array;
  readonly from: Side;
  readonly at: Micros;
  octets: Uint8Array;
  way: Route;
  /** What the firewall's machine made of it so far. */
  path: Path;
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

export const newPassage = (
  octets: Uint8Array,
  from: Side,
  at: Micros,
  changes: TableChange[],
  way: Route = 'drop',
): Passage => ({
  arrived: octets,
  octets,
  from,
  at,
  way,
  path: noPath,
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
  const { rule, state, flow, path, rewritten, changes, violations } = passage;
  return {
    outputs,
    verdict,
    reason,
    rule,
    state,
    steps: path.steps,
    flow: flow && flow.id !== 0 ? flow.id : null,
    rewritten: verdict === 'forwarded' ? rewritten : [],
    changes,
    violations,
  };
}

/** On to the side that its way leads to. */
export const forwarded = (passage: Passage): Handled =>
  ended(passage, 'forwarded', passage.invalid ?? { code: 'forwarded' }, [
    { octets: forwardPacket(passage.octets), towards: passage.way === 'inside' ? 'inside' : 'outside', own: false },
  ]);

/** Remembered, since a box's routes stand still. */
export function route(box: Box, destination: string): Route {
  const way = box.ways.get(destination) ?? wayTo(box, destination);
  box.ways.set(destination, way);
  return way;
}

/** Its state and its way are known. */
export const routed = ({ spec }: Box, { state, way }: Passage, hops: number): FirewallEvent => ({
  type: 'routed',
  state,
  way,
  hops: spec.host ? Infinity : hops,
});

function wayTo({ spec, own }: Box, destination: string): Route {
  if (own.has(destination)) return 'own';
  if (spec.inside.networks.some((prefix) => inPrefix(destination, prefix))) return 'inside';
  return spec.unroutable.find(({ prefix }) => inPrefix(destination, prefix))?.how ?? 'outside';
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
  const router = standsIn ? destination : addressOn(box, passage.from, source);
  const speaker = box.spec.host ? own : router;
  if (speaker === null) return [];
  box.identification = (box.identification + 1) & 0xffff;
  const quoted = hopped && !box.spec.host ? forwardPacket(passage.arrived) : passage.arrived;
  return [
    { octets: errorAbout(quoted, answer, speaker, source, box.identification), towards: passage.from, own: true },
  ];
}
