/**
 * What connection tracking remembers of a TCP flow, and what happens to one. After Linux 6's nf_conntrack_proto_tcp.c:
 * which packets count, how far their numbers may reach (window.ts), how long the entry is kept (flow-rules.ts).
 */
import type { Micros } from '../../machine/contract';
import { ACK, FIN, RST, SYN, URG, type TcpSegment } from '../../wire/packet/tcp';
import type { Lifetimes } from '../spec';
import type { Direction } from '../tuple';
import type { InvalidReason } from '../reasons';
import type { FlowState, Kind, SegmentSeen } from '../seen';
import { blankHalf, type Half } from './window';
import type { EdgeViolation } from '../reasons';

export type FlowEvent = { readonly at: Micros } & (
  | {
      readonly type: `${Direction} ${Kind}`;
      readonly direction: Direction;
      readonly kind: Kind;
      readonly segment: SegmentSeen;
    }
  /** The rules rejected a packet of the flow with a reset (nf_conntrack_tcp_set_closing). */
  | { readonly type: 'rejected' }
  | { readonly type: 'expired' }
);

export type FlowCommand =
  /** 'again': the old entry is gone and the packet begins a new one. */
  | { readonly type: 'judge'; readonly as: 'valid' | 'again' }
  | { readonly type: 'judge'; readonly as: 'invalid'; readonly reason: InvalidReason }
  | { readonly type: 'violation'; readonly reason: EdgeViolation };

/** The segment seen last, and a SYN that was let through although it did not fit. */
interface Last {
  readonly kind: Kind | null;
  readonly direction: Direction;
  readonly seq: number;
  readonly ack: number;
  readonly end: number;
  readonly window: number;
  readonly options: Partial<Half>;
  readonly challenge: boolean;
}

export interface FlowContext {
  /** The state before the event that is being handled. */
  readonly state: FlowState;
  readonly halves: Readonly<Record<Direction, Half>>;
  readonly last: Last;
  readonly retransmissions: number;
  readonly openedAtOnce: boolean;
  readonly seenReply: boolean;
  readonly assured: boolean;
  readonly expiresAt: Micros;
  readonly lifetimes: Lifetimes;
}

export const initialFlow = (lifetimes: Lifetimes): FlowContext => ({
  state: 'NONE',
  halves: { original: blankHalf, reply: blankHalf },
  last: { kind: null, direction: 'original', seq: 0, ack: 0, end: 0, window: 0, options: {}, challenge: false },
  retransmissions: 0,
  openedAtOnce: false,
  seenReply: false,
  assured: false,
  expiresAt: 0,
  lifetimes,
});

/** Combinations that tcp_valid_flags lets pass; PSH, ECE and CWR are always allowed. */
const VALID = new Set([SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG]);

export function kindOf({ flags }: TcpSegment): Kind {
  if (!VALID.has(flags & (FIN | SYN | RST | ACK | URG))) return 'none';
  if ((flags & RST) !== 0) return 'RST';
  if ((flags & SYN) !== 0) return (flags & ACK) !== 0 ? 'SYN,ACK' : 'SYN';
  return (flags & FIN) !== 0 ? 'FIN' : 'ACK';
}
