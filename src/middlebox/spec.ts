/**
 * What a box is told before a run: plain data. Times in microseconds, addresses in canonical text, ports 0 to 65535.
 */
import type { Micros } from '../machine/contract';
import type { Side } from '../machine/gateway';

/** Connection tracking's word for a packet; UNTRACKED where nothing in the box asks for tracking. */
export type TrackingState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED';

/** First and last port. */
export type PortRange = readonly [from: number, to: number];
export const inRange = (port: number, [from, to]: PortRange): boolean => port >= from && port <= to;

/** The last four reject: silence is 'drop'. */
export type RulingAction =
  'accept' | 'drop' | 'tcp-reset' | 'icmp-port-unreachable' | 'icmp-admin-prohibited' | 'icmp-host-unreachable';

/** Where a packet goes once its destination is final: to the box itself, to a side, or nowhere. */
export type Route = 'own' | Side | 'drop' | 'host-unreachable';

/**
 * One row of the rules table; what is absent matches everything. Sees a packet after its destination, before its source
 * is rewritten.
 */
export interface Rule {
  /** The side the packet came from. */
  readonly from?: Side;
  /** Through the box (nftables' forward chain), or to one of the box's own addresses (its input chain). */
  readonly bound?: 'through' | 'own';
  readonly protocol?: 'tcp' | 'icmp';
  readonly states?: readonly TrackingState[];
  /** Prefixes, 'a.b.c.d/nn'. */
  readonly source?: string;
  readonly destination?: string;
  readonly sourcePorts?: readonly PortRange[];
  readonly destinationPorts?: readonly PortRange[];
  readonly verdict: RulingAction;
}

/** RFC 4787 sections 4.1 and 5; RFC 5382 uses the same words for TCP. */
export type Dependence = 'endpoint-independent' | 'address-dependent' | 'address-and-port-dependent';

/** Source NAT of what leaves to the outside. IPv4 alone: IPv6 is routed as it is. */
export interface NatSpec {
  /**
   * Whether a host keeps one outside address, or each new mapping takes the next of them (RFC 4787 section 4.1 REQ-2).
   */
  readonly pooling?: 'paired' | 'arbitrary';
  readonly mapping: Dependence;
  readonly filtering: Dependence;
}

/** Linux's masquerade keeps the source port where it can, and shares it between flows to different ends. */
export const masquerade: NatSpec = { mapping: 'address-and-port-dependent', filtering: 'address-and-port-dependent' };

/**
 * Destination NAT of what comes to an outside address. The nth outside port becomes the nth inside port; what has no
 * nth is not forwarded.
 */
export interface PortForward {
  readonly outside: PortRange;
  readonly address: string;
  readonly inside: PortRange;
}

interface HelperSpec {
  /**
   * The control port it is assigned to, as it reads after destination NAT. Nothing is assigned by itself since Linux
   * 6.0.
   */
  readonly port: number;
  /** Whether it may announce an address other than the speaker's (nf_conntrack_ftp's `loose`). */
  readonly loose: boolean;
  /** RFC 959 knows PORT and 227 alone; without it, RFC 2428's EPRT and 229 are read too. */
  readonly knows?: 'RFC 959' | 'RFC 2428';
  readonly expectationLifetime: Micros;
}

const SECOND = 1_000_000;
export const ftpHelper: HelperSpec = { port: 21, loose: false, expectationLifetime: 300 * SECOND };

/**
 * How long a flow in each state is kept after its last packet; RETRANS and UNACK cut longer ones short
 * (nf_conntrack-sysctl).
 */
export interface Lifetimes {
  readonly SYN_SENT: Micros;
  readonly SYN_RECV: Micros;
  readonly ESTABLISHED: Micros;
  readonly FIN_WAIT: Micros;
  readonly CLOSE_WAIT: Micros;
  readonly LAST_ACK: Micros;
  readonly TIME_WAIT: Micros;
  readonly CLOSE: Micros;
  readonly SYN_SENT2: Micros;
  readonly RETRANS: Micros;
  readonly UNACK: Micros;
}

export const linuxLifetimes: Lifetimes = {
  SYN_SENT: 120 * SECOND,
  SYN_RECV: 60 * SECOND,
  ESTABLISHED: 432_000 * SECOND,
  FIN_WAIT: 120 * SECOND,
  CLOSE_WAIT: 60 * SECOND,
  LAST_ACK: 30 * SECOND,
  TIME_WAIT: 120 * SECOND,
  CLOSE: 10 * SECOND,
  SYN_SENT2: 120 * SECOND,
  RETRANS: 300 * SECOND,
  UNACK: 300 * SECOND,
};

export interface EdgeSpec {
  readonly id: string;
  /**
   * The box's own addresses on that side, one per family (outside more, of which NAT takes), and the prefixes behind
   * it. All else is outside.
   */
  readonly inside: { readonly addresses: readonly string[]; readonly networks: readonly string[] };
  readonly outside: { readonly addresses: readonly string[] };
  readonly rules: readonly Rule[];
  /** For what no rule matches. */
  readonly policy: RulingAction;
  readonly nat: NatSpec | null;
  readonly forwards: readonly PortForward[];
  readonly helper: HelperSpec | null;
  /** Destinations it has no way to: blackhole or unreachable routes. The networks behind it come first. */
  readonly unroutable: readonly { readonly prefix: string; readonly how: 'drop' | 'host-unreachable' }[];
  readonly lifetimes: Lifetimes;
  /** Whether forwards also serve those inside who call the outside address (RFC 5382 REQ-8). */
  readonly hairpin: boolean;
  /** A host's own firewall: inside is its TCP. It lowers no TTL, and answers with the host's address. */
  readonly host?: true;
}

/**
 * A host's own firewall (nftables' input and output hooks): from outside is what comes, from inside what the host
 * sends.
 */
export const wallSpec = (id: string, addresses: readonly string[], rules: readonly Rule[]): EdgeSpec => ({
  id,
  inside: { addresses: [], networks: addresses.map((address) => `${address}/${address.includes(':') ? 128 : 32}`) },
  outside: { addresses: [] },
  rules,
  policy: 'accept',
  nat: null,
  forwards: [],
  helper: null,
  unroutable: [],
  lifetimes: linuxLifetimes,
  hairpin: false,
  host: true,
});
