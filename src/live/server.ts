/** Serves a real client from a service's machines: each control connection that is accepted starts a process. */
import { createServer, type AddressInfo } from 'node:net';
import type { Files } from '../machine/files';
import type { Service } from '../machine/program';
import { clockFromNow, wallClock } from './client';
import type { LiveEntry } from './entry';
import { startProcess, type LiveHost, type LiveProcess } from './process';

export interface ServerOptions {
  /** Loopback alone: nothing is offered to the network. */
  readonly address: '127.0.0.1' | '::1';
  /** 0 takes any that is free; the service's own when left out. */
  readonly port?: number;
  readonly files: Files;
  /** Seconds since 1970-01-01 00:00 UTC; the wall clock when left out. */
  readonly epoch?: number;
  /** Whether `think` takes its time; else it takes none. */
  readonly think?: boolean;
}

export interface LiveServer {
  readonly port: number;
  /** Grows while it serves. */
  readonly log: readonly LiveEntry[];
  /** The store as it is now. */
  files(): Files;
  /** Resolves as soon as no session is left. */
  idle(): Promise<void>;
  /** Kills what still runs and stops listening. */
  close(): Promise<void>;
}

/** Rejects with Node's error when the port cannot be bound. */
export async function serve(service: Service, options: ServerOptions): Promise<LiveServer> {
  const { address, port = service.port, epoch = wallClock(), think = false } = options;
  const store = { files: options.files };
  const log: LiveEntry[] = [];
  const host: LiveHost = { address, hosts: {}, store, epoch, think, clock: clockFromNow(), log };
  /** The sessions, and the address that each serves. */
  const running = new Map<LiveProcess, string>();
  let sessions = 0;
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    const session = startProcess(service.program, host, sessions++);
    const from = socket.remoteAddress ?? '';
    running.set(session, from);
    void session.exited.then(() => running.delete(session));
    session.serve(socket, {
      all: running.size,
      address: [...running.values()].filter((address) => address === from).length,
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    log,
    files: () => store.files,
    async idle() {
      while (running.size > 0) await Promise.all([...running.keys()].map((session) => session.exited));
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of running.keys()) session.kill();
      await closed;
    },
  };
}
