/** Serves a real client from a service's machines: each control connection that is accepted starts a process. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Files } from '../machine/files';
import type { Service } from '../machine/program';
import { clockFromNow, wallClock } from './client';
import type { LiveEntry } from './entry';
import { startProcess, thrown, type LiveHost, type LiveProcess } from './process';

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

/** RFC 959 section 4.2: the reply to any command, or to none, where the service must end. */
const lastWords = new TextEncoder().encode('421 Service not available, closing control connection.\r\n');

/** Rejects with Node's error when the port cannot be bound. */
export async function serve(service: Service, options: ServerOptions): Promise<LiveServer> {
  const { address, port = service.port, epoch = wallClock(), think = false } = options;
  const store = { files: options.files };
  const log: LiveEntry[] = [];
  const clock = clockFromNow();
  const record = (entry: LiveEntry): void => void log.push(entry);
  const host: LiveHost = { address, hosts: {}, store, epoch, think, clock, record, lastWords };
  /** The sessions, and the address that each serves. */
  const running = new Map<LiveProcess, string>();
  let sessions = 0;
  const remark = (process: number, name: string, text: string): void =>
    record({ at: clock(), process, machine: 'host', command: { type: 'violation', name, text } });
  /** Says its last words to a connection that no session serves. */
  const refuse = (socket: Socket, number: number, name: string, text: string): void => {
    remark(number, name, text);
    socket.on('error', () => {});
    socket.end(lastWords);
    socket.destroySoon();
  };
  const startedFor = (socket: Socket, number: number): LiveProcess | null => {
    try {
      return startProcess(service.program, host, number);
    } catch (error) {
      refuse(socket, number, 'machine-threw', thrown(error));
      return null;
    }
  };
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    const number = sessions++;
    const session = startedFor(socket, number);
    if (!session) return;
    const from = socket.remoteAddress ?? '';
    running.set(session, from);
    const ended = (): void => void running.delete(session);
    session.exited.then(ended, ended); // what it threw is in the log
    session.serve(socket, {
      all: running.size,
      address: [...running.values()].filter((address) => address === from).length,
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, resolve);
  });
  server.on('error', (error) => remark(sessions, 'accept-failed', error.message)); // EMFILE, say
  return {
    port: (server.address() as AddressInfo).port,
    log,
    files: () => store.files,
    async idle() {
      while (running.size > 0) await Promise.allSettled([...running.keys()].map((session) => session.exited));
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of running.keys()) session.kill();
      await closed;
    },
  };
}
