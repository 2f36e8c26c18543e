/** The window that we offer (RFC 9293 3.8.6, RFC 7323 2), as Linux's tcp_select_window picks it. */
import { SYN } from '../../wire/packet/tcp';
import type { Draft, RuleRun } from '../tcb/draft';

const free = ({ settings, unread }: Draft): number => settings.receiveBuffer - (unread.end - unread.start);

/** What we would offer now. Less than a segment is not worth offering (silly window syndrome, RFC 9293 3.8.6.2.2). */
export function ready(tcb: Draft): number {
  const space = free(tcb);
  if (space < Math.min(tcb.settings.mss, tcb.settings.receiveBuffer / 2)) return 0;
  return Math.min(space, tcb.rcv.threshold);
}

/**
 * The window field of a segment that leaves now, rounded up unless octets wait unread. The right edge never moves back.
 */
export function offered({ tcb }: RuleRun, flags: number): number {
  const { rcv } = tcb;
  if ((flags & SYN) !== 0) return Math.min(rcv.threshold, 0xffff); // never scaled (RFC 7323 2.2)
  const unit = 2 ** rcv.scale;
  const open = rcv.right - rcv.nxt;
  const wanted = ready(tcb);
  const shrinks = wanted < open && free(tcb) < tcb.settings.receiveBuffer;
  const units = Math.min(0xffff, shrinks ? Math.floor(open / unit) : Math.ceil(Math.max(wanted, open) / unit));
  rcv.right = Math.max(rcv.right, rcv.nxt + units * unit);
  return units;
}

/** Full segments make the window grow up to the buffer (Linux tcp_grow_window). True when it grew. */
export function grow({ tcb }: RuleRun, octets: number): boolean {
  if (octets < 128) return false;
  const room = free(tcb) - tcb.rcv.threshold;
  if (room <= 0) return false;
  tcb.rcv.threshold += Math.min(room, 2 * Math.max(octets, tcb.settings.mss));
  return true;
}
