/** What filters packets, from knobs: the rules of an edge or of a host's own firewall, and its chance. */
import { ruleText, rulesOf, type Firewall, type FirewallSettings } from '../../../middlebox/firewall/rules';
import { parseRules } from '../../../middlebox/firewall/rules-text';
import type { EdgeSpec, PortRange, Rule } from '../../../middlebox/spec';
import { draw } from '../../../sim/random';
import type { FilterConfig } from '../../../trace/trace';
import { isViolation } from '../../../wire/violation';
import type { FilterSite } from '../../values/knob';
import type { Reading } from './reading';

/** A router's chance: the ports that its NAT draws. */
export function lotOf(router: string, reading: Reading): () => number {
  const seed = reading.value('seed');
  let ordinal = 0;
  return () => draw(seed, router, 'port of NAT', ordinal++) >>> 16;
}

/** The rules of the learner's own, else those that the kind of firewall stands for. */
export function rulesAt(where: FilterSite, reading: Reading): readonly Rule[] {
  const own = reading.value(`${where}.rules`);
  const rules = own === null ? null : parseRules(own);
  if (rules !== null && !isViolation(rules)) return rules;
  const firewall = reading.value(`${where}.firewall`);
  return rulesOf(firewall, settings(where, reading, firewall));
}

const rangeText = ([from, to]: PortRange): string => (from === to ? String(from) : `${from}-${to}`);

export function filterConfigOf({ rules, policy, nat, outside, forwards, helper }: EdgeSpec): FilterConfig {
  return {
    rules: rules.map(ruleText),
    policy,
    nat: nat ? (outside.addresses[0] ?? null) : null,
    helper: helper?.port ?? null,
    forwards: forwards.map(
      (forward) => `${rangeText(forward.outside)} to ${forward.address}:${rangeText(forward.inside)}`,
    ),
  };
}

function settings(where: FilterSite, reading: Reading, firewall: Firewall): FirewallSettings {
  const action = firewall === 'none' ? 'none' : reading.value(`${where}.action`);
  return {
    action,
    rejectWith: action === 'reject' ? reading.value(`${where}.rejectWith`) : null,
    controlPort:
      firewall === 'control-only' || firewall === 'control-and-passive' ? reading.value('server.controlPort') : 21,
    passiveRange: firewall === 'control-and-passive' ? reading.value('server.passiveRange') : [0, 0],
    egressPorts: firewall === 'egress-filter' ? reading.value('clientEdge.egressPorts') : [],
  };
}
