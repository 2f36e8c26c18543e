/**
 * What protocol interpreter and data transfer process of one process say to one another. RFC 959 section 2.3 draws the
 * line between them and leaves what crosses it to the implementation.
 */
import type { Call, Command, Endpoint, Errno, HostEvent, Micros, PortChoice } from '../../machine/contract';
import type { FileNode } from '../../machine/files';
import { stretch } from '../../wire/octets';
import type { Broken, Kept } from './sessions';
import type { Failure, Securing } from './requests';

export type ToUserDtp =
  | { readonly name: 'connect'; readonly remote: Endpoint; readonly noDelay?: true }
  | { readonly name: 'listen'; readonly address: string }
  | { readonly name: 'accept' }
  /** Puts TLS on the connection. `unwraps`: before it closes it says close_notify and waits for the server's. */
  | ({ readonly name: 'secure'; readonly unwraps?: true } & Omit<Securing, 'name'>)
  /**
   * `path` null: a listing, kept by nobody. `node` gives the file its owner and mode, `before` its first octets where
   * the rest of it comes. `text`: CR LF becomes LF.
   */
  | {
      readonly name: 'receive';
      readonly path: string | null;
      readonly node: Owned;
      readonly patience?: Micros;
      readonly before?: Uint8Array;
      readonly text?: true;
    }
  /** Tells of the first octets, reads no more than so many and leaves the rest unread. */
  | { readonly name: 'taste'; readonly octets: number; readonly patience?: Micros }
  /** `block`: octets handed to TCP at a time. */
  | { readonly name: 'send'; readonly octets: Uint8Array; readonly block?: number }
  | { readonly name: 'forget' };

export type ToServerDtp =
  | { readonly name: 'listen'; readonly address: string; readonly port: PortChoice }
  /** Connect to `remote`, or without one accept on the listener; `peer` is the only address that may come. */
  | {
      readonly name: 'open';
      readonly remote: Endpoint | null;
      readonly local: Local | null;
      readonly peer: string | null;
      readonly patience: Micros;
      readonly stall: Micros;
    }
  /** `corked`: the last octets wait for the close. */
  | { readonly name: 'send'; readonly octets: Uint8Array; readonly pace?: Pace; readonly corked?: true }
  /**
   * `before`: what the file holds already, for APPE and REST; `beneath`: what lies there and stays where nothing is
   * put. `text`: CR LF becomes LF.
   */
  | {
      readonly name: 'receive';
      readonly path: string;
      readonly before: Uint8Array;
      readonly beneath?: Uint8Array;
      /** How many octets the disk has room for. */
      readonly room?: number;
      readonly node: Owned;
      readonly pace?: Pace;
      readonly text?: true;
    }
  /** Puts TLS on the data connection; the peer's hello is awaited. */
  | { readonly name: 'secure'; readonly input: Securing; readonly patience: Micros; readonly noDelay?: true }
  /** Says farewell to TLS and waits for the peer's. */
  | { readonly name: 'part'; readonly noDelay?: true }
  /** After `progress`: go on. */
  | { readonly name: 'proceed' }
  /** Ends the transfer where it is, and closes as `close` does. */
  | { readonly name: 'abort'; readonly lingering: Micros }
  /** `lingering`: shut our own direction and wait so long for the peer to close his; else both are closed. */
  | { readonly name: 'close'; readonly lingering?: Micros }
  | { readonly name: 'forget' };

/** A rate in octets a second, kept by resting after each block; the first may go for nothing. */
export interface Pace {
  readonly rate: number;
  readonly block: number;
  readonly firstFree: boolean;
  /** Where blocks end that were read from the file and then became longer. */
  readonly ends?: readonly number[];
}

interface Local {
  readonly address: string;
  readonly port: number;
  readonly reuseAddress: true;
}

export type Owned = Omit<FileNode, 'octets' | 'modified' | 'type'>;

export type ToPi =
  | { readonly name: 'listening'; readonly local: Endpoint }
  | { readonly name: 'unlistened'; readonly reason: Errno }
  | { readonly name: 'opened' | 'accepted' }
  | { readonly name: 'unopened'; readonly reason: Errno | 'timeout' | 'stranger' }
  /** The last octet is with TCP. */
  | { readonly name: 'sent'; readonly size: number }
  /** The peer has closed: that was all (RFC 959 section 3.4.1). */
  | { readonly name: 'ended'; readonly size: number; readonly listing?: string }
  /** The disk took so many octets and no more. */
  | { readonly name: 'full'; readonly size: number }
  /** A block has moved and the rest after it is over: `proceed` or `abort` is awaited. */
  | { readonly name: 'progress'; readonly size: number }
  | { readonly name: 'closed' }
  | { readonly name: 'broken'; readonly reason: Errno; readonly size: number }
  | { readonly name: 'stalled' };

export type ToServerPi =
  | ToPi
  /** TLS lies on the data connection; what the handshake came to. */
  | { readonly name: 'secured'; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly name: 'notSecured'; readonly failure: Failure }
  /** TLS is off the data connection again. */
  | { readonly name: 'parted' }
  /** A TLS session that can be resumed. */
  | { readonly name: 'resumable'; readonly session: unknown };

/** The first octets of a download that is only tasted. */
export type ToUserPi =
  | ToPi
  | { readonly name: 'arrived' }
  /** TLS is done; what came of it (`secured` in the contract). */
  | { readonly name: 'dataSecured'; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly name: 'dataInsecure'; readonly fault: Broken; readonly size: number }
  | { readonly name: 'resumable'; readonly kept: Kept };

/** A typed call, as the contract carries it. */
export function call(to: 'pi', what: ToUserPi | ToServerPi): Command;
export function call(to: 'dtp', what: ToUserDtp | ToServerDtp): Command;
export function call(to: string, what: object): Command {
  return { type: 'call', to, call: what as Call };
}

/** What was called, or null for any other event. */
export function called<T>(event: HostEvent): T | null {
  return event.type === 'called' ? (event.call as unknown as T) : null;
}

/** A file of these octets. `modified` in seconds since 1970. */
export function fileNode(owned: Owned, octets: Uint8Array, modified: number): FileNode {
  return { ...owned, type: 'file', octets, modified: Math.floor(modified) };
}

/** What came, the last piece first: adding one copies nothing, however many there are. */
export type Pieces = { readonly octets: Uint8Array; readonly before: Pieces } | null;

/** `first`, then the whole of what came in `size` octets. */
export function joined(pieces: Pieces, size: number, first?: Uint8Array): Uint8Array {
  const there = first ? null : stretch(listed(pieces));
  // A small part of a buffer would keep the whole of it.
  if (there && 2 * there.length >= there.buffer.byteLength) return there;
  const start = first?.length ?? 0;
  const whole = new Uint8Array(start + size);
  if (first) whole.set(first);
  let at = whole.length;
  for (let piece = pieces; piece !== null; piece = piece.before) {
    at -= piece.octets.length;
    whole.set(piece.octets, at);
  }
  return whole;
}

function listed(pieces: Pieces): readonly Uint8Array[] {
  const list: Uint8Array[] = [];
  for (let piece = pieces; piece !== null; piece = piece.before) list.push(piece.octets);
  return list.reverse();
}
