/** Runs a client program over real sockets: the same machine that the simulated world runs, against a real server. */
import type { Micros } from '../machine/contract';
import type { Files } from '../machine/files';
import type { Program } from '../machine/program';
import { achievedOf, messagesOf, saidTo, violationsOf, type LiveEntry, type LiveMessage } from './entry';
import { LiveProcess } from './process';
import type { Reason } from '../wire/reason';

interface ClientOptions {
  /** The client's own files as it starts. */
  readonly files: Files;
  /** Where the addresses that the program names really lie. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Seconds since 1970-01-01 00:00 UTC; the wall clock when left out. */
  readonly epoch?: number;
  /** Whether `think` takes its time; else it takes none. */
  readonly think?: boolean;
  /** Kills the program, as a signal would. */
  readonly signal?: AbortSignal;
}

export interface LiveResult {
  /** Null when it was killed. */
  readonly exitCode: number | null;
  /** What its user read, in order. */
  readonly said: readonly string[];
  /** Its files as it left them. */
  readonly files: Files;
  readonly messages: readonly LiveMessage[];
  readonly achieved: readonly { readonly action: number; readonly ok: boolean }[];
  readonly violations: readonly Reason[];
  readonly log: readonly LiveEntry[];
}

/** A clock of whole microseconds from now on. */
export function clockFromNow(): () => Micros {
  const began = process.hrtime.bigint();
  return () => Number((process.hrtime.bigint() - began) / 1000n);
}

export const wallClock = (): number => Math.floor(Date.now() / 1000);

export async function runClient(program: Program, options: ClientOptions): Promise<LiveResult> {
  const { files, hosts = {}, epoch = wallClock(), think = false, signal } = options;
  const store = { files };
  const log: LiveEntry[] = [];
  const record = (entry: LiveEntry): void => void log.push(entry);
  const running = new LiveProcess(program, {
    address: null,
    hosts,
    store,
    epoch,
    think,
    clock: clockFromNow(),
    record,
  });
  const kill = (): void => running.kill();
  if (signal?.aborted) kill();
  signal?.addEventListener('abort', kill, { once: true });
  const exitCode = await running.exited;
  signal?.removeEventListener('abort', kill);
  return {
    exitCode,
    log,
    files: store.files,
    said: saidTo(log, 'user'),
    messages: messagesOf(log),
    achieved: achievedOf(log),
    violations: violationsOf(log),
  };
}
