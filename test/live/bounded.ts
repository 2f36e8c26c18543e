/** A live server with bounds, and who dials it. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import { violationsOf } from '../../src/live/entry';
import { serve, type LiveServer, type ServerOptions } from '../../src/live/server';
import type { Command } from '../../src/machine/contract';
import type { Program } from '../../src/machine/program';
import { alone, noFiles, text } from './toys';

export let server: LiveServer | null = null;
export const dialled: Socket[] = [];
afterEach(async () => {
  for (const socket of dialled.splice(0)) socket.destroy();
  await server?.close();
});

export async function serving(program: Program, more: Partial<ServerOptions> = {}): Promise<void> {
  server = await serve({ port: 0, program }, { files: noFiles, ...more });
}

export async function dial(words = '', from = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port: server!.port, host: '127.0.0.1', localAddress: from });
  socket.on('error', () => {});
  dialled.push(socket);
  await once(socket, 'connect');
  if (words !== '') socket.write(words);
  return socket;
}

/** All that comes until the end. */
export async function last(socket: Socket): Promise<string> {
  let read = '';
  socket.on('data', (octets: Buffer) => (read += octets.toString()));
  await new Promise((closed) => socket.once('close', closed));
  return read;
}

export const goodbye = '421 Service not available, closing control connection.\r\n';
export const on = { connection: 'control' } as const;
export const names = (): readonly string[] => violationsOf(server!.log).map(({ code }) => code);
/** Does what it is told by the first octets of its control connection. */
export const told = (orders: Readonly<Record<string, readonly Command[]>>): Program =>
  alone((event) => (event.type === 'received' ? (orders[text(event.octets)] ?? []) : []));
export const echo = alone((event) =>
  event.type === 'received' ? [{ type: 'send', ...on, octets: event.octets }] : [],
);

/** Waits that come to their end when the test says so. */
export function waits() {
  const standing = new Set<{ readonly seconds: number; readonly run: () => void }>();
  return {
    standing: () => [...standing].map(({ seconds }) => seconds),
    after(seconds: number, run: () => void) {
      const wait = { seconds, run };
      standing.add(wait);
      return () => void standing.delete(wait);
    },
    pass: (seconds: number) => [...standing].filter((wait) => wait.seconds === seconds).forEach(({ run }) => run()),
  };
}
