/**
 * The contract between a host and a layer that lies between TCP and a protocol machine: TLS, later SSH's transport. A
 * connection's endpoint is an ordered stack, plain data owned by the host: TCP, then these, then the machine that owns
 * it.
 *
 * `below` is the side of the wire, `above` the side of the protocol machine.
 */
import type { Micros } from './contract';
import type { Reason } from '../wire/reason';

export type LayerEvent = { readonly at: Micros; readonly epoch: number } &
  /** The layer is put on the connection; a client begins its handshake. */
  (
    | { readonly type: 'started' }
    /** Octets came from below: from the wire, or through the layer beneath. */
    | { readonly type: 'arrived'; readonly octets: Uint8Array }
    /** The peer closed its direction below, with or without a close of this layer's own before. */
    | { readonly type: 'ended' }
    /** The machine above sends. */
    | { readonly type: 'SEND'; readonly octets: Uint8Array }
    /** The machine above closes: this layer says its own farewell (close_notify) before TCP's FIN. */
    | { readonly type: 'CLOSE' }
    /** The machine above takes the layer off and goes on in the clear (CCC, RFC 4217 12.3). */
    | { readonly type: 'REMOVE'; readonly silent?: true }
    /** The answer to `continue`: octets that came may hold several messages, and one event is one transition. */
    | { readonly type: 'continued' }
  );

export type LayerCommand =
  /** Octets for below. */
  | { readonly type: 'transmit'; readonly octets: Uint8Array }
  /** The handshake is done: both ends' facts, for the machine above and for the trace. */
  | { readonly type: 'secured'; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly type: 'received'; readonly octets: Uint8Array }
  /** The peer said farewell in this layer. */
  | { readonly type: 'peerClosed' }
  /**
   * Our farewell is said and the layer is done: TCP may be closed, or, after REMOVE, the connection goes on in the
   * clear. `unread`: octets are left that the program never read, and closing resets (RFC 2525 2.17).
   */
  | { readonly type: 'closed'; readonly unread?: true }
  /**
   * The layer failed: its name, in the alert's spelling where there is one, and why. `detail` is what was found:
   * 'alert' where the peer said it, 'stranger' where the peer speaks another protocol, or what is wrong with a
   * certificate.
   */
  | { readonly type: 'failed'; readonly name: string; readonly why: Reason; readonly detail?: string }
  /**
   * A message of the layer's own dialogue, for the diagram: `ClientHello`, `Finished`, `Alert close_notify`. One for
   * each record that is sent; `octets` is what the record holds, as it was before protection, and absent where it goes
   * in the clear.
   */
  | {
      readonly type: 'message';
      readonly way: 'sent' | 'received';
      readonly name: string;
      /** What else there is to say of it, as code and facts. */
      readonly said: Reason | null;
      readonly protected: boolean;
      readonly octets?: Uint8Array;
    }
  /**
   * There is more to do with what has come: `continued` follows at once, before any other event. The last of its step.
   */
  | { readonly type: 'continue' }
  /**
   * Something to resume by, as plain data: the machine above keeps it, and gives it as input to another connection's
   * layer. `once`: it should be offered once only.
   */
  | { readonly type: 'session'; readonly session: unknown; readonly once?: true }
  /** A line of an SSLKEYLOGFILE, for captures. */
  | { readonly type: 'secret'; readonly label: string; readonly clientRandom: string; readonly secret: string }
  | { readonly type: 'note'; readonly reason: Reason; readonly source?: string };
