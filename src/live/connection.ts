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
import { Stack } from '../sim/endpoint/stack';
import { errnoOf } from './errno';

/** Puts a word in the inbox; what it says is asked when its turn comes, and may by then be nothing (null). */
export type Post = (word: () => HostEvent | null) => void;

export interface Connection {
  send(octets: Uint8Array): void;
  shutdownWrite(): void;
  close(): void;
  abort(): void;
  /** Lets go of the socket, whatever its layers would still say. */
  drop(): void;
  pause(): void;
  resume(): void;
  noDelay(on: boolean): void;
  secure(name: string, layer: AnyLayer, input: unknown): void;
  unsecure(silent?: true): void;
}

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

/** Takes a socket that is connected, or is connecting. It starts to read at once. */
export function connectionOver(
  socket: Socket,
  connection: string,
  post: Post,
  clock: Clock,
  remark: (command: Command) => void,
): Connection {
  let ours: 'open' | 'closing' | 'aborted' = 'open';
  let gone = false;
  let paused = false;
  let unsent = 0;
  const tell = (event: HostEvent): void => post(() => (ours === 'open' ? event : null));
  const read = (): HostEvent | null => {
    if (paused || ours !== 'open') return null;
    const octets = socket.read() as Uint8Array | null;
    if (!octets) return null;
    if (!stack.secured) return { type: 'received', connection, octets: new Uint8Array(octets) };
    stack.up({ type: 'received', octets: new Uint8Array(octets) }, []);
    return null;
  };
  const leave = (way: 'closing' | 'aborted'): boolean => {
    const was = ours;
    ours = way;
    return was === 'open';
  };
  const write = (octets: Uint8Array): void => {
    unsent++;
    socket.write(octets, (error) => {
      unsent--;
      if (!error && unsent === 0) tell({ type: 'drained', connection });
    });
  };
  const finish = (): void => {
    if (gone) post(() => ({ type: 'closed', connection }));
    else if (socket.connecting) socket.destroy();
    else if (socket.readableLength > 0)
      socket.resetAndDestroy(); // unread octets: RFC 2525 2.17
    else socket.destroySoon();
  };
  const stack = new Stack({
    clock,
    transmit: write,
    close: (reading) => (reading ? void socket.end() : finish()),
    abort: () => void socket.resetAndDestroy(),
    whenRead: (run) =>
      post(() => {
        run();
        return null;
      }),
    notify: (word) =>
      tell((word.type === 'failed' ? { ...word, subject: connection } : { ...word, connection }) as HostEvent),
    record(layer, what) {
      if (what.type === 'note') remark({ type: 'note', reason: { code: 'of-layer', layer, why: what.reason } });
      return 0;
    },
  });
  socket.on('readable', () => post(read));
  socket.on('end', () => stack.up({ type: 'peerClosed' }, []));
  socket.on('error', (error) => tell({ type: 'failed', subject: connection, reason: errnoOf(error) }));
  socket.on('close', () => {
    gone = true;
    if (ours === 'closing') post(() => ({ type: 'closed', connection }));
  });
  return {
    send(octets) {
      if (gone) return tell({ type: 'failed', subject: connection, reason: 'EPIPE' });
      stack.send(octets, []);
    },
    shutdownWrite: () => stack.close(true, []),
    close() {
      // a layer takes all that has come, so that what is its own, a ticket say, does not reset
      if (stack.secured) read();
      if (leave('closing')) stack.close(false, []);
    },
    abort() {
      if (!leave('aborted')) return;
      if (socket.connecting) socket.destroy();
      else socket.resetAndDestroy();
    },
    drop() {
      ours = 'aborted';
      socket.destroy();
    },
    pause: () => void (paused = true),
    resume() {
      paused = false;
      post(read);
    },
    noDelay: (on) => void socket.setNoDelay(on),
    secure(name, layer, input) {
      stack.add(name, layer, input, []);
      post(read); // what came before and was not read yet is the layer's
    },
    unsecure: (silent) => stack.remove([], silent),
  };
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
  const opened = connectionOver(socket, connection, post, clock, remark);
  socket.once('connect', () => {
    const event: HostEvent = { type: 'opened', connection, local: localOf(socket), remote: remoteOf(socket) };
    post(() => event);
  });
  return opened;
}
