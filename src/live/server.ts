/** Serves a real client from a service's machines: each control connection that is accepted starts a process. */
import { createServer, type AddressInfo } from 'node:net';
import type { Files } from '../machine/files';
import type { Service } from '../machine/program';
import { CAPS } from '../wire/caps';
import { boundsOf } from './bounds';
import { clockFromNow, wallClock } from './client';
import { deadlinesOf, wallAfter, type After } from './deadlines';
import { paceOf } from './pace';
import type { LiveEntry } from './entry';
import type { LiveHost } from './process';
import { ringOf } from './ring';
import { lastWords, Sessions } from './sessions';

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

/** Rejects with Node's error when the port cannot be bound. */
export async function serve(service: Service, options: ServerOptions): Promise<LiveServer> {
  const { address = '127.0.0.1', port = service.port, epoch = wallClock(), think = false } = options;
  const { writable = false, after = wallAfter } = options;
  const store = { files: options.files };
  const clock = clockFromNow();
  const { entries: log, record } = ringOf(CAPS.liveLog.most, CAPS.liveLogOctets.most);
  const watches: LiveHost['watches'] = [
    (evict) => deadlinesOf(after, evict),
    (evict) => paceOf(after, evict),
    (evict) => boundsOf({ writable, first: options.files, store }, evict),
  ];
  const host: LiveHost = { address, hosts: {}, store, epoch, think, clock, record, lastWords, watches };
  const sessions = new Sessions(service, host, after);
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => sessions.welcome(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, resolve);
  });
  server.on('error', (error) => sessions.remark({ code: 'accept-failed', error: error.message })); // EMFILE, say
  return {
    port: (server.address() as AddressInfo).port,
    log,
    files: () => store.files,
    idle: () => sessions.idle(),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      sessions.kill();
      await closed;
    },
  };
}
