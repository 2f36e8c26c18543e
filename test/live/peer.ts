/** The other side as a plain node:net server on loopback, and the words of the toys that meet it. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach } from 'vitest';
import type { Command, HostEvent } from '../../src/machine/contract';
import { runClient, type LiveResult } from '../../src/live/client';
import { alone, noFiles, type Answer } from './toys';

export const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A plain node:net server on loopback, as the other side. */
export async function peer(meets: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    meets(socket);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

export const run = (answer: Answer): Promise<LiveResult> =>
  runClient(alone(answer), { files: noFiles, signal: AbortSignal.timeout(20_000) });

export const eventsOf = (result: LiveResult): HostEvent[] =>
  result.log.flatMap((entry) => ('event' in entry ? [entry.event] : []));
export const typesOf = (result: LiveResult): string[] => eventsOf(result).map((event) => event.type);

export const dial = (port: number): Command => ({
  type: 'open',
  connection: 'control',
  purpose: 'control',
  remote: { address: '127.0.0.1', port },
});
export const tick: Command = { type: 'arm', timer: 't', after: 10_000 };
export const exit: Command = { type: 'exit', code: 0 };
export const on = { connection: 'control' } as const;

/** The second is dialled when the first stands, so that their order is known. */
export async function dialTwice(port: number, dialled: Socket[]): Promise<void> {
  for (const word of ['first', 'second']) {
    const socket = connect(port, '127.0.0.1', () => socket.write(word));
    socket.on('error', () => {});
    dialled.push(socket);
    await once(socket, 'connect');
  }
}
