/**
 * A process: its machines, its inbox and its timers. Sequential as real programs are: an event is handled `think` after
 * the process could have read it, and until its commands are performed, later events wait. Octets that came meanwhile
 * are read together, as a read() would.
 */
import type { Command, HostEvent, MachineEvent, Micros } from '../../machine/contract';
import { stepper, type Snapshot, type Stepper } from '../../machine/step';
import type { Program } from '../../machine/program';
import type { NodeId } from '../../trace/entry';
import { joined, NO_OCTETS, stretch } from '../../wire/octets';
import type { Due, Queue } from '../queue';
import type { Recorder } from '../recorder';

interface Item {
  readonly machine: string;
  event: HostEvent;
  causes: readonly number[];
  readonly more: Uint8Array[];
}

/** What a connection of the process's waits to do until the process comes to read. */
interface Deferred {
  readonly run: () => void;
}

interface Todo {
  readonly machine: string;
  readonly command: Command;
  readonly causes: readonly number[];
}

interface Running {
  readonly stepper: Stepper<unknown, MachineEvent, Command, unknown>;
  snapshot: Snapshot<unknown>;
}

/** A process asks its kernel for everything that is not its own. */
export interface System {
  readonly node: NodeId;
  perform(process: Process, machine: string, command: Command, causes: readonly number[]): void;
  surroundings(): { readonly at: Micros; readonly epoch: number; readonly files: MachineEvent['files'] };
}

/** What a process needs of the world: time, the record, and what its messages and timeouts are laid to. */
export interface ProcessWorld {
  readonly queue: Queue;
  readonly recorder: Recorder;
  /** Records a message that a machine said or heard: its entry. */
  message(
    process: Process,
    machine: string,
    command: Extract<Command, { type: 'message' }>,
    causes: readonly number[],
  ): number;
  /** Drops since a time: what a timeout may have waited for in vain. */
  dropsSince(at: Micros, node: NodeId): readonly number[];
}

export class Process {
  private readonly machines = new Map<string, Running>();
  private readonly inbox: (Item | Deferred)[] = [];
  private readonly timers = new Map<string, Due>();
  private busy = false;
  exited = false;

  constructor(
    readonly name: string,
    readonly program: Program,
    private readonly system: System,
    private readonly world: ProcessWorld,
  ) {
    for (const [machine, part] of Object.entries(program.machines)) {
      const made = stepper(part.model);
      this.machines.set(machine, { stepper: made, snapshot: made.start(part.input) });
    }
  }

  get first(): string {
    return Object.keys(this.program.machines)[0] ?? '';
  }

  start(causes: readonly number[]): void {
    const entry = this.world.recorder.add(causes, this.system.node, null, { kind: 'start', process: this.name });
    for (const machine of this.machines.keys()) this.deliver(machine, { type: 'started' }, [entry]);
  }

  deliver(machine: string, event: HostEvent, causes: readonly number[]): void {
    if (this.exited) return;
    const last = this.inbox[this.inbox.length - 1];
    if (
      event.type === 'received' &&
      last &&
      'event' in last &&
      last.event.type === 'received' &&
      last.machine === machine &&
      last.event.connection === event.connection &&
      !last.event.urgent &&
      !event.urgent
    ) {
      last.more.push(event.octets);
      last.causes = [...last.causes, ...causes];
      return;
    }
    this.inbox.push({ machine, event, causes, more: [] });
    if (!this.busy) this.pump();
  }

  later(run: () => void): void {
    if (this.exited) return;
    this.inbox.push({ run });
    if (!this.busy) this.pump();
  }

  /** Whether octets of a connection wait in the inbox, a layer's farewell among them. */
  pending(connection: string): boolean {
    return this.inbox.some(
      (item) =>
        'event' in item &&
        (item.event.type === 'received' || (item.event.type === 'peerClosed' && item.event.farewell === true)) &&
        item.event.connection === connection,
    );
  }

  /**
   * Takes back what of a connection waits in the inbox unread: octets, in order, with the entries that brought them.
   */
  unread(connection: string): readonly { readonly octets: Uint8Array; readonly causes: readonly number[] }[] {
    const is = (item: Item | Deferred): item is Item =>
      'event' in item && item.event.type === 'received' && item.event.connection === connection;
    const taken = this.inbox.filter(is);
    this.inbox.splice(0, this.inbox.length, ...this.inbox.filter((item) => !is(item)));
    return taken.map((item) => {
      const event = readTogether(item);
      return { octets: event.type === 'received' ? event.octets : NO_OCTETS, causes: item.causes };
    });
  }

  arm(machine: string, timer: string, after: Micros, causes: readonly number[]): void {
    const key = `${machine} ${timer}`;
    this.cancel(machine, timer);
    const { recorder, queue } = this.world;
    const armed = recorder.add(causes, this.system.node, null, {
      kind: 'arm',
      process: this.name,
      machine,
      timer,
      after,
    });
    const since = recorder.now;
    this.timers.set(
      key,
      queue.push(recorder.now + after, () => {
        this.timers.delete(key);
        const waited = this.world.dropsSince(since, this.system.node);
        const entry = recorder.add([armed, ...waited], this.system.node, null, {
          kind: 'timeout',
          process: this.name,
          machine,
          timer,
        });
        this.deliver(machine, { type: 'timeout', timer }, [entry]);
      }),
    );
  }

  cancel(machine: string, timer: string): void {
    const due = this.timers.get(`${machine} ${timer}`);
    if (due) due.cancelled = true;
    this.timers.delete(`${machine} ${timer}`);
  }

  exit(): void {
    this.exited = true;
    for (const due of this.timers.values()) due.cancelled = true;
    this.inbox.length = 0;
  }

  private pump(): void {
    const { queue, recorder } = this.world;
    if (this.inbox.length === 0 || this.exited) return;
    this.busy = true;
    queue.push(recorder.now + this.program.think, () => {
      const item = this.inbox.shift();
      if (!item || this.exited) return;
      if ('run' in item) item.run();
      this.perform('run' in item ? [] : this.step(item.machine, readTogether(item), item.causes));
    });
  }

  /** Hands an event to a machine; records its change of state; returns what it asks for. */
  private step(machine: string, event: HostEvent, causes: readonly number[]): Todo[] {
    const running = this.machines.get(machine);
    if (!running) return [];
    const before = running.snapshot.value;
    const { snapshot, commands } = running.stepper.step(running.snapshot, { ...event, ...this.system.surroundings() });
    running.snapshot = snapshot;
    if (snapshot.value !== before) {
      this.world.recorder.add(causes, this.system.node, null, {
        kind: 'state',
        process: this.name,
        machine,
        from: before,
        to: snapshot.value,
        event: event.type,
      });
    }
    return commands.map((command) => ({ machine, command, causes }));
  }

  /** Performs in order. A call is performed where it stands: the other machine's commands come before the rest. */
  private perform(todo: Todo[]): void {
    const { recorder, queue } = this.world;
    let said: number | null = null;
    for (let next = todo.shift(); next && !this.exited; next = todo.shift()) {
      const { machine, command } = next;
      const causes = said === null ? next.causes : [said, ...next.causes];
      if (command.type === 'think') {
        queue.push(recorder.now + command.for, () => {
          if (!this.exited) this.perform(todo);
        });
        return;
      }
      if (command.type === 'call') {
        const entry = recorder.add(causes, this.system.node, null, {
          kind: 'call',
          process: this.name,
          machine,
          to: command.to,
          name: command.call.name,
        });
        todo.unshift(...this.step(command.to, { type: 'called', from: machine, call: command.call }, [entry]));
      } else if (command.type === 'message') {
        const entry = this.world.message(this, machine, command, next.causes);
        said = command.way === 'sent' ? entry : null; // the octets sent next are this message's
      } else {
        this.system.perform(this, machine, command, causes);
        if (command.type === 'send') said = null;
      }
    }
    this.busy = false;
    this.pump();
  }
}

function readTogether({ event, more }: Item): HostEvent {
  if (event.type !== 'received' || more.length === 0) return event;
  const parts = [event.octets, ...more];
  return { ...event, octets: stretch(parts) ?? joined(parts) };
}
