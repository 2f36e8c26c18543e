/**
 * Brings a packet to its verdict: the firewall's machine says in what state it is, and the state what is asked next of
 * rules, translation and tables. The last state says what becomes of it.
 */
import type { Output } from '../../machine/gateway';
import { nameOf } from '../../machine/config';
import { stepper } from '../../machine/step';
import { decodePacket } from '../../wire/packet/packet';
import { isViolation } from '../../wire/violation';
import { firewall, type FirewallEvent, type FirewallState } from '../firewall/firewall.machine';
import { ruleText, ruling, type Subject } from '../firewall/rules';
import type { HandledReason } from '../reasons';
import { advance, type Box } from '../tables/box';
import type { Handled } from '../tables/handled';
import { resetFor, type IcmpAnswer } from './answer';
import { ended, forwarded, unreachable, type Passage } from './passage';
import { further } from './path';

/** A packet by its protocol: what the hooks do with it. */
export interface Hooked {
  /** Finds its flow and its way. */
  prerouting(): FirewallEvent;
  /** What the rules see of it. */
  readonly subject: () => Omit<Subject, 'from' | 'state' | 'bound'>;
  /** Source NAT, helper and shift of numbers. */
  postrouting(): FirewallEvent;
  /** The router takes it in. */
  deliver(): Handled;
}

const machine = stepper(firewall);
const start = machine.start(undefined);

export function judge(box: Box, passage: Passage, packet: Hooked): Handled {
  let at = start;
  for (let event = packet.prerouting(); ;) {
    at = machine.step(at, event).snapshot;
    passage.path = further(passage.path, event.type, at.value);
    const next = asks[nameOf(at.value) as FirewallState](box, passage, packet, event);
    if ('verdict' in next) return next;
    event = next;
  }
}

type Ask = (box: Box, passage: Passage, packet: Hooked, event: FirewallEvent) => FirewallEvent | Handled;

/** Asks the rules of a chain. */
const filter =
  (bound: Subject['bound']): Ask =>
  ({ spec }, passage, packet) => {
    const { from, state } = passage;
    const { verdict, rule } = ruling(spec.rules, spec.policy, { ...packet.subject(), bound, from, state });
    passage.rule = rule;
    return { type: 'ruled', action: verdict };
  };

const forward = filter('through');

const asks: Readonly<Record<FirewallState, Ask>> = {
  PREROUTING: (_box, _passage, packet) => packet.prerouting(),
  INPUT: filter('own'),
  NEW: forward,
  RELATED: forward,
  ESTABLISHED: forward,
  INVALID: forward,
  UNTRACKED: forward,
  POSTROUTING: (_box, _passage, packet) => packet.postrouting(),
  FORWARDED: (_box, passage) => forwarded(passage),
  DELIVERED: (_box, _passage, packet) => packet.deliver(),
  DROPPED: (box, passage, _packet, event) => ended(passage, 'dropped', objectionOf(box, passage, event).reason),
  REJECTED(box, passage, _packet, event) {
    const { reason, answer, hopped = true } = objectionOf(box, passage, event);
    return ended(passage, 'rejected', reason, answer ? answered(box, passage, answer, hopped) : []);
  },
};

/** Why a packet goes no further, and by what its sender is told. */
interface Objection {
  readonly reason: HandledReason;
  readonly answer?: IcmpAnswer | 'tcp-reset';
  /** Whether its TTL was lowered before. */
  readonly hopped?: boolean;
}

type Of<T extends FirewallEvent['type']> = Extract<FirewallEvent, { readonly type: T }>;

const objections: {
  readonly [T in FirewallEvent['type']]: (event: Of<T>, box: Box, passage: Passage) => Objection;
} = {
  unreadable: () => ({ reason: { code: 'unknown-packet' } }),
  routed({ way }) {
    const answered = way === 'host-unreachable';
    if (way === 'drop' || answered)
      return { reason: { code: 'private-destination', answered }, answer: 'icmp-host-unreachable', hopped: false };
    return { reason: { code: 'hops-used-up' }, answer: 'icmp-time-exceeded', hopped: false };
  },
  ruled({ action }, { spec }, { rule, invalid, way }) {
    const row = rule === null ? undefined : spec.rules[rule - 1];
    const verdict = action === 'accept' ? 'drop' : action;
    return {
      reason: { code: 'ruled', rule, row: row ? ruleText(row) : null, verdict, invalid },
      ...(verdict === 'drop' ? {} : { answer: verdict }),
      hopped: way !== 'own',
    };
  },
  translated({ refusal, lost }, _box, passage) {
    if (refusal) return { reason: refusal };
    passage.rule = null;
    return { reason: { code: 'nobody-answers', address: lost ?? '' }, answer: 'icmp-host-unreachable' };
  },
};

const objectionOf = (box: Box, passage: Passage, event: FirewallEvent): Objection =>
  (objections[event.type] as (event: FirewallEvent, box: Box, passage: Passage) => Objection)(event, box, passage);

/** What its sender is told by: a reset ends the flow too. */
function answered(box: Box, passage: Passage, answer: IcmpAnswer | 'tcp-reset', hopped: boolean): readonly Output[] {
  if (answer !== 'tcp-reset') return unreachable(box, passage, answer, hopped);
  const { flow, at, changes } = passage;
  if (flow && flow.id !== 0) advance(box, flow, { type: 'rejected', at }, changes);
  const packet = decodePacket(passage.arrived);
  const reset = isViolation(packet) ? null : resetFor(packet);
  return reset ? [{ octets: reset, towards: passage.from, own: true }] : [];
}
