/** What a router says of the packets that it does not forward, and of the flows that it forgets, as codes. */
import type { Direction } from './tuple';
import type { FlowState, Kind } from './seen';
import type { RulingAction } from './spec';

/** Why the numbers of a segment cannot be, or count for nothing (window.ts). */
export type NumbersReason = {
  readonly code: 'window-full' | 'beyond-window' | 'acks-unseen' | 'acked-already' | 'acks-long-ago';
};

/** Why connection tracking calls a packet INVALID. */
export type InvalidReason =
  | NumbersReason
  | { readonly code: 'stale-reset' | 'no-flags' | 'quotes-no-flow' }
  | { readonly code: 'begins-no-flow'; readonly kind: Kind }
  | { readonly code: 'no-place'; readonly kind: Kind; readonly direction: Direction; readonly state: FlowState };

/** Why a row of the flows' table goes. */
export type DestroyReason = { readonly code: 'flow-expired' | 'only-reset' | 'deleted' | 'opened-anew' };

/** Why the FTP helper holds a packet back. */
export type HelperReason =
  | { readonly code: 'partial-announcement'; readonly word: string }
  | { readonly code: 'expected-already' | 'no-expectation-port' };

/** What becomes of a packet. `row` is the rule as it is written; null where none matches, and the policy decides. */
export type HandledReason =
  | InvalidReason
  | HelperReason
  | {
      readonly code: 'ruled';
      readonly rule: number | null;
      readonly row: string | null;
      readonly verdict: Exclude<RulingAction, 'accept'>;
      readonly invalid: InvalidReason | null;
    }
  | { readonly code: 'private-destination'; readonly answered: boolean }
  | { readonly code: 'forwarded' | 'hops-used-up' | 'unknown-packet' | 'no-outside-port' | 'tuple-taken' }
  | { readonly code: 'error-to-router' | 'reset-to-router' }
  | { readonly code: 'closed-on-router'; readonly port: number }
  | { readonly code: 'nobody-answers'; readonly address: string };

/** What a router's machines are told that they should not be. */
export type EdgeViolation =
  | { readonly code: 'flow-destroyed' | 'nothing-expected'; readonly event: string }
  | { readonly code: 'mapping-expired'; readonly event: string; readonly flow: number };
