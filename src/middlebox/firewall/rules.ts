/** The rules table: ordered, first match wins (nft(8)); and the tables that a kind of firewall stands for. */
import type { Side } from '../../machine/gateway';
import { inPrefix } from '../../wire/packet/address';
import { inRange, type PortRange, type Rule, type TrackingState, type RulingAction } from '../spec';

/** What a rule sees of a packet. Ports are null for what has none. */
export interface Subject {
  readonly from: Side;
  readonly bound: 'through' | 'own';
  readonly protocol: 'tcp' | 'icmp';
  readonly state: TrackingState;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
}

interface Ruling {
  readonly verdict: RulingAction;
  /** From 1; null for the policy. */
  readonly rule: number | null;
}

export function ruling(rules: readonly Rule[], policy: RulingAction, subject: Subject): Ruling {
  const at = rules.findIndex((rule) => matches(rule, subject));
  return at < 0 ? { verdict: policy, rule: null } : { verdict: rules[at]?.verdict ?? policy, rule: at + 1 };
}

const within = (ranges: readonly PortRange[] | undefined, port: number | null): boolean =>
  ranges === undefined || (port !== null && ranges.some((range) => inRange(port, range)));

const matches = (rule: Rule, subject: Subject): boolean =>
  (rule.from === undefined || rule.from === subject.from) &&
  (rule.bound === undefined || rule.bound === subject.bound) &&
  (rule.protocol === undefined || rule.protocol === subject.protocol) &&
  (rule.states === undefined || rule.states.includes(subject.state)) &&
  (rule.source === undefined || inPrefix(subject.source, rule.source)) &&
  (rule.destination === undefined || inPrefix(subject.destination, rule.destination)) &&
  within(rule.sourcePorts, subject.sourcePort) &&
  within(rule.destinationPorts, subject.destinationPort);

const rangeText = ([from, to]: PortRange): string => (from === to ? String(from) : `${from}-${to}`);

const BOUND = { own: 'to the router', through: 'through' } as const;

/** The rule in one line, in words close to nftables': 'from outside tcp dport 21 accept'. */
export function ruleText(rule: Rule): string {
  const words = [
    rule.bound === undefined ? '' : BOUND[rule.bound],
    rule.from ? `from ${rule.from}` : '',
    rule.states ? `state ${rule.states.join(',').toLowerCase()}` : '',
    rule.source ? `source ${rule.source}` : '',
    rule.destination ? `destination ${rule.destination}` : '',
    rule.protocol ?? '',
    rule.sourcePorts ? `sport ${rule.sourcePorts.map(rangeText).join(',')}` : '',
    rule.destinationPorts ? `dport ${rule.destinationPorts.map(rangeText).join(',')}` : '',
    rule.verdict === 'accept' || rule.verdict === 'drop' ? rule.verdict : `reject with ${rule.verdict}`,
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** Kinds of firewall as the knobs name them. */
export type Firewall =
  'none' | 'block-inbound' | 'egress-filter' | 'control-only' | 'control-and-passive' | 'block-all';

export interface FirewallSettings {
  /** What happens to the rest: dropped, or answered with `rejectWith`. */
  readonly action: 'none' | 'drop' | 'reject';
  readonly rejectWith: 'tcp-reset' | 'icmp-port-unreachable' | 'icmp-admin-prohibited' | 'icmp-host-unreachable' | null;
  readonly controlPort: number;
  readonly passiveRange: PortRange;
  readonly egressPorts: readonly number[];
}

const known: Rule = { states: ['ESTABLISHED', 'RELATED'], verdict: 'accept' };
const fromInside: Rule = { from: 'inside', verdict: 'accept' };

/**
 * What each kind lets begin, between 'known flows pass' and the refusal. A firewall also covers its router's own
 * address.
 */
const OPENINGS: Readonly<Record<Exclude<Firewall, 'none'>, (settings: FirewallSettings) => readonly Rule[]>> = {
  'block-inbound': () => [fromInside],
  'egress-filter': ({ egressPorts }) => [
    {
      from: 'inside',
      bound: 'through',
      protocol: 'tcp',
      destinationPorts: egressPorts.map((port) => [port, port]),
      verdict: 'accept',
    },
    { from: 'inside', bound: 'own', verdict: 'accept' },
  ],
  'control-only': ({ controlPort }) => [fromInside, opened([controlPort, controlPort])],
  'control-and-passive': ({ controlPort, passiveRange }) => [
    fromInside,
    opened([controlPort, controlPort]),
    opened(passiveRange),
  ],
  'block-all': () => [fromInside],
};

const opened = (ports: PortRange): Rule => ({
  bound: 'through',
  protocol: 'tcp',
  destinationPorts: [ports],
  verdict: 'accept',
});

/** The rows of a kind of firewall, for TCP; the policy besides is 'accept', as nftables' is. */
export function rulesOf(firewall: Firewall, settings: FirewallSettings): readonly Rule[] {
  if (firewall === 'none') return [];
  const refusal: Rule = {
    protocol: 'tcp',
    verdict: settings.action === 'reject' ? (settings.rejectWith ?? 'tcp-reset') : 'drop',
  };
  return [known, ...OPENINGS[firewall](settings), refusal];
}
