/**
 * Two hosts in memory for whole dialogues: no TCP, no time but timers and thought. What one sends the other receives at
 * once, in order; a connect to a listener opens; a listener's queue waits for `accept`. The log reads like a
 * transcript.
 */
import type { Command, Endpoint, HostEvent } from '../../src/machine/contract';
import type { Message } from '../../src/wire/message';
import { changed, type FileNode, type Files } from '../../src/machine/files';
import type { Program } from '../../src/machine/program';
import { stepper, type Snapshot, type Stepper } from '../../src/machine/step';
import { reference } from '../machine/reference';

type End = {
  readonly process: Running;
  readonly machine: string;
  readonly name: string;
  peer: End | null;
  closed: boolean;
  local: Endpoint;
  remote: Endpoint;
};
interface Listener {
  readonly process: Running;
  readonly machine: string;
  readonly name: string;
  readonly local: Endpoint;
  readonly queue: End[];
  wanted: string[];
}
interface Running {
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

const EPOCH = 1_763_600_000;
const shown = (message: Message): string =>
  message.kind === 'request'
    ? [message.name, message.argument].filter((part) => part !== null).join(' ')
    : message.kind === 'reply'
      ? `${message.code} ${message.lines.join(' / ')}`
      : message.text;

/**
 * Runs a client against whatever the server host offers until nothing is left to do. `drop` refuses or swallows
 * connects.
 */
export function converse(
  client: Program,
  clientHost: LoopHost,
  serverHost: LoopHost,
  options: {
    drop?: (to: Endpoint, from: LoopHost) => 'refuse' | 'swallow' | null;
    pieces?: number;
    slow?: boolean;
  } = {},
): Outcome {
  const outcome = {
    dialogue: [] as string[],
    log: [] as string[],
    says: [] as string[],
    achieved: [] as [number, boolean][],
    exit: null as number | null,
    at: 0,
    notes: [] as string[],
    data: [] as string[],
    visited: new Set<string>(),
  };
  const hosts = [clientHost, serverHost];
  let ready: (() => void)[] = [];
  const timers: { at: number; run: () => void }[] = [];
  let now = 0;
  const running: Running[] = [];
  const later = (run: () => void, after = 0) =>
    void (after === 0 ? ready.push(run) : timers.push({ at: now + after, run }));

  const start = (program: Program, host: LoopHost): Running => {
    const process: Running = {
      host,
      program,
      machines: new Map(),
      ends: new Map(),
      listeners: new Map(),
      timers: new Map(),
      over: false,
    };
    for (const [name, { model, input }] of Object.entries(program.machines)) {
      const steps = (options.slow ? reference(model as never) : stepper(model as never)) as Stepper<
        unknown,
        never,
        Command,
        unknown
      >;
      process.machines.set(name, { steps, snapshot: steps.start(input) });
    }
    running.push(process);
    for (const name of process.machines.keys()) post(process, name, { type: 'started' });
    return process;
  };
  const post = (process: Running, machine: string, event: HostEvent, after = 0): void =>
    later(() => deliver(process, machine, event), after);
  const deliver = (process: Running, machine: string, event: HostEvent): void => {
    if (process.over) return;
    const calls: [string, HostEvent][] = [[machine, event]];
    for (let next = calls.shift(); next && !process.over; next = calls.shift()) {
      const [name, happened] = next;
      const part = process.machines.get(name);
      if (!part) throw new Error(`no machine ${name}`);
      const stepped = part.steps.step(part.snapshot, {
        ...happened,
        at: now,
        epoch: EPOCH,
        files: process.host.files,
      } as never);
      part.snapshot = stepped.snapshot;
      outcome.visited.add(`${process.program.name} ${name} ${stepped.snapshot.value}`);
      for (const command of stepped.commands)
        perform(process, name, command, (to, from, call) =>
          calls.push([to, { type: 'called', from, call: call as never }]),
        );
    }
  };
  const end = (process: Running, machine: string, name: string, local: Endpoint, remote: Endpoint): End => {
    const made: End = { process, machine, name, peer: null, closed: false, local, remote };
    process.ends.set(name, made);
    return made;
  };
  const toPeer = (from: End | undefined, event: (name: string) => HostEvent): void => {
    const to = from?.peer;
    if (to && !to.closed) post(to.process, to.machine, event(to.name));
  };
  const close = (of: End): void => {
    if (of.closed) return;
    of.closed = true;
    toPeer(of, (connection) => ({ type: 'peerClosed', connection }));
    post(of.process, of.machine, { type: 'closed', connection: of.name });
  };
  const serveQueue = (listener: Listener): void => {
    while (listener.wanted.length > 0 && listener.queue.length > 0) {
      const name = listener.wanted.shift()!;
      const waiting = listener.queue.shift()!;
      const ours = end(listener.process, listener.machine, name, listener.local, waiting.local);
      ours.peer = waiting;
      waiting.peer = ours;
      post(listener.process, listener.machine, {
        type: 'accepted',
        listener: listener.name,
        connection: name,
        local: ours.local,
        remote: ours.remote,
      });
      const early = (waiting as End & { early?: HostEvent[] }).early ?? [];
      for (const event of early) post(listener.process, listener.machine, { ...event, connection: name } as HostEvent);
    }
  };
  const perform = (
    process: Running,
    machine: string,
    command: Command,
    callTo: (to: string, from: string, call: object) => void,
  ): void => {
    const { host } = process;
    switch (command.type) {
      case 'open': {
        const local = { address: command.local?.address ?? host.address, port: command.local?.port ?? host.nextPort++ };
        const ours = end(process, machine, command.connection, local, command.remote);
        const fate = options.drop?.(command.remote, host) ?? null;
        if (fate === 'swallow') return;
        const there = hosts.find(({ address }) => address === command.remote.address);
        const refuse = () =>
          post(process, machine, {
            type: 'failed',
            subject: command.connection,
            reason: there ? 'ECONNREFUSED' : 'EHOSTUNREACH',
          });
        if (fate === 'refuse' || !there) return refuse();
        const listener = running
          .flatMap((other) => [...(other.host === there && !other.over ? other.listeners.values() : [])])
          .find((one) => one.local.port === command.remote.port);
        if (listener) {
          post(process, machine, { type: 'opened', connection: command.connection, local, remote: command.remote });
          later(() => {
            listener.queue.push(ours);
            serveQueue(listener);
          });
        } else if (there.service?.port === command.remote.port) {
          const serving = start(there.service.program, there);
          const theirs = end(serving, 'pi', 'control', command.remote, local);
          theirs.peer = ours;
          ours.peer = theirs;
          post(process, machine, { type: 'opened', connection: command.connection, local, remote: command.remote });
          post(serving, 'pi', {
            type: 'accepted',
            listener: 'service',
            connection: 'control',
            local: theirs.local,
            remote: theirs.remote,
          });
        } else refuse();
        return;
      }
      case 'listen': {
        const wanted =
          typeof command.port === 'object'
            ? command.port.from
            : command.port === 'ephemeral'
              ? host.nextPort++
              : command.port;
        if (host.busyPorts?.has(wanted))
          return post(process, machine, { type: 'failed', subject: command.listener, reason: 'EADDRINUSE' });
        const local = { address: command.address ?? host.address, port: wanted };
        process.listeners.set(command.listener, {
          process,
          machine,
          name: command.listener,
          local,
          queue: [],
          wanted: [],
        });
        return post(process, machine, { type: 'listening', listener: command.listener, local });
      }
      case 'accept': {
        const listener = process.listeners.get(command.listener);
        if (!listener) throw new Error(`accept on ${command.listener}, which does not listen`);
        listener.wanted.push(command.connection);
        return serveQueue(listener);
      }
      case 'unlisten': {
        const listener = process.listeners.get(command.listener);
        process.listeners.delete(command.listener);
        for (const one of listener?.queue ?? [])
          post(one.process, one.machine, { type: 'failed', subject: one.name, reason: 'ECONNRESET' });
        return;
      }
      case 'send': {
        const from = process.ends.get(command.connection);
        if (!from || from.closed)
          throw new Error(`${process.program.name} sends on ${command.connection}, which is closed`);
        if (!command.connection.startsWith('control'))
          outcome.data.push(new TextDecoder('latin1').decode(command.octets));
        const size = options.pieces ?? Math.max(1, command.octets.length);
        for (let at = 0; at < command.octets.length; at += size) {
          const octets = command.octets.slice(at, at + size);
          if (!from.peer)
            ((from as End & { early?: HostEvent[] }).early ??= []).push({ type: 'received', connection: '', octets });
          else toPeer(from, (connection) => ({ type: 'received', connection, octets }));
        }
        return post(process, machine, { type: 'drained', connection: command.connection });
      }
      case 'close': {
        const of = process.ends.get(command.connection);
        return of && close(of);
      }
      case 'arm':
        process.timers.set(`${machine} ${command.timer}`, { at: now + command.after, machine });
        return later(() => {
          const timer = process.timers.get(`${machine} ${command.timer}`);
          if (timer?.at !== now || process.over) return;
          process.timers.delete(`${machine} ${command.timer}`);
          deliver(process, machine, { type: 'timeout', timer: command.timer });
        }, command.after);
      case 'cancel':
        return void process.timers.delete(`${machine} ${command.timer}`);
      case 'call':
        return callTo(command.to, machine, command.call);
      case 'change':
        return void (host.files = changed(host.files, command.change));
      case 'message':
        if (host === clientHost)
          outcome.dialogue.push(
            `${command.connection === 'control' ? '' : `${command.connection} `}${command.way === 'sent' ? '>' : '<'} ${shown(command.message)}`,
          );
        return;
      case 'say':
        return void (command.to === 'user' ? outcome.says : outcome.log).push(command.text);
      case 'achieve':
        return void outcome.achieved.push([command.action, command.ok]);
      case 'note':
      case 'violation':
        return void outcome.notes.push(`${process.program.name} ${machine}: ${command.text}`);
      case 'exit':
        process.over = true;
        if (host === clientHost) outcome.exit = command.code;
        for (const listener of process.listeners.values())
          for (const one of listener.queue)
            post(one.process, one.machine, { type: 'failed', subject: one.name, reason: 'ECONNRESET' });
        for (const one of process.ends.values()) {
          if (!one.closed) toPeer(one, (connection) => ({ type: 'peerClosed', connection }));
          one.closed = true;
        }
        return;
      case 'think':
      case 'option':
        return;
      default:
        throw new Error(`the loop cannot ${command.type}`);
    }
  };

  start(client, clientHost);
  for (;;) {
    for (const run of ready.splice(0)) run();
    if (ready.length > 0) continue;
    if (timers.length === 0 || running.every(({ over }) => over)) break;
    timers.sort((a, b) => a.at - b.at);
    const next = timers.shift()!;
    now = next.at;
    ready = [next.run];
  }
  outcome.at = now;
  return outcome;
}

export function file(octets: Uint8Array | string, more: Partial<FileNode> = {}): FileNode {
  return {
    type: 'file',
    octets: typeof octets === 'string' ? new TextEncoder().encode(octets) : octets,
    uid: 2001,
    gid: 2001,
    owner: 'learner',
    group: 'learner',
    mode: 0o644,
    modified: 1_705_320_000,
    ...more,
  };
}

export const folder = (more: Partial<FileNode> = {}): FileNode => file('', { type: 'directory', mode: 0o755, ...more });

export const chart = Uint8Array.from({ length: 40_000 }, (_, i) => (i * 7 + Math.floor(i / 251)) % 256);

/** The files that the recordings' server had. */
export const harbour: Files = new Map([
  ['/', folder()],
  ['/hello.txt', file('Hello from the harbour.\r\n'.repeat(12))],
  ['/chart.bin', file(chart)],
  ['/locked.txt', file('not for you\r\n', { uid: 0, gid: 0, owner: 'root', group: 'root', mode: 0 })],
  ['/docs', folder()],
  ['/docs/manual.txt', file('See RFC 959.\r\n')],
]);

export const uploads: Files = new Map([['/notes.txt', file('Berth 7 is free.\r\n'.repeat(10))]]);
