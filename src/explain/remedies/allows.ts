/**
 * What the packets that a run's rules refused ask for: of each, the one rule that would let it, and only its like,
 * begin.
 */
import { ruleText } from '../../middlebox/firewall/rules';
import type { Rule } from '../../middlebox/spec';
import type { EntryOf, NodeId } from '../../trace/entry';
import { entriesOf, octetsOf, type Trace } from '../../trace/trace';
import { family } from '../../wire/packet/address';
import { decodePacket } from '../../wire/packet/packet';
import { isViolation } from '../../wire/violation';

interface Allow {
  readonly node: NodeId;
  readonly rule: string;
  /** Before which row it must stand, from 1. */
  readonly before: number;
  /** The whole table with it, as the knob `<node>.rules` takes it. */
  readonly rules: string;
  /** The first packet that asks for it. */
  readonly entry: number;
}

/** In the order in which they were asked for, each once. */
export function allowsFor(trace: Trace): readonly Allow[] {
  const found = new Map<string, Allow>();
  for (const drop of entriesOf(trace, 'drop')) {
    const allow = allowFor(trace, drop);
    if (allow && !found.has(`${allow.node} ${allow.rule}`)) found.set(`${allow.node} ${allow.rule}`, allow);
  }
  return [...found.values()];
}

function allowFor(trace: Trace, drop: EntryOf<'drop'>): Allow | null {
  const { node, ruling } = drop;
  const gear = trace.nodes.find(({ id }) => id === node)?.gear;
  const packet = decodePacket(octetsOf(trace, drop));
  if (!gear || node === null || !ruling || ruling.rule === null || isViolation(packet)) return null;
  const { source } = packet.ip;
  const { sourcePort, destinationPort } = packet.tcp;
  const known = ruling.state === 'ESTABLISHED' || ruling.state === 'RELATED';
  // FTP's active server speaks from port 20: that is all a firewall can know it by (RFC 959 5.2).
  const rule: Rule = known
    ? { states: ['ESTABLISHED', 'RELATED'], verdict: 'accept' }
    : {
        from: ruling.from,
        source: `${source}/${family(source) === 4 ? 32 : 128}`,
        protocol: 'tcp',
        ...(sourcePort < 1024 ? { sourcePorts: [[sourcePort, sourcePort]] } : {}),
        destinationPorts: [[destinationPort, destinationPort]],
        verdict: 'accept',
      };
  const text = ruleText(rule);
  const rules = [...gear.rules.slice(0, ruling.rule - 1), text, ...gear.rules.slice(ruling.rule - 1)];
  return { node, rule: text, before: ruling.rule, rules: rules.join('; '), entry: drop.n };
}
