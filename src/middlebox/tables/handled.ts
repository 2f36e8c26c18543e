/**
 * What a box says after each packet, and its tables as the page and the conntrack observation show them. Plain values.
 */
import type { Endpoint, Micros } from '../../machine/contract';
import type { Handled as Contract } from '../../machine/gateway';
import type { Violation } from '../../wire/violation';
import type { DestroyReason, HandledReason } from '../reasons';
import type { FlowState } from '../seen';
import type { HelperState } from '../helper/helper.machine';
import type { Rule, TrackingState } from '../spec';
import type { Tuple } from '../tuple';

export interface FlowRow {
  readonly id: number;
  readonly state: FlowState;
  readonly original: Tuple;
  readonly reply: Tuple;
  /** Traffic both ways, and established: not thrown out early when the table is full. */
  readonly assured: boolean;
  readonly helper: { readonly name: 'ftp'; readonly state: HelperState } | null;
  /** The flow whose helper expected this one. */
  readonly master: number | null;
  readonly expiresAt: Micros;
}

/** An inside endpoint and the outside one that it is seen as; `remote` null where any other end shares it. */
export interface MappingRow {
  readonly id: number;
  readonly state: 'transitory' | 'established' | 'expired';
  readonly inside: Endpoint;
  readonly outside: Endpoint;
  readonly remote: Endpoint | { readonly address: string; readonly port: null } | null;
  readonly flows: readonly number[];
}

/** A connection that the helper read of on the control connection `master`; from any port. */
export interface ExpectationRow {
  readonly id: number;
  readonly master: number;
  readonly helper: 'ftp';
  readonly from: string;
  readonly to: Endpoint;
  /** Where it is sent on to, under NAT. */
  readonly inside: Endpoint | null;
  readonly lifetime: Micros;
  readonly expiresAt: Micros;
}

/** The helper of a control connection's flow, by that flow's number. */
export type HelperRow = { readonly id: number; readonly state: HelperState };

/**
 * The transition behind a change: the state that was left and the event; absent where the state stayed, or the row was
 * deleted.
 */
type Stepped<State extends string> = { readonly from?: State; readonly event?: string };

export type TableChange =
  | ({
      readonly table: 'flow';
      readonly change: 'new' | 'update' | 'destroy';
      readonly row: FlowRow;
      readonly reason?: DestroyReason;
    } & Stepped<FlowState>)
  | ({ readonly table: 'mapping'; readonly change: 'new' | 'update' | 'expired'; readonly row: MappingRow } & Stepped<
      MappingRow['state']
    >)
  | ({ readonly table: 'helper'; readonly change: 'update'; readonly row: HelperRow } & Stepped<HelperState>)
  | {
      readonly table: 'expectation';
      readonly change: 'new' | 'used' | 'expired' | 'replaced';
      readonly row: ExpectationRow;
    };

export interface Tables {
  readonly rules: readonly Rule[];
  readonly flows: readonly FlowRow[];
  readonly mappings: readonly MappingRow[];
  readonly expectations: readonly ExpectationRow[];
}

/** What the contract says, in connection tracking's words, and what of it only a middlebox knows. */
export interface Handled extends Contract {
  readonly reason: HandledReason;
  readonly state: TrackingState;
  /** The flow the packet belongs to, also when it was thrown away with it. */
  readonly flow: number | null;
  readonly changes: readonly TableChange[];
  readonly violations: readonly Violation[];
}
