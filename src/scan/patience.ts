/**
 * How long a scanner waits for an answer: a smoothed round-trip time and its variance, as nmap keeps them (timing.cc).
 */
import type { Micros } from '../machine/contract';
import type { Timing } from './profile';

export interface Patience {
  /** Null until there was an answer. */
  readonly smoothed: Micros | null;
  readonly variance: Micros;
  readonly timeout: Micros;
}

export const impatient = ({ initialTimeout }: Timing): Patience => ({
  smoothed: null,
  variance: 0,
  timeout: initialTimeout,
});

const within = (from: number, to: number, value: number): number => Math.max(from, Math.min(to, value));

/** What is learnt of an answer that took so long: Jacobson's estimate, the timeout four variances beyond it. */
export function learnt({ smoothed, variance }: Patience, took: Micros, timing: Timing): Patience {
  const first = smoothed === null;
  const off = first ? 0 : took - smoothed;
  const next = first ? took : smoothed + Math.trunc(off / 8);
  const spread = first
    ? within(timing.leastVariance, timing.mostVariance, took)
    : variance + Math.trunc((Math.abs(off) - variance) / 4);
  return {
    smoothed: next,
    variance: spread,
    timeout: within(timing.leastTimeout, timing.longestTimeout, next + 4 * spread),
  };
}
