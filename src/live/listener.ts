/**
 * A listener of a live process. Node accepts by itself, as the kernel completes handshakes by itself: connections wait
 * here, unread and in order, until the machine accepts them.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { PortChoice } from '../machine/contract';
import type { Post } from './connection';
import { CAPS } from '../wire/caps';
import { errnoOf } from './errno';

export interface Listener {
  /** Hands over the next connection, now or when there is one. */
  accept(connection: string): void;
  close(): void;
}

/** The ports to try, in order; 0 lets the kernel choose. A range is tried from a random port on, round to it again. */
export function portsOf(choice: PortChoice, random: () => number = Math.random): number[] {
  if (choice === 'ephemeral') return [0];
  if (typeof choice === 'number') return [choice];
  const count = Math.max(0, choice.to - choice.from + 1);
  const first = Math.floor(random() * count);
  return Array.from({ length: count }, (_, index) => choice.from + ((first + index) % count));
}

/**
 * `address` null is every address. `adopt` gets each accepted socket, still paused, with the name that `accept` gave.
 */
export function listenerOn(
  listener: string,
  address: string | null,
  choice: PortChoice,
  post: Post,
  adopt: (socket: Socket, connection: string) => void,
): Listener {
  const ports = portsOf(choice);
  const arrived: Socket[] = [];
  const wanted: string[] = [];
  let open = true;
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    socket.on('error', () => {}); // until it is accepted nobody hears of it
    if (arrived.length >= CAPS.waiting.most) return void socket.resetAndDestroy();
    arrived.push(socket);
    match();
  });
  const match = (): void => {
    while (arrived.length > 0 && wanted.length > 0) adopt(arrived.shift() as Socket, wanted.shift() as string);
  };
  const bind = (): void => {
    const port = ports.shift();
    server.listen({ port: port ?? 0, ...(address === null ? {} : { host: address }) });
  };
  server.on('listening', () => {
    const bound = server.address() as AddressInfo;
    post(() => (open ? { type: 'listening', listener, local: { address: bound.address, port: bound.port } } : null));
  });
  server.on('error', (error) => {
    const reason = errnoOf(error);
    if (!open) return;
    if (reason === 'EADDRINUSE' && ports.length > 0) bind();
    else post(() => (open ? { type: 'failed', subject: listener, reason } : null));
  });
  bind();
  return {
    accept(connection) {
      wanted.push(connection);
      match();
    },
    close() {
      open = false;
      wanted.length = 0;
      for (const socket of arrived.splice(0)) socket.resetAndDestroy();
      server.close();
    },
  };
}
