/**
 * A process over real sockets: the machines of a program, stepped one event at a time, their commands performed in
 * order. A call is performed where it stands: the other machine's commands come before the rest. While the process
 * thinks, everything waits.
 */
import type { Socket } from 'node:net';
import type { Command, HostEvent, Micros } from '../machine/contract';
import { changed, type Files } from '../machine/files';
import type { Program } from '../machine/program';
import { stepper } from '../machine/step';
import type { Post } from './connection';
import type { Evict, Watch } from './deadlines';
import type { LiveEntry } from './entry';
import { startKernel, type KernelSettings, type Peers, type Performers } from './kernel';

/** What the processes of one live host share. */
export interface LiveHost extends Omit<KernelSettings, 'clock' | 'layers'> {
  readonly store: { files: Files };
  /** Seconds since 1970-01-01 00:00 UTC at which the host's clock began. */
  readonly epoch: number;
  readonly clock: () => Micros;
  /** Whether thinking takes its time. */
  readonly think: boolean;
  readonly record: (entry: LiveEntry) => void;
  /** What the control connection is told where the host ends the process. */
  readonly lastWords?: Uint8Array;
  /** Who watches the process, and may end it: at a command, before it is performed. */
  readonly watches?: readonly ((evict: Evict) => Watch)[];
}

export interface LiveProcess {
  /** The exit code, or null when it was ended. Rejects with what a machine throws, which none should. */
  readonly exited: Promise<number | null>;
  /** Hands the first machine a control connection that the host accepted for it. */
  serve(socket: Socket, peers: Peers): void;
  kill(): void;
  /** Ends it with the host's last words; the log says why. */
  readonly evict: Evict;
}

interface Todo {
  readonly from: string;
  readonly command: Command;
}

/** What was thrown, as a line of the log. */
export const thrown = (error: unknown): string => (error instanceof Error ? error.message : 'it is no Error');

export function startProcess(program: Program, host: LiveHost, number = 0): LiveProcess {
  const machines = new Map(
    Object.entries(program.machines).map(([name, { model, input }]) => {
      const steps = stepper(model);
      return [name, { steps, snapshot: steps.start(input) }];
    }),
  );
  /** What is left of the step: the commands of an event, those of the calls among them in their place. */
  const todo: Todo[] = [];
  const inbox: { readonly to: string; readonly word: () => HostEvent | null }[] = [];
  let busy = false;
  let rested = false;
  let due = false;
  let over = false;
  let exit: (code: number | null) => void;
  let crash: (error: unknown) => void;
  const exited = new Promise<number | null>((resolve, reject) => ([exit, crash] = [resolve, reject]));

  const record = (machine: string, what: { event: HostEvent } | { command: Command }): void => {
    const entry: LiveEntry = { at: host.clock(), process: number, machine, ...what };
    host.record(entry);
    for (const watch of watches) watch.hear(entry);
  };

  /** A word never comes within the step that caused it: the rest of that step is performed first. */
  const postTo =
    (to: string): Post =>
    (word) => {
      if (over) return;
      inbox.push({ to, word });
      if (due) return;
      due = true;
      setImmediate(() => {
        due = false;
        run();
      });
    };
  const kernel = startKernel(
    { ...host, layers: program.layers ?? {}, clock: () => ({ at: host.clock(), epoch: host.epoch }) },
    postTo,
    (command) => record('host', { command }),
  );

  const rest = (time: Micros): void => {
    if (!host.think || time === 0) return;
    busy = true;
    setTimeout(() => {
      busy = false;
      run();
    }, time / 1000);
  };
  const end = (code: number | null, lastWords?: Uint8Array): void => {
    if (over) return;
    over = true;
    for (const watch of watches) watch.stop();
    kernel.closeAll(lastWords);
    exit(code);
  };
  const evict: Evict = (reason) => {
    if (over) return;
    record('host', { command: { type: 'violation', reason } });
    end(null, host.lastWords);
  };
  const watches = (host.watches ?? []).map((watch) => watch(evict));
  const perform: Performers<Command['type']> = {
    ...kernel.perform,
    call: (from, { to, call }) => void todo.unshift(...step(to, { type: 'called', from, call })),
    think: (_, command) => rest(command.for),
    change: (_, { change }) => void (host.store.files = changed(host.store.files, change)),
    exit: (_, { code }) => end(code),
    // These are for whoever reads the log.
    message() {},
    say() {},
    achieve() {},
    note() {},
    violation() {},
  };
  /** Hands an event to a machine and returns what it asks for. */
  const step = (to: string, event: HostEvent): Todo[] => {
    const machine = machines.get(to);
    if (!machine) throw new Error(`program ${program.name} has no machine '${to}'`);
    record(to, { event });
    const surroundings = { at: host.clock(), epoch: host.epoch, files: host.store.files };
    const { snapshot, commands } = machine.steps.step(machine.snapshot, { ...event, ...surroundings });
    machine.snapshot = snapshot;
    return commands.map((command) => ({ from: to, command }));
  };
  /**
   * Does the next thing: a command of the step, or else, after due thought, a word of the inbox. False when there is
   * none.
   */
  const next = (): boolean => {
    const order = todo.shift();
    if (order) {
      record(order.from, { command: order.command });
      if (!over) perform[order.command.type](order.from, order.command as never);
      return true;
    }
    if (inbox.length > 0 && !rested) {
      rested = true;
      rest(program.think);
      return true;
    }
    rested = false;
    const word = inbox.shift();
    const event = word?.word();
    if (word && event) todo.push(...step(word.to, event));
    return word !== undefined;
  };
  const run = (): void => {
    try {
      while (!busy && !over && next());
    } catch (error) {
      crash(error);
      evict({ code: 'machine-threw', error: thrown(error) });
    }
  };

  for (const machine of machines.keys()) postTo(machine)(() => ({ type: 'started' }));
  return {
    exited,
    serve: (socket, peers) => kernel.adopt([...machines.keys()][0] ?? '', 'service', socket, 'control', peers),
    kill: () => end(null),
    evict,
  };
}
