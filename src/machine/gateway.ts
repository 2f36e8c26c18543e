/**
 * The contract between a router that decides and rewrites, and the world that carries its packets. The gateway keeps its
 * own tables; one is made for each run; time comes with each call.
 */
import type { Micros } from './contract'

export type Side = 'inside' | 'outside'

export interface Output {
  readonly octets: Uint8Array
  readonly towards: Side
  /** Made by the router itself: a RST or an ICMP error. */
  readonly own: boolean
}

export interface Rewrite {
  /** `source-address`, `destination-port`, `PORT-argument`, `227-argument`, `seq`, ... */
  readonly field: string
  readonly before: string | number
  readonly after: string | number
}

/** A row of a router's tables that came, changed or went: what the page's tables show. */
export interface TableChange {
  readonly table: string
  readonly change: string
  readonly [column: string]: unknown
}

export interface Handled {
  readonly outputs: readonly Output[]
  readonly verdict: 'forwarded' | 'dropped' | 'rejected' | 'local'
  /** Plain words; set whenever the packet goes no further. */
  readonly reason: string
  /** The row of the rules that decided, from 1, or null where none did. */
  readonly rule: number | null
  readonly state: string
  readonly rewritten: readonly Rewrite[]
  readonly changes: readonly TableChange[]
}

export interface Gateway {
  handle(octets: Uint8Array, from: Side, at: Micros): Handled
  /** Forgets the flows that `which` picks, with their mappings and expectations. */
  expire(at: Micros, which?: () => boolean): readonly TableChange[]
  /** From now on nobody inside answers for an address: the router says host unreachable. `lost` false ends that. */
  lose(address: string, lost: boolean): void
}
