/**
 * The one table of everything that can be varied. From it come the checks of scenario files, the lab's controls, the
 * link, the command line's flags, the documentation and what a fix finder may try. A knob that is not here does not
 * exist; where the recordings' `setup` has a name for a thing, it is that name.
 */
import { CAPS } from '../../wire/caps';
import { shown } from '../../wire/shown';
import type { Knob } from '../values/knob';
import { connectionKnobs } from './connection';
import { clientKnobs } from './client';
import { edgeKnobs } from './edges';
import { networkKnobs } from './network';
import { serverKnobs } from './server';
import { faultKnobs } from './faults';
import { tlsKnobs } from './tls';
import { hostFirewallKnobs } from './host-firewalls';
import { workKnobs } from './work';

export const knobs: readonly Knob[] = [
  ...connectionKnobs,
  ...tlsKnobs,
  ...clientKnobs,
  ...edgeKnobs,
  ...networkKnobs,
  ...serverKnobs,
  ...hostFirewallKnobs,
  ...faultKnobs,
  ...workKnobs,
];

const byName = new Map(knobs.map((knob) => [knob.name, knob]));

export function knobNamed(name: string): Knob | undefined {
  return byName.get(name);
}

/** The complaint about a name that is none, whatever its length. */
export const noKnob = (name: string): string => `there is no knob ${shown(name)}; did you mean '${nearestName(name)}'?`;

/** The knob whose name is least edits away: for whoever mistyped one. */
export function nearestName(mistyped: string): string {
  const name = mistyped.slice(0, CAPS.name.most);
  const scored = knobs.map((knob) => [distance(name.toLowerCase(), knob.name.toLowerCase()), knob.name] as const);
  return scored.reduce((best, next) => (next[0] < best[0] ? next : best))[1];
}

/** Levenshtein's distance, by rows. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
