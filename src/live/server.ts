/** Serves a real client from a service's machines: each control connection that is accepted starts a process. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Files } from '../machine/files';
import type { Service } from '../machine/program';
import { clockFromNow, wallClock } from './client';
import { CAPS } from '../wire/caps';
import { boundsOf } from './bounds';
import { deadlinesOf, wallAfter, type After } from './deadlines';
import type { LiveEntry } from './entry';
import { ringOf } from './ring';
import { startProcess, thrown, type LiveHost, type LiveProcess } from './process';
import type { HostViolation } from '../machine/host-note';

export interface ServerOptions {
  /** Loopback when left out: nothing is offered to the network. */
  readonly address?: string;
  /** 0 takes any that is free; the service's own when left out. */
  readonly port?: number;
  readonly files: Files;
  /** Whether sessions may change the store; else who tries is ended. */
  readonly writable?: boolean;
  /** Seconds since 1970-01-01 00:00 UTC; the wall clock when left out. */
  readonly epoch?: number;
  /** Whether `think` takes its time; else it takes none. */
  readonly think?: boolean;
  /** What deadlines are timed by; the wall clock when left out. */
  readonly after?: After;
}

export interface LiveServer {
  readonly port: number;
  /** The newest entries. */
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
  const { address = '127.0.0.1', port = service.port, epoch = wallClock(), think = false } = options;
  const { writable = false, after = wallAfter } = options;
  const store = { files: options.files };
  const clock = clockFromNow();
  const { entries: log, record } = ringOf(CAPS.liveLog.most, CAPS.liveLogOctets.most);
  const watches: LiveHost['watches'] = [
    (evict) => deadlinesOf(after, evict),
    (evict) => boundsOf({ writable, first: options.files, store }, evict),
  ];
  const host: LiveHost = { address, hosts: {}, store, epoch, think, clock, record, lastWords, watches };
  /** The sessions, and the address that each serves. */
  const running = new Map<LiveProcess, string>();
  /** Control connections that are not closed yet, and whose they are. */
  const sockets = new Map<Socket, string>();
  let sessions = 0;
  const remark = (process: number, reason: HostViolation): void =>
    record({ at: clock(), process, machine: 'host', command: { type: 'violation', reason } });
  /** Says its last words to a connection that no session serves. */
  const refuse = (socket: Socket, number: number, reason: HostViolation): void => {
    remark(number, reason);
    socket.on('error', () => {});
    socket.end(lastWords);
    socket.destroySoon();
  };
  const crowded = (from: string): HostViolation | null => {
    const [all, one] = [CAPS.sessions.most, CAPS.sessionsOfOne.most];
    if (sockets.size > all) return { code: 'too-many-sessions', most: all, address: null };
    const same = [...sockets.values()].filter((address) => address === from).length;
    return same > one ? { code: 'too-many-sessions', most: one, address: from } : null;
  };
  const startedFor = (socket: Socket, number: number): LiveProcess | null => {
    try {
      return startProcess(service.program, host, number);
    } catch (error) {
      refuse(socket, number, { code: 'machine-threw', error: thrown(error) });
      return null;
    }
  };
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    const number = sessions++;
    const from = socket.remoteAddress ?? '';
    sockets.set(socket, from);
    socket.once('close', () => sockets.delete(socket));
    const crowd = crowded(from);
    if (crowd) return refuse(socket, number, crowd);
    const session = startedFor(socket, number);
    if (!session) return;
    running.set(session, from);
    const ended = (): void => {
      running.delete(session);
      if (!socket.destroyed)
        socket.once(
          'close',
          after(CAPS.liveFarewell.most, () => socket.destroy()),
        );
    };
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
  server.on('error', (error) => remark(sessions, { code: 'accept-failed', error: error.message })); // EMFILE, say
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
