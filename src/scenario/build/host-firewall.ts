/** The hosts' own firewalls, from knobs. */
import { makeEdge } from '../../middlebox/edge';
import { wallSpec, type Rule } from '../../middlebox/spec';
import type { Wall } from '../../sim/topology';
import { gearOf, lotOf, rulesAt } from './filter-config';
import type { Place } from './addressing';
import type { Reading } from './reading';

export const WALLED = ['client', 'server'] as const;

/** Null where a host lets all pass. */
export function wallOf(host: (typeof WALLED)[number], reading: Reading, place: Place): Wall | null {
  const rules = rulesAt(host, reading).map(unbound);
  if (rules.length === 0) return null;
  const spec = wallSpec(host, [place[host]], rules);
  return {
    engine: makeEdge(spec, lotOf(host, reading)),
    gear: gearOf(spec),
    causes: ['firewall', 'action', 'rejectWith', 'rules'].flatMap((knob) => reading.behind(`${host}.${knob}`)),
  };
}

/** Nothing goes through a host: there is only what comes to it, and what it sends. */
const unbound = ({ bound: _, ...rule }: Rule): Rule => rule;
