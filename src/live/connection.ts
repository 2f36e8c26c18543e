/**
 * One TCP connection of a live process: the contract's commands over a node:net socket.
 *
 * Reading is pulled, as a real program reads: Node says that the socket is readable, that word waits in the inbox, and
 * only when the process comes to it are the octets read. What the process has not read stays unread, so that `pause`
 * fills the window and `close` knows whether to reset.
 */
import { connect, isIP, type Socket } from 'node:net';
import type { Command, Endpoint, HostEvent } from '../machine/contract';
import type { LayerCommand, LayerEvent } from '../machine/layer';
import type { Model } from '../machine/model';
import { Stack, type Surface } from '../sim/endpoint/stack';
import { errnoOf } from './errno';

/** Puts a word in the inbox; what it says is asked when its turn comes, and may by then be nothing (null). */
export type Post = (word: () => HostEvent | null) => void;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- layers of any context and input
export type AnyLayer = Model<any, LayerEvent, LayerCommand, any>;

/** Microseconds since the process's host began, and seconds since 1970 at that time. */
export type Clock = () => { readonly at: number; readonly epoch: number };

/** An address as the contract writes it: a dual-stack socket's '::ffff:192.0.2.1' is 192.0.2.1. */
const plain = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');

export const localOf = (socket: Socket): Endpoint => ({
  address: plain(socket.localAddress),
  port: socket.localPort ?? 0,
});
export const remoteOf = (socket: Socket): Endpoint => ({
  address: plain(socket.remoteAddress),
  port: socket.remotePort ?? 0,
});

/** Over a socket that is connected, or is connecting. It starts to read at once. */
export class Connection {
  private ours: 'open' | 'closing' | 'aborted' = 'open';
  private gone = false;
  private paused = false;
  private unsent = 0;
  private readonly stack: Stack;

  constructor(
    private readonly socket: Socket,
    private readonly name: string,
    private readonly post: Post,
    clock: Clock,
    remark: (command: Command) => void,
  ) {
    this.stack = new Stack(this.surface(clock, remark));
    socket.on('readable', () => post(() => this.read()));
    socket.on('end', () => this.stack.up({ type: 'peerClosed' }, []));
    socket.on('error', (error) => this.tell({ type: 'failed', subject: name, reason: errnoOf(error) }));
    socket.on('close', () => {
      this.gone = true;
      if (this.ours === 'closing') this.tellClosed();
    });
  }

  send(octets: Uint8Array): void {
    if (this.gone) return this.tell({ type: 'failed', subject: this.name, reason: 'EPIPE' });
    this.stack.send(octets, []);
  }

  shutdownWrite(): void {
    this.stack.close(true, []);
  }

  close(): void {
    // a layer takes all that has come, so that what is its own, a ticket say, does not reset
    if (this.stack.secured) this.read();
    if (this.leave('closing')) this.stack.close(false, []);
  }

  abort(): void {
    if (!this.leave('aborted')) return;
    if (this.socket.connecting) this.socket.destroy();
    else this.socket.resetAndDestroy();
  }

  /** Lets go of the socket, whatever its layers would still say. */
  drop(): void {
    this.ours = 'aborted';
    this.socket.destroy();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.post(() => this.read());
  }

  noDelay(on: boolean): void {
    this.socket.setNoDelay(on);
  }

  secure(layer: string, model: AnyLayer, input: unknown): void {
    this.stack.add(layer, model, input, []);
    this.post(() => this.read()); // what came before and was not read yet is the layer's
  }

  unsecure(silent?: true): void {
    this.stack.remove([], silent);
  }

  /** What the stack has of the socket beneath it and of the machine above. */
  private surface(clock: Clock, remark: (command: Command) => void): Surface {
    return {
      clock,
      transmit: (octets) => this.write(octets),
      close: (reading) => (reading ? void this.socket.end() : this.finish()),
      abort: () => void this.socket.resetAndDestroy(),
      whenRead: (run) =>
        this.post(() => {
          run();
          return null;
        }),
      notify: (word) =>
        this.tell(
          (word.type === 'failed' ? { ...word, subject: this.name } : { ...word, connection: this.name }) as HostEvent,
        ),
      record(layer, what) {
        if (what.type === 'note') remark({ type: 'note', reason: { code: 'of-layer', layer, why: what.reason } });
        return 0;
      },
    };
  }

  private tell(event: HostEvent): void {
    this.post(() => (this.ours === 'open' ? event : null));
  }

  private tellClosed(): void {
    this.post(() => ({ type: 'closed', connection: this.name }));
  }

  private read(): HostEvent | null {
    if (this.paused || this.ours !== 'open') return null;
    const octets = this.socket.read() as Uint8Array | null;
    if (!octets) return null;
    if (!this.stack.secured) return { type: 'received', connection: this.name, octets: new Uint8Array(octets) };
    this.stack.up({ type: 'received', octets: new Uint8Array(octets) }, []);
    return null;
  }

  private write(octets: Uint8Array): void {
    this.unsent++;
    this.socket.write(octets, (error) => {
      this.unsent--;
      if (!error && this.unsent === 0) this.tell({ type: 'drained', connection: this.name });
    });
  }

  /** Whether it was ours until now. */
  private leave(way: 'closing' | 'aborted'): boolean {
    const was = this.ours;
    this.ours = way;
    return was === 'open';
  }

  private finish(): void {
    const { socket } = this;
    if (this.gone) this.tellClosed();
    else if (socket.connecting) socket.destroy();
    else if (socket.readableLength > 0)
      socket.resetAndDestroy(); // unread octets: RFC 2525 2.17
    else socket.destroySoon();
  }
}

/**
 * An active open. Node sets SO_REUSEADDR on every socket that it binds, so `reuseAddress` is always granted.
 * Names are never looked up: what is no address is unreachable.
 */
export function connectionTo(
  remote: Endpoint,
  command: Extract<Command, { type: 'open' }>,
  post: Post,
  clock: Clock,
  remark: (command: Command) => void,
): Connection | null {
  const { connection, local } = command;
  const possible = [remote.address, ...(local?.address === undefined ? [] : [local.address])].every(
    (address) => isIP(address) !== 0,
  );
  if (!possible || remote.port > 65535) {
    post(() => ({ type: 'failed', subject: connection, reason: 'EADDRNOTAVAIL' }));
    return null;
  }
  const socket = connect({
    host: remote.address,
    port: remote.port,
    allowHalfOpen: true,
    ...(local?.address === undefined ? {} : { localAddress: local.address }),
    ...(local?.port === undefined ? {} : { localPort: local.port }),
  });
  const opened = new Connection(socket, connection, post, clock, remark);
  socket.once('connect', () => {
    const event: HostEvent = { type: 'opened', connection, local: localOf(socket), remote: remoteOf(socket) };
    post(() => event);
  });
  return opened;
}
