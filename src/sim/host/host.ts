/** A host: performs the commands of its processes on its kernel, and starts processes for its services. */
import type { Command, Errno } from '../../machine/contract';
import { changed } from '../../machine/files';
import type { Program } from '../../machine/program';
import { RESTART } from '../interventions';
import type { Kernel, KernelWorld } from './kernel';
import { Process, type ProcessWorld, type System } from '../endpoint/process';
import type { Listener, Owner, Socket } from '../endpoint/socket';
import { named } from '../endpoint/socket-event';
import { socketPair } from '../endpoint/socket-pair';

/** What a shell says of a process that SIGTERM ended: 128 and the signal's number. */
const TERMINATED = 143;

export class Host implements System {
  private readonly processes = new Map<
    Process,
    { readonly sockets: Map<string, Socket>; readonly listeners: Map<string, Listener> }
  >();
  private readonly started = new Map<string, number>();

  constructor(
    readonly kernel: Kernel,
    private readonly world: KernelWorld & ProcessWorld,
  ) {}

  get node() {
    return this.kernel.spec.id;
  }

  boot(): void {
    const { programs, causes } = this.kernel.spec;
    this.serve(causes);
    for (const program of programs) this.start(program, causes);
  }

  private serve(causes: readonly number[]): void {
    for (const service of this.kernel.spec.services) {
      this.kernel.listen(
        { address: null, purpose: service.purpose ?? 'control', owner: null, service },
        'service',
        service.port,
        causes,
      );
    }
  }

  /** Its processes are ended and its services come back a little later; `cause` is the intervention. */
  restart(cause: number): void {
    for (const listener of [...this.kernel.listeners.values()])
      if (listener.service) this.kernel.unlisten(listener, [cause]);
    for (const process of this.processes.keys()) if (!process.exited) this.exit(process, TERMINATED, [cause]);
    this.world.queue.push(this.world.recorder.now + RESTART, () => this.serve([cause]));
  }

  has(process: Process): boolean {
    return this.processes.has(process);
  }

  socketOf(process: Process, handle: string): Socket | undefined {
    return this.processes.get(process)?.sockets.get(handle);
  }

  surroundings() {
    return { at: this.world.recorder.now, epoch: this.world.epoch, files: this.kernel.files };
  }

  /** A passive connection is established: it goes to its service, to whoever waits, or into the queue. */
  established(socket: Socket, listener: Listener, entry: number): void {
    if (listener.service) {
      const process = this.start(listener.service.program, [entry]);
      this.give(socket, { process, machine: process.first, handle: 'control' }, 'service', [entry]);
      return;
    }
    const waiting = listener.waiting.shift();
    if (waiting) this.give(socket, waiting, listener.owner?.handle ?? '', [entry]);
    else listener.ready.push(socket);
  }

  perform(process: Process, machine: string, command: Command, causes: readonly number[]): void {
    const held = this.processes.get(process);
    const { recorder } = this.world;
    const self = { process: process.name, machine };
    if (!held) return;
    switch (command.type) {
      case 'arm':
        return process.arm(machine, command.timer, command.after, causes);
      case 'cancel':
        return process.cancel(machine, command.timer);
      case 'say': {
        const { type: kind, ...line } = command;
        recorder.add(causes, this.node, null, { kind, ...self, ...line });
        return;
      }
      case 'achieve':
        recorder.add(causes, this.node, null, { kind: 'achieve', ...self, action: command.action, ok: command.ok });
        return;
      case 'note':
        recorder.add(causes, this.node, null, {
          kind: 'note',
          ...self,
          reason: command.reason,
          source: command.source ?? null,
        });
        return;
      case 'violation':
        recorder.add(causes, this.node, null, { kind: 'violation', ...self, name: command.name, text: command.text });
        return;
      case 'change':
        this.kernel.files = changed(this.kernel.files, command.change);
        recorder.add(causes, this.node, null, { kind: 'file', ...self, change: command.change });
        return;
      case 'exit':
        return this.exit(process, command.code, causes);
      case 'think':
      case 'call':
      case 'message':
        return;
      case 'listen':
      case 'unlisten':
      case 'accept':
        return this.onListener(process, machine, command, held, causes);
      default:
        return this.onConnection(process, machine, command, held, causes);
    }
  }

  private onListener(
    process: Process,
    machine: string,
    command: Extract<Command, { listener: string }>,
    held: Held,
    causes: readonly number[],
  ): void {
    const handle = command.listener;
    const entry = this.record(process, machine, command, null, causes);
    if (command.type === 'listen') {
      const made = this.kernel.listen(
        { address: command.address, purpose: command.purpose, owner: { process, machine, handle }, service: null },
        handle,
        command.port,
        [entry],
      );
      if (typeof made === 'string')
        return this.fail(
          process,
          machine,
          handle,
          made,
          entry,
          typeof command.port === 'object' ? this.kernel.ports.exhausted : null,
        );
      held.listeners.set(handle, made);
      const address = made.address ?? this.kernel.spec.addresses[0] ?? '';
      return process.deliver(machine, { type: 'listening', listener: handle, local: { address, port: made.port } }, [
        made.entry,
      ]);
    }
    const listener = held.listeners.get(handle);
    if (!listener) return this.fail(process, machine, handle, 'EPIPE', entry);
    if (command.type === 'unlisten') {
      held.listeners.delete(handle);
      return this.kernel.unlisten(listener, [entry]);
    }
    const owner = { process, machine, handle: command.connection };
    const ready = listener.ready.shift();
    if (ready) this.give(ready, owner, handle, [entry]);
    else listener.waiting.push(owner);
  }

  private onConnection(
    process: Process,
    machine: string,
    command: OfConnection,
    held: Held,
    causes: readonly number[],
  ): void {
    const handle = command.connection;
    const at = this.world.recorder.now;
    if (command.type === 'open') {
      const entry = this.record(process, machine, command, null, causes);
      const socket = this.kernel.open(
        { process, machine, handle },
        command.purpose,
        command.remote,
        command.local ?? {},
        [entry],
      );
      if (typeof socket === 'string') return this.fail(process, machine, handle, socket, entry);
      held.sockets.set(handle, socket);
      return;
    }
    if (command.type === 'probe') {
      const entry = this.record(process, machine, command, null, causes);
      const failed = this.kernel.probes.send({ process, machine, handle }, command, [entry]);
      return failed === null ? undefined : this.fail(process, machine, handle, failed, entry);
    }
    const socket = held.sockets.get(handle);
    const entry = this.record(process, machine, command, socket?.connection ?? null, causes);
    if (!socket) return;
    switch (command.type) {
      case 'send':
        return socket.stack.secured
          ? socket.stack.send(command.octets, [entry])
          : this.kernel.transport.send(socket, command.octets, command.urgent ?? false, [entry], command.more);
      case 'shutdownWrite':
      case 'close':
        socket.closing = entry;
        if (command.type === 'close' && leavesUnread(process, handle, socket))
          return this.kernel.transport.step(socket, { type: 'ABORT', at }, [entry]);
        return socket.stack.close(command.type === 'shutdownWrite', [entry]);
      case 'secure': {
        const layer = process.program.layers?.[command.layer];
        if (!layer)
          return this.perform(
            process,
            machine,
            { type: 'violation', name: 'no-such-layer', text: `the program has no layer '${command.layer}'` },
            [entry],
          );
        const unread = process.unread(handle);
        socket.blunt = (command.input as { readonly farewell?: boolean } | null)?.farewell === false;
        socket.stack.add(command.layer, layer, command.input, [entry]);
        for (const { octets, causes: why } of unread) socket.stack.up({ type: 'received', octets }, [entry, ...why]);
        return;
      }
      case 'unsecure':
        return socket.stack.remove([entry], command.silent);
      case 'abort':
        return this.kernel.transport.step(socket, { type: 'ABORT', at }, [entry]);
      case 'pause':
        return this.kernel.transport.step(socket, { type: 'PAUSE', at }, [entry]);
      case 'resume':
        return this.kernel.transport.step(socket, { type: 'RESUME', at }, [entry]);
      case 'option':
        return this.kernel.transport.step(socket, { type: 'OPTION', noDelay: command.noDelay, at }, [entry]);
    }
  }

  private record(
    process: Process,
    machine: string,
    command: Command,
    connection: number | null,
    causes: readonly number[],
  ): number {
    const octets = command.type === 'send' ? command.octets.length : 0;
    return this.world.recorder.add(causes, this.node, connection, {
      kind: 'command',
      process: process.name,
      machine,
      command: command.type,
      text: textOf(command),
      octets,
    });
  }

  private give(socket: Socket, owner: Owner, listener: string, causes: readonly number[]): void {
    socket.owner = owner;
    this.processes.get(owner.process)?.sockets.set(owner.handle, socket);
    const { local, remote } = socket;
    const peers = listener === 'service' ? { peers: this.peersOf(owner.process.program, remote.address) } : {};
    owner.process.deliver(
      owner.machine,
      { type: 'accepted', listener, connection: owner.handle, local, remote, ...peers },
      causes,
    );
    for (const { event, causes: why } of socket.untold.splice(0))
      owner.process.deliver(owner.machine, named(event, owner.handle), why);
  }

  /** The control connections of a service's processes as they stand. */
  private peersOf(program: Program, address: string): { readonly all: number; readonly address: number } {
    const controls = [...this.processes].flatMap(([process, { sockets }]) =>
      process.program === program && !process.exited ? [sockets.get('control')] : [],
    );
    return { all: controls.length, address: controls.filter((socket) => socket?.remote.address === address).length };
  }

  private fail(
    process: Process,
    machine: string,
    subject: string,
    reason: Errno,
    entry: number,
    because: number | null = null,
  ): void {
    const told = this.world.recorder.add(because === null ? [entry] : [entry, because], this.node, null, {
      kind: 'told',
      process: process.name,
      machine,
      told: 'failed',
      from: 0,
      octets: 0,
      reason,
    });
    process.deliver(machine, { type: 'failed', subject, reason }, [told]);
  }

  private start(program: Program, causes: readonly number[]): Process {
    const count = (this.started.get(program.name) ?? 0) + 1;
    this.started.set(program.name, count);
    const process = new Process(count === 1 ? program.name : `${program.name} ${count}`, program, this, this.world);
    this.processes.set(process, { sockets: new Map(), listeners: new Map() });
    process.start(causes);
    return process;
  }

  /** The process ends, and the kernel closes what it left open. */
  private exit(process: Process, code: number, causes: readonly number[]): void {
    const entry = this.world.recorder.add(causes, this.node, null, { kind: 'exit', process: process.name, code });
    const held = this.processes.get(process);
    process.exit();
    for (const listener of held?.listeners.values() ?? []) this.kernel.unlisten(listener, [entry]);
    for (const socket of held?.sockets.values() ?? []) {
      if (socket.closing !== null || this.kernel.sockets.get(socketPair(socket.local, socket.remote)) !== socket)
        continue;
      socket.closing = entry;
      this.kernel.transport.step(socket, { type: 'CLOSE', reading: false, at: this.world.recorder.now }, [entry]);
    }
  }
}

/**
 * Octets that nobody read turn the close into a reset (RFC 2525 2.17); a layer has taken them off TCP's hands, not read
 * them.
 */
const leavesUnread = (process: Process, handle: string, socket: Socket): boolean =>
  socket.blunt === true && process.pending(handle);

type OfConnection = Exclude<Extract<Command, { connection: string }>, { type: 'accept' | 'message' }>;
type Held = { readonly sockets: Map<string, Socket>; readonly listeners: Map<string, Listener> };

function textOf(command: Command): string {
  switch (command.type) {
    case 'probe':
      return `SYN to ${command.remote.address} port ${command.remote.port}`;
    case 'open':
      return `${command.purpose} to ${command.remote.address} port ${command.remote.port}`;
    case 'listen':
      return (
        `${command.purpose} on ` +
        `port ${typeof command.port === 'object' ? `${command.port.from}-${command.port.to}` : command.port}`
      );
    case 'send':
      return `${command.octets.length} octets`;
    default:
      return '';
  }
}
