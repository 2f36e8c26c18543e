/** What a box says after each packet, and its tables as the page and the conntrack observation show them. Plain values. */
import type { Endpoint, Micros } from '../machine/contract'
import type { Violation } from '../wire/violation'
import type { FlowState } from './flow'
import type { HelperState } from './helper.machine'
import type { Rule, Side, TrackingState } from './spec'
import type { Tuple } from './tuple'

export interface Output {
  readonly octets: Uint8Array
  readonly towards: Side
  /** Made by the box itself: a RST, an ICMP error. */
  readonly own: boolean
}

/** `after` is what left the box. Of a 227 or 229 the text after the code, of PORT and EPRT the argument. */
export interface Rewrite {
  readonly field:
    | 'source-address' | 'source-port' | 'destination-address' | 'destination-port'
    | 'PORT-argument' | 'EPRT-argument' | '227-argument' | '229-argument' | 'seq' | 'ack'
  readonly before: string | number
  readonly after: string | number
}

export interface FlowRow {
  readonly id: number
  readonly state: FlowState
  readonly original: Tuple
  readonly reply: Tuple
  /** Traffic both ways, and established: not thrown out early when the table is full. */
  readonly assured: boolean
  readonly helper: { readonly name: 'ftp'; readonly state: HelperState } | null
  /** The flow whose helper expected this one. */
  readonly master: number | null
  readonly expiresAt: Micros
}

/** An inside endpoint and the outside one that it is seen as; `remote` null where any other end shares it. */
export interface MappingRow {
  readonly id: number
  readonly state: 'transitory' | 'established' | 'expired'
  readonly inside: Endpoint
  readonly outside: Endpoint
  readonly remote: Endpoint | { readonly address: string; readonly port: null } | null
  readonly flows: readonly number[]
}

/** A connection that the helper read of on the control connection `master`; from any port. */
export interface ExpectationRow {
  readonly id: number
  readonly master: number
  readonly helper: 'ftp'
  readonly from: string
  readonly to: Endpoint
  /** Where it is sent on to, under NAT. */
  readonly inside: Endpoint | null
  readonly lifetime: Micros
  readonly expiresAt: Micros
}

export type TableChange =
  | { readonly table: 'flow'; readonly change: 'new' | 'update' | 'destroy'; readonly row: FlowRow; readonly reason?: string }
  | { readonly table: 'mapping'; readonly change: 'new' | 'update' | 'expired'; readonly row: MappingRow }
  | { readonly table: 'expectation'; readonly change: 'new' | 'used' | 'expired' | 'replaced'; readonly row: ExpectationRow }

export interface Tables {
  readonly rules: readonly Rule[]
  readonly flows: readonly FlowRow[]
  readonly mappings: readonly MappingRow[]
  readonly expectations: readonly ExpectationRow[]
}

export interface Handled {
  readonly outputs: readonly Output[]
  /** 'local': it was for the box itself. */
  readonly verdict: 'forwarded' | 'dropped' | 'rejected' | 'local'
  /** One sentence in plain words; '' where there is nothing to say about a forwarded packet. */
  readonly reason: string
  /** The row of the rules table that decided, from 1; null where none matched or none was asked. */
  readonly rule: number | null
  readonly state: TrackingState
  /** The flow the packet belongs to, also when it was thrown away with it. */
  readonly flow: number | null
  readonly rewritten: readonly Rewrite[]
  readonly changes: readonly TableChange[]
  readonly violations: readonly Violation[]
}
