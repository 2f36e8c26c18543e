/** What a world is built from: nodes, the links between them, and who runs where. Plain data but for the boxes. */
import type { NetworkReason } from './reasons';
import type { Micros } from '../machine/contract';
import type { Files } from '../machine/files';
import type { Gateway, Rewrite } from '../machine/gateway';
import type { Program, Service } from '../machine/program';
import type { NodeId } from '../trace/entry';
import type { FilterConfig } from '../trace/trace';
import type { TcpSegment } from '../wire/packet/tcp';

interface AnyNode {
  readonly id: NodeId;
  readonly name: string;
  readonly addresses: readonly string[];
  /** Where packets go: the longest matching prefix wins; '*' is the default route. */
  readonly routes: readonly Route[];
  /** Entries of the trace (the knobs read for it) that this node's doings go back to. */
  readonly causes: readonly number[];
}

export interface Route {
  readonly prefix: string;
  readonly via: NodeId;
}

export interface HostFirewall {
  readonly engine: Gateway;
  readonly filterConfig: FilterConfig;
  readonly causes: readonly number[];
}

export interface HostSpec extends AnyNode {
  readonly kind: 'host';
  /** The pool for ports that a program does not choose, and ranges left out of it (Linux ip_local_reserved_ports). */
  readonly ephemeral: { readonly from: number; readonly to: number; readonly avoid: (port: number) => boolean };
  /** Whether programs may bind ports below 1024. */
  readonly privileged: boolean;
  readonly files: Files;
  readonly services: readonly Service[];
  /** Processes that start at time 0. */
  readonly programs: readonly Program[];
  /** Its own firewall: between the network, which is outside of it, and its TCP, which is inside. */
  readonly firewall?: HostFirewall;
}

/** A packet on its way, as a box gets to see it. */
interface Seen {
  readonly source: string;
  readonly destination: string;
  /** Null for an ICMP error. */
  readonly segment: TcpSegment | null;
  readonly from: NodeId;
  readonly purpose: string;
  readonly opener: NodeId;
}

/**
 * What a box does with a packet. `causes` are root entries behind the verdict, such as the knob that holds the rule.
 */
export type FilterVerdict =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'drop';
      readonly reason: NetworkReason;
      readonly rule: string | null;
      readonly causes: readonly number[];
    }
  /** Other octets in place of the payload's, as many: no sequence number is moved by it. */
  | {
      readonly kind: 'rewrite';
      readonly payload: Uint8Array;
      readonly changes: readonly Rewrite[];
      readonly causes: readonly number[];
    };

/** Something between the hosts that decides over packets. It may keep state: one is made for each run. */
export type PathFilter = (seen: Seen, at: Micros) => FilterVerdict;

export interface RouterSpec extends AnyNode {
  readonly kind: 'router' | 'network';
  readonly filters: readonly PathFilter[];
  /**
   * What filters, translates and helps, with the neighbour that is inside of it and the host for which it stands; null
   * where the router only routes.
   */
  readonly gateway: {
    readonly engine: Gateway;
    readonly inside: NodeId;
    readonly behind: NodeId;
    readonly filterConfig: FilterConfig;
  } | null;
}

export type NodeSpec = HostSpec | RouterSpec;

/** A link in one direction. Shares of packets are from 0 to 1; what is lost is lost as it leaves `from`. */
export interface LinkSpec {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly delay: Micros;
  /** Octets per second, or null for no limit. */
  readonly rate: number | null;
  /**
   * How long the first packet waits for the neighbour's link-layer address (RFC 4861 7.2.2); later ones find it known.
   */
  readonly resolution: Micros;
  readonly loss: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly causes: readonly number[];
}
