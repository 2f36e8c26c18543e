/** The hosts' own firewalls, from knobs. */
import { makeEdge } from '../../../middlebox/edge/edge';
import { wallSpec, type Rule } from '../../../middlebox/spec';
import type { HostFirewall } from '../../../sim/topology';
import { filterConfigOf, lotOf, rulesAt } from '../reading/filter-config';
import type { Addressing } from '../reading/addressing';
import type { Reading } from '../reading/reading';

export const FIREWALLED = ['client', 'server'] as const;

/** Null where a host lets all pass. */
export function hostFirewallOf(
  host: (typeof FIREWALLED)[number],
  reading: Reading,
  addressing: Addressing,
): HostFirewall | null {
  const rules = rulesAt(host, reading).map(unbound);
  if (rules.length === 0) return null;
  const spec = wallSpec(host, [addressing[host]], rules);
  return {
    engine: makeEdge(spec, lotOf(host, reading)),
    filterConfig: filterConfigOf(spec),
    causes: (['firewall', 'action', 'rejectWith', 'rules'] as const).flatMap((what) =>
      reading.behind(`${host}.${what}`),
    ),
  };
}

/** Nothing goes through a host: there is only what comes to it, and what it sends. */
const unbound = ({ bound: _, ...rule }: Rule): Rule => rule;
