/** What TCP remarks on, as codes: each is said in strings/ and has its section beside it where it is noted. */
import type { Errno } from '../../machine/contract';

/** Why an ACK answers that shows where we are. */
export type ChallengeReason = {
  readonly code:
    | 'stray-reset'
    | 'stray-syn'
    | 'acks-never-sent'
    | 'acks-too-old'
    | 'syn-ack-again'
    | 'syn-outside'
    | 'nothing-new'
    | 'beyond-our-window';
};

/** A user's call where there is no such call (RFC 9293 3.10). */
export type TcpViolation = {
  readonly code: 'connection-does-not-exist' | 'connection-already-exists' | 'connection-closing';
  readonly event: string;
};

export type TcpNote =
  | ChallengeReason
  | { readonly code: 'answered-lately'; readonly why: ChallengeReason }
  | { readonly code: 'failed-after-close' | 'soft-error'; readonly errno: Errno }
  | { readonly code: 'keep-alive'; readonly seconds: number }
  | { readonly code: 'reset-for-fin' | 'reset-before-open' | 'time-wait-ended' | 'closed-unread' | 'unwanted-octets' }
  | { readonly code: 'no-place-here'; readonly flags: string }
  | { readonly code: 'late-timer'; readonly timer: string }
  | { readonly code: 'changes-nothing'; readonly event: string };
