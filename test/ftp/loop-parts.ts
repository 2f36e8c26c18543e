/** What the loop of two hosts (loop.ts) is made of, and what it tells. */
import type { Command, Endpoint } from '../../src/machine/contract';
import type { Files } from '../../src/machine/files';
import type { Message } from '../../src/wire/message';
import type { Program } from '../../src/machine/program';
import type { Snapshot, Stepper } from '../../src/machine/step';

export type End = {
  readonly process: Running;
  readonly machine: string;
  readonly name: string;
  peer: End | null;
  closed: boolean;
  local: Endpoint;
  remote: Endpoint;
};
export interface Listener {
  readonly process: Running;
  readonly machine: string;
  readonly name: string;
  readonly local: Endpoint;
  readonly queue: End[];
  wanted: string[];
}
export interface Running {
  readonly host: LoopHost;
  readonly program: Program;
  readonly machines: Map<string, { steps: Stepper<unknown, never, Command, unknown>; snapshot: Snapshot<unknown> }>;
  readonly ends: Map<string, End>;
  readonly listeners: Map<string, Listener>;
  readonly timers: Map<string, { at: number; machine: string }>;
  over: boolean;
}
export interface LoopHost {
  readonly name: string;
  readonly address: string;
  files: Files;
  nextPort: number;
  service?: { port: number; program: Program };
  busyPorts?: Set<number>;
}

export interface Outcome {
  readonly dialogue: string[];
  readonly log: string[];
  readonly says: string[];
  readonly achieved: [number, boolean][];
  readonly exit: number | null;
  readonly at: number;
  readonly notes: string[];
  /** What was sent over each data connection, as text. */
  readonly data: string[];
  /** State of each machine after each event, and what it was asked: for coverage. */
  readonly visited: Set<string>;
}

export const EPOCH = 1_763_600_000;
export const shown = (message: Message): string =>
  message.kind === 'request'
    ? [message.name, message.argument].filter((part) => part !== null).join(' ')
    : message.kind === 'reply'
      ? `${message.code} ${message.lines.join(' / ')}`
      : message.text;

/** A message as it stands in a dialogue; connections other than the first are named. */
export const told = ({ connection, way, message }: Extract<Command, { type: 'message' }>): string =>
  `${connection === 'control' ? '' : `${connection} `}${way === 'sent' ? '>' : '<'} ${shown(message)}`;

/** Nothing has happened yet. */
export const nothing = () => ({
  dialogue: [] as string[],
  log: [] as string[],
  says: [] as string[],
  achieved: [] as [number, boolean][],
  exit: null as number | null,
  at: 0,
  notes: [] as string[],
  data: [] as string[],
  visited: new Set<string>(),
});

/** Which port a listener gets. */
export function portOf(host: LoopHost, port: Extract<Command, { type: 'listen' }>['port']): number {
  if (typeof port === 'object') return port.from;
  return port === 'ephemeral' ? host.nextPort++ : port;
}

/** What is to happen at once, in order, and later, by time. */
export function clock() {
  let now = 0;
  let ready: (() => void)[] = [];
  const timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    later: (run: () => void, after = 0) => void (after === 0 ? ready.push(run) : timers.push({ at: now + after, run })),
    /** Until nothing is left to do, or all is over when only timers are left. */
    run(isOver: () => boolean): void {
      for (;;) {
        for (const run of ready.splice(0)) run();
        if (ready.length > 0) continue;
        if (timers.length === 0 || isOver()) break;
        timers.sort((a, b) => a.at - b.at);
        const next = timers.shift()!;
        now = next.at;
        ready = [next.run];
      }
    },
  };
}

export interface LoopOptions {
  readonly drop?: (to: Endpoint, from: LoopHost) => 'refuse' | 'swallow' | null;
  readonly pieces?: number;
  readonly slow?: boolean;
}

/** A process that has not begun. */
export const processOf = (program: Program, host: LoopHost): Running => ({
  host,
  program,
  machines: new Map(),
  ends: new Map(),
  listeners: new Map(),
  timers: new Map(),
  over: false,
});
