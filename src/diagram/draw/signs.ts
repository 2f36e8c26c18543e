/** The signs that nodes of the scene wear, as paths. */
import type { Wear } from '../scene/scene';

/** Signs for the kinds of nodes, in a box of 24 by 24 about the middle. */
export const SIGNS: Readonly<Record<string, string>> = {
  client: 'M-9,-7h18v11h-18zM-12,8h24',
  server: 'M-9,-10h18v5.5h-18zM-9,-2.75h18v5.5h-18zM-9,4.5h18v5.5h-18zM-6,-7.2h.1M-6,0h.1M-6,7.2h.1',
  router: 'M-10,0h20M-6,-4l-4,4l4,4M6,-4l4,4l-4,4',
  lan: 'M-10,-3h20v7h-20zM-7,.5h.1M-2.5,.5h.1M2,.5h.1M6.5,.5h.1',
  network: 'M-9,8a6,6 0 0 1 -1,-11.6a8.5,8.5 0 0 1 16,-1.4a6.5,6.5 0 0 1 4,13z',
};
/** `last` is the rule that may have acted. */
interface Emblem {
  readonly sign: string;
  readonly last: string;
}
/**
 * What an edge wears: three rules of which the last may have acted, arrows that change places, both one above the
 * other.
 */
const EMBLEMS: Readonly<Record<'firewall' | 'nat' | 'both', Emblem>> = {
  firewall: { sign: 'M-9,-8h18M-9,0h18', last: 'M-9,8h18' },
  nat: { sign: 'M-10,-4h19M5,-8l4,4l-4,4M10,5h-19M-5,1l-4,4l4,4', last: '' },
  both: {
    sign: 'M-9,-12h18M-9,-7h18M-10,5.5h19M6,2l3.5,3.5l-3.5,3.5M10,12h-19M-6,8.5l-3.5,3.5l3.5,3.5',
    last: 'M-9,-2h18',
  },
};
/** A host behind its own firewall: itself, and the rules beneath. */
const FIREWALLED_EMBLEMS: Readonly<Record<'client' | 'server', Emblem>> = {
  client: { sign: 'M-8,-12h16v9h-16zM-11,0h22M-9,5.5h18', last: 'M-9,10.5h18' },
  server: { sign: 'M-9,-12h18v5h-18zM-9,-5h18v5h-18zM-6,-9.5h.1M-6,-2.5h.1M-9,5.5h18', last: 'M-9,10.5h18' },
};
/** An open eye, and a closed one, in a box of 14 by 8. */
export const EYES = {
  reads: 'M-6,0q6,-6.5 12,0q-6,6.5 -12,0zM-1.6,0a1.6,1.6 0 1 0 3.2,0a1.6,1.6 0 1 0 -3.2,0',
  blind: 'M-6,-1q6,6 12,0M-4,1.6l-1.4,2M0,2.6v2.2M4,1.6l1.4,2',
};
/** `host` is which of the two ends it is; null for what lies between. */
export function emblemOf({ firewall, nat }: Wear, host: 'client' | 'server' | null): Emblem | undefined {
  if (host !== null) return firewall ? FIREWALLED_EMBLEMS[host] : undefined;
  if (firewall && nat) return EMBLEMS.both;
  if (firewall) return EMBLEMS.firewall;
  return nat ? EMBLEMS.nat : undefined;
}
