/**
 * A process over real sockets: the machines of a program, stepped one event at a time, their commands performed in
 * order. A call is performed where it stands: the other machine's commands come before the rest. While the process
 * thinks, everything waits.
 */
import type { Socket } from 'node:net';
import type { Command, HostEvent, MachineEvent, Micros } from '../machine/contract';
import { changed, type Files } from '../machine/files';
import type { Program } from '../machine/program';
import type { HostViolation } from '../machine/host-note';
import { stepper, type Snapshot, type Stepper } from '../machine/step';
import type { Post } from './connection';
import type { Evict, Watch } from './deadlines';
import type { LiveEntry } from './entry';
import { Kernel, type KernelSettings, type Peers, type Performers } from './kernel';

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

interface Running {
  readonly steps: Stepper<unknown, MachineEvent, Command, unknown>;
  snapshot: Snapshot<unknown>;
}

interface Todo {
  readonly from: string;
  readonly command: Command;
}

/** What was thrown, as a line of the log. */
export const thrown = (error: unknown): string => (error instanceof Error ? error.message : 'it is no Error');

export class LiveProcess {
  /** The exit code, or null when it was ended. Rejects with what a machine throws, which none should. */
  readonly exited: Promise<number | null>;
  private readonly machines: ReadonlyMap<string, Running>;
  /** What is left of the step: the commands of an event, those of the calls among them in their place. */
  private readonly todo: Todo[] = [];
  private readonly inbox: { readonly to: string; readonly word: () => HostEvent | null }[] = [];
  private readonly kernel: Kernel;
  private readonly perform: Performers<Command['type']>;
  private readonly watches: readonly Watch[];
  private busy = false;
  private rested = false;
  private due = false;
  private over = false;
  private exit: (code: number | null) => void = () => {};
  private crash: (error: unknown) => void = () => {};

  constructor(
    private readonly program: Program,
    private readonly host: LiveHost,
    private readonly number = 0,
  ) {
    this.exited = new Promise<number | null>((resolve, reject) => ([this.exit, this.crash] = [resolve, reject]));
    this.machines = new Map(
      Object.entries(program.machines).map(([name, { model, input }]) => {
        const steps = stepper(model);
        return [name, { steps, snapshot: steps.start(input) }];
      }),
    );
    this.kernel = new Kernel(
      { ...host, layers: program.layers ?? {}, clock: () => ({ at: host.clock(), epoch: host.epoch }) },
      (machine) => this.postTo(machine),
      (command) => this.record('host', { command }),
    );
    this.perform = this.performers();
    this.watches = (host.watches ?? []).map((watch) => watch((reason) => this.evict(reason)));
    for (const machine of this.machines.keys()) this.postTo(machine)(() => ({ type: 'started' }));
  }

  /** Hands the first machine a control connection that the host accepted for it. */
  serve(socket: Socket, peers: Peers): void {
    this.kernel.adopt([...this.machines.keys()][0] ?? '', 'service', socket, 'control', peers);
  }

  kill(): void {
    this.end(null);
  }

  /** Ends it with the host's last words; the log says why. */
  evict(reason: HostViolation): void {
    if (this.over) return;
    this.record('host', { command: { type: 'violation', reason } });
    this.end(null, this.host.lastWords);
  }

  private end(code: number | null, lastWords?: Uint8Array): void {
    if (this.over) return;
    this.over = true;
    for (const watch of this.watches) watch.stop();
    this.kernel.closeAll(lastWords);
    this.exit(code);
  }

  private record(machine: string, what: { event: HostEvent } | { command: Command }): void {
    const entry: LiveEntry = { at: this.host.clock(), process: this.number, machine, ...what };
    this.host.record(entry);
    for (const watch of this.watches) watch.hear(entry);
  }

  /** A word never comes within the step that caused it: the rest of that step is performed first. */
  private postTo(to: string): Post {
    return (word) => {
      if (this.over) return;
      this.inbox.push({ to, word });
      if (this.due) return;
      this.due = true;
      setImmediate(() => {
        this.due = false;
        this.run();
      });
    };
  }

  private rest(time: Micros): void {
    if (!this.host.think || time === 0) return;
    this.busy = true;
    setTimeout(() => {
      this.busy = false;
      this.run();
    }, time / 1000);
  }

  private performers(): Performers<Command['type']> {
    const { store } = this.host;
    return {
      ...this.kernel.perform,
      call: (from, { to, call }) => void this.todo.unshift(...this.step(to, { type: 'called', from, call })),
      think: (_, command) => this.rest(command.for),
      change: (_, { change }) => void (store.files = changed(store.files, change)),
      exit: (_, { code }) => this.end(code),
      // These are for whoever reads the log.
      message() {},
      say() {},
      achieve() {},
      note() {},
      violation() {},
    };
  }

  /** Hands an event to a machine and returns what it asks for. */
  private step(to: string, event: HostEvent): Todo[] {
    const machine = this.machines.get(to);
    if (!machine) throw new Error(`program ${this.program.name} has no machine '${to}'`);
    this.record(to, { event });
    const surroundings = { at: this.host.clock(), epoch: this.host.epoch, files: this.host.store.files };
    const { snapshot, commands } = machine.steps.step(machine.snapshot, { ...event, ...surroundings });
    machine.snapshot = snapshot;
    return commands.map((command) => ({ from: to, command }));
  }

  /**
   * Does the next thing: a command of the step, or else, after due thought, a word of the inbox. False when there is
   * none.
   */
  private next(): boolean {
    const order = this.todo.shift();
    if (order) {
      this.record(order.from, { command: order.command });
      if (!this.over) this.perform[order.command.type](order.from, order.command as never);
      return true;
    }
    if (this.inbox.length > 0 && !this.rested) {
      this.rested = true;
      this.rest(this.program.think);
      return true;
    }
    this.rested = false;
    const word = this.inbox.shift();
    const event = word?.word();
    if (word && event) this.todo.push(...this.step(word.to, event));
    return word !== undefined;
  }

  private run(): void {
    try {
      while (!this.busy && !this.over && this.next());
    } catch (error) {
      this.crash(error);
      this.evict({ code: 'machine-threw', error: thrown(error) });
    }
  }
}
