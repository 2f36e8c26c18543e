/**
 * The contract between a host and its TCP: RFC 9293 3.9.1's user calls and arriving segments in, segments to
 * transmit and word for the user out. One machine is one connection.
 */
import type { TcpSegment } from '../wire/packet/tcp';
import type { Endpoint, Errno, Micros } from './contract';
import type { Reason } from '../wire/reason';

export type TcpTimer = 'retransmission' | 'delayedAck' | 'persist' | 'keepAlive' | 'timeWait';

/** What may differ from host to host; the defaults are Linux's as the recordings show them. */
export interface TcpSettings {
  /** Our MSS announcement, octets: 1460 on IPv4 over Ethernet, 1440 on IPv6 (RFC 9293 3.7.1). */
  readonly mss: number;
  readonly windowScale: number;
  readonly sackPermitted: boolean;
  /** Receive buffer, octets: the largest window we offer. */
  readonly receiveBuffer: number;
  /** Segments in the initial congestion window (RFC 6928: 10). */
  readonly initialWindow: number;
  /**
   * How many SYNs are retried and on what schedule: linear ones first (Linux tcp_syn_linear_timeouts), then doubling.
   */
  readonly synRetries: number;
  readonly synLinearTimeouts: number;
  readonly synAckRetries: number;
  /** Retransmissions of data before giving up (Linux tcp_retries2: 15). */
  readonly retries: number;
  readonly rtoInitial: Micros;
  readonly rtoMin: Micros;
  readonly rtoMax: Micros;
  readonly delayedAck: Micros;
  readonly timeWait: Micros;
  /** Idle time before the first keep-alive probe, or null for none; then every `keepAliveInterval`. */
  readonly keepAliveIdle: Micros | null;
  readonly keepAliveInterval: Micros;
  readonly keepAliveProbes: number;
}

export interface TcpInput {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Initial send sequence number, 0 to 2^32 - 1. */
  readonly iss: number;
  readonly settings: TcpSettings;
}

export type TcpEvent = { readonly at: Micros } &
  /** `passive` goes to LISTEN, else a SYN is transmitted. */
  (
    | { readonly type: 'OPEN'; readonly passive: boolean }
    | { readonly type: 'SEND'; readonly octets: Uint8Array; readonly urgent?: true; readonly more?: true }
    /** `reading`: still true for shutdown(SHUT_WR), which is RFC 9293's CLOSE; false for close(2). */
    | { readonly type: 'CLOSE'; readonly reading: boolean }
    | { readonly type: 'ABORT' }
    | { readonly type: 'PAUSE' }
    | { readonly type: 'RESUME' }
    | { readonly type: 'OPTION'; readonly noDelay: boolean }
    | { readonly type: 'arrived'; readonly segment: TcpSegment }
    /** An ICMP error about a segment of ours arrived (RFC 9293 3.9.2.2): fatal while connecting, else a note. */
    | { readonly type: 'unreachable'; readonly reason: Errno }
    | { readonly type: 'timeout'; readonly timer: TcpTimer }
  );

/** What TCP tells the user of the connection. `from` is the octet's offset in the received stream, from 0. */
export type UserEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'received'; readonly from: number; readonly octets: Uint8Array; readonly urgent?: true }
  | { readonly type: 'drained' }
  | { readonly type: 'peerClosed' }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly reason: Errno };

export type TcpCommand =
  | { readonly type: 'transmit'; readonly segment: TcpSegment; readonly again?: true }
  | { readonly type: 'arm'; readonly timer: TcpTimer; readonly after: Micros }
  | { readonly type: 'cancel'; readonly timer: TcpTimer }
  | { readonly type: 'tell'; readonly told: UserEvent }
  /** The connection is gone; the host may forget it. */
  | { readonly type: 'delete' }
  | { readonly type: 'note'; readonly reason: Reason; readonly source?: string }
  | { readonly type: 'violation'; readonly reason: Reason };
