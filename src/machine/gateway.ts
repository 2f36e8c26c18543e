/**
 * The contract between a router that decides and rewrites, and the world that carries its packets. The gateway keeps
 * its own tables; one is made for each run; time comes with each call.
 */
import type { Micros } from './contract';
import type { Reason } from '../wire/reason';

export type Side = 'inside' | 'outside';

export interface Output {
  readonly octets: Uint8Array;
  readonly towards: Side;
  /** Made by the router itself: a RST or an ICMP error. */
  readonly own: boolean;
}

/** `after` is what left the router. Of a 227 or 229 the text after the code, of PORT and EPRT the argument. */
export interface Rewrite {
  readonly field:
    | 'source-address'
    | 'source-port'
    | 'destination-address'
    | 'destination-port'
    | 'PORT-argument'
    | 'EPRT-argument'
    | '227-argument'
    | '229-argument'
    | 'AUTH-verb'
    | 'seq'
    | 'ack';
  readonly before: string | number;
  readonly after: string | number;
}

/** A row of a router's tables that came, changed or went: what the page's tables show. */
export interface TableChange {
  readonly table: string;
  readonly change: string;
  readonly [column: string]: unknown;
}

export interface Handled {
  readonly outputs: readonly Output[];
  /** 'local': it was for the router itself. */
  readonly verdict: 'forwarded' | 'dropped' | 'rejected' | 'local';
  /** `forwarded` where there is nothing to say. */
  readonly reason: Reason;
  /** The row of the rules that decided, from 1, or null where none did. */
  readonly rule: number | null;
  readonly state: string;
  /** Steps of the machine that came to the verdict: the event, and the state it led to; none for a mere router. */
  readonly steps: readonly string[];
  readonly rewritten: readonly Rewrite[];
  readonly changes: readonly TableChange[];
}

export interface Gateway {
  /** Where a packet goes that is only routed, by all that is looked at then; null where there is more to it. */
  routes(destination: string, timeToLive: number): Side | null;
  handle(octets: Uint8Array, from: Side, at: Micros): Handled;
  /** Forgets the flows that `which` picks, with their mappings and expectations. */
  expire(at: Micros, which?: () => boolean): readonly TableChange[];
  /** From now on nobody inside answers for an address: the router says host unreachable. `lost` false ends that. */
  lose(address: string, lost: boolean): void;
}
