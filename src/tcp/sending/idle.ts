/** Asking a silent peer: the probes of a zero window (RFC 9293 3.8.6.1) and of an idle connection (3.8.4). */
import { force, watchWindow } from './output';
import { arm, note, spend, type RuleRun } from '../tcb/draft';
import { transmitProbe } from './transmit';

/** A window stayed shut: a probe, and the next one later. */
export function probeWindow(work: RuleRun): void {
  const { rtt } = work.tcb;
  spend(work, 'persist');
  rtt.probes++;
  force(work);
  if (work.tcb.sent.length > 0) return;
  rtt.backoff++;
  transmitProbe(work);
  watchWindow(work);
}

/** How long a silent peer is left alone yet: after a first probe no longer, while anything is under way anew. */
function leftToWait({ at, tcb: { sent, due, heard, rtt, settings } }: RuleRun): number {
  const idle = settings.keepAliveIdle ?? 0;
  if (sent.length > 0 || due.persist !== null) return idle;
  return rtt.probes > 0 ? 0 : heard + idle - at;
}

/** Heard of lately, or about to be: then the timer only waits on. */
export function keepAlive(work: RuleRun): void {
  const {
    at,
    tcb: { heard, rtt, settings },
  } = work;
  const left = leftToWait(work);
  spend(work, 'keepAlive');
  if (left > 0) return arm(work, 'keepAlive', left);
  rtt.probes++;
  note(work, { code: 'keep-alive', seconds: Math.round((at - heard) / 1_000_000) }, 'RFC 9293 3.8.4');
  transmitProbe(work);
  arm(work, 'keepAlive', settings.keepAliveInterval);
}
