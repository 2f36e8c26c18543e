/**
 * The contract between a protocol machine and whoever hosts it.
 *
 * Events come in, commands go out, both plain values. In the simulator the world performs the commands over our
 * own TCP; live, a Node adapter performs the very same commands with node:net. What one of the two cannot give is
 * not in here (urgent data and raw probes alone are exempt: node:net has neither).
 *
 * A host runs *processes*; a process is one or more machines that share it, each under a name of its own ('pi',
 * 'dtp'). A process is sequential, as the real programs are: while it thinks, events wait in its inbox.
 */
import type { Message } from '../wire/message';
import type { TcpOptions } from '../wire/packet/tcp';
import type { Files } from './files';
import type { Reason } from '../wire/reason';

/** Virtual time, in whole microseconds from the start of the run. */
export type Micros = number;

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What a connection is for; the trace numbers connections by it: `control 1`, `data 2`. */
export type Purpose = 'control' | 'data';

/** Why a socket call or a connection failed: the errno that a program would read (POSIX.1-2017, errno.h). */
export type Errno =
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'ETIMEDOUT'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'EPIPE'
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'EACCES'
  | 'EAFNOSUPPORT';

/** Which port a listener wants: one, any of the host's ephemeral pool, or any of a range drawn by the host. */
export type PortChoice = number | 'ephemeral' | { readonly from: number; readonly to: number };

/** A terminal's streams: what its user types, and what a program writes to standard output and standard error. */
export type Stream = 'in' | 'out' | 'err';

/** What one machine of a process asks of another. `name` is imperative, as commands are. */
export interface Call {
  readonly name: string;
  readonly [argument: string]: unknown;
}

/** Connections and listeners are named by the machine that opens them; an accepted connection by the `accept`. */
export type HostEvent =
  | { readonly type: 'started' }
  /**
   * On a service `peers` counts its connections as they stand, this one among them: all, and those from the same
   * address.
   */
  | {
      readonly type: 'accepted';
      readonly listener: string;
      readonly connection: string;
      readonly local: Endpoint;
      readonly remote: Endpoint;
      readonly peers?: { readonly all: number; readonly address: number };
    }
  | { readonly type: 'listening'; readonly listener: string; readonly local: Endpoint }
  | { readonly type: 'opened'; readonly connection: string; readonly local: Endpoint; readonly remote: Endpoint }
  | { readonly type: 'received'; readonly connection: string; readonly octets: Uint8Array; readonly urgent?: true }
  /** All octets sent so far have been taken by the transport: a blocking write would have returned. */
  | { readonly type: 'drained'; readonly connection: string }
  /** `farewell`: a layer's, which is octets; TCP's FIN may follow. */
  | { readonly type: 'peerClosed'; readonly connection: string; readonly farewell?: true }
  /** The layer that `secure` put on the connection has finished its handshake; what it came to. */
  | { readonly type: 'secured'; readonly connection: string; readonly facts: Readonly<Record<string, unknown>> }
  /**
   * The layer has something to resume by: input for another connection's layer. `once`: it should be offered once only
   * (RFC 8446 appendix C.4).
   */
  | { readonly type: 'resumable'; readonly connection: string; readonly session: unknown; readonly once?: true }
  /** After `unsecure`: the connection is in the clear again. */
  | { readonly type: 'unsecured'; readonly connection: string }
  /**
   * A layer failed: its own name for it (an alert's, for TLS), why, and what was found (layer.ts). The
   * connection is still there.
   */
  | {
      readonly type: 'broken';
      readonly connection: string;
      readonly name: string;
      readonly why: Reason;
      readonly detail?: string;
    }
  /** After `close`: our FIN is acknowledged, or the connection is gone. What a lingering close() waits for. */
  | { readonly type: 'closed'; readonly connection: string }
  /** `subject` is a connection, or a listener that could not be bound. */
  | { readonly type: 'failed'; readonly subject: string; readonly reason: Errno }
  /**
   * What came back to a `probe`: a segment with these control bits, or, `unreachable` being its code, an ICMP
   * destination unreachable. `timeToLive` is the packet's as it came.
   */
  | {
      readonly type: 'answered';
      readonly connection: string;
      readonly from: string;
      readonly timeToLive: number;
      readonly flags: number;
      readonly unreachable: number | null;
    }
  | { readonly type: 'timeout'; readonly timer: string }
  | { readonly type: 'called'; readonly from: string; readonly call: Call };

/** What the host adds to every event it hands over: the clock, and the files the process can see. */
interface Surroundings {
  readonly at: Micros;
  /** Seconds since 1970-01-01 00:00 UTC at which virtual time 0 lies. */
  readonly epoch: number;
  readonly files: Files;
}

export type MachineEvent = HostEvent & Surroundings;

export type Command =
  | {
      readonly type: 'open';
      readonly connection: string;
      readonly purpose: Purpose | 'other';
      readonly remote: Endpoint;
      readonly local?: { readonly address?: string; readonly port?: number; readonly reuseAddress?: boolean };
    }
  /**
   * A SYN of the program's own making, past the kernel's TCP, as from a raw socket: `answered` follows for all that
   * comes back. The kernel knows of no connection and answers a SYN,ACK with RST (RFC 9293 3.5.2). Needs privilege.
   */
  | {
      readonly type: 'probe';
      readonly connection: string;
      readonly remote: Endpoint;
      readonly localPort: number;
      readonly window: number;
      readonly options: TcpOptions;
      /** The time to live is drawn from these. */
      readonly timeToLive: { readonly from: number; readonly to: number };
    }
  /**
   * `address` null listens on every address of the host. The kernel completes handshakes by itself; `accept` takes one.
   */
  | {
      readonly type: 'listen';
      readonly listener: string;
      readonly purpose: Purpose;
      readonly address: string | null;
      readonly port: PortChoice;
    }
  /**
   * Take the next established connection of the listener and call it `connection`; `accepted` follows when there is
   * one.
   */
  | { readonly type: 'accept'; readonly listener: string; readonly connection: string }
  /** Close the listener; connections that nobody accepted are reset. A pending `accept` is withdrawn. */
  | { readonly type: 'unlisten'; readonly listener: string }
  /**
   * `more`: a segment that is not full waits for more octets or the close, as under TCP_CORK; node:net sends it at
   * once.
   */
  | {
      readonly type: 'send';
      readonly connection: string;
      readonly octets: Uint8Array;
      readonly urgent?: true;
      readonly more?: true;
    }
  /** shutdown(SHUT_WR): a FIN after what is queued; reading goes on. */
  | { readonly type: 'shutdownWrite'; readonly connection: string }
  /** close(2): both directions; unread octets turn the FIN into a RST (RFC 2525 2.17). */
  | { readonly type: 'close'; readonly connection: string }
  | { readonly type: 'abort'; readonly connection: string }
  /**
   * Put a layer of the program's on the connection, above those that are there. Octets that came and were not handed
   * over yet are the layer's; what the machine has read and not used is the machine's to discard (RFC 4217 15).
   */
  | { readonly type: 'secure'; readonly connection: string; readonly layer: string; readonly input: unknown }
  /** Take the topmost layer off again, with its farewell; `silent`: without, as one who writes past it. */
  | { readonly type: 'unsecure'; readonly connection: string; readonly silent?: true }
  /** Stop and go on reading; meanwhile the window shrinks. */
  | { readonly type: 'pause'; readonly connection: string }
  | { readonly type: 'resume'; readonly connection: string }
  /** Socket options that the recordings show: TCP_NODELAY. */
  | { readonly type: 'option'; readonly connection: string; readonly noDelay: boolean }
  | { readonly type: 'arm'; readonly timer: string; readonly after: Micros }
  | { readonly type: 'cancel'; readonly timer: string }
  /** The process is busy so long; later commands of this step and later events wait. */
  | { readonly type: 'think'; readonly for: Micros }
  /** Delivered to the other machine of the process before the next event of the queue. */
  | { readonly type: 'call'; readonly to: string; readonly call: Call }
  | { readonly type: 'change'; readonly change: import('./files').FileChange }
  /** A message of the dialogue as this machine sent or read it; what the dialogue depth of the diagram shows. */
  | {
      readonly type: 'message';
      readonly connection: string;
      readonly way: 'sent' | 'received';
      readonly message: Message;
    }
  /**
   * A line that the user of a client reads or has typed ('in'), or that a server writes to its log. A user's line is on
   * standard error where no stream is named; `chatter` is what a client says without complaining.
   */
  | {
      readonly type: 'say';
      readonly to: 'user' | 'log';
      readonly text: string;
      readonly stream?: Stream;
      readonly chatter?: true;
    }
  /** A step of the work is over: `index` in the scenario's actions. */
  | { readonly type: 'achieve'; readonly action: number; readonly ok: boolean }
  | { readonly type: 'note'; readonly reason: Reason; readonly source?: string }
  | { readonly type: 'violation'; readonly reason: Reason }
  /** The process ends; the kernel closes what it left open. */
  | { readonly type: 'exit'; readonly code: number };
