/** The manners of a scanner, as data: what its probes look like, how long it waits, and its own words. */
import type { Errno, Micros } from '../machine/contract';
import type { TcpOptions } from '../wire/packet/tcp';

/** Scanners whose manners are known; where the recordings name one, by that name. */
export const scannerNames = ['nmap'] as const;
export type ScannerName = (typeof scannerNames)[number];

type PortState = 'open' | 'closed' | 'filtered';

export interface Found {
  readonly state: PortState;
  readonly reason: string;
}

export interface Timing {
  /** How often an unanswered probe is sent again. */
  readonly retries: number;
  /** From one probe to the next at least, microseconds, as are the rest. */
  readonly betweenProbes: Micros;
  /** How long the first probe is waited for, and the bounds of what is learnt from answers. */
  readonly initialTimeout: Micros;
  readonly leastTimeout: Micros;
  readonly longestTimeout: Micros;
  readonly leastVariance: Micros;
  readonly mostVariance: Micros;
}

export interface ScannerProfile {
  readonly name: ScannerName;
  readonly version: string;
  readonly source: string;
  /** The SYN that a SYN scan makes itself. */
  readonly probe: {
    readonly window: number;
    readonly options: TcpOptions;
    readonly timeToLive: { readonly from: number; readonly to: number };
    readonly sourcePort: number;
  };
  readonly timing: Timing;
  /** What an ICMP destination unreachable is called, by IP version and code: `ipv4 13`. */
  readonly reasons: Readonly<Record<string, string>>;
  /** What a failed connect() tells of a port. */
  readonly errors: Readonly<Partial<Record<Errno, Found>>>;
  /** Names of ports. */
  readonly services: Readonly<Record<string, string>>;
}
