/** A host: its kernel and the processes that run on it, those of its services among them. */
import type { Command } from '../../machine/contract';
import type { Program } from '../../machine/program';
import { Process, type ProcessWorld, type System } from '../endpoint/process';
import type { Listener, Owner, Socket } from '../endpoint/socket';
import { named } from '../endpoint/socket-event';
import { socketPair } from '../endpoint/socket-pair';
import { RESTART } from '../interventions';
import { performCommand } from './commands';
import type { Held } from './doing';
import type { Kernel, KernelWorld } from './kernel';

/** What a shell says of a process that SIGTERM ended: 128 and the signal's number. */
const TERMINATED = 143;

export class Host implements System {
  private readonly processes = new Map<Process, Held>();
  private readonly started = new Map<string, number>();

  constructor(
    readonly kernel: Kernel,
    readonly world: KernelWorld & ProcessWorld,
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
    if (held) performCommand({ host: this, process, machine, held, causes }, command);
  }

  give(socket: Socket, owner: Owner, listener: string, causes: readonly number[]): void {
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

  private start(program: Program, causes: readonly number[]): Process {
    const count = (this.started.get(program.name) ?? 0) + 1;
    this.started.set(program.name, count);
    const process = new Process(count === 1 ? program.name : `${program.name} ${count}`, program, this, this.world);
    this.processes.set(process, { sockets: new Map(), listeners: new Map() });
    process.start(causes);
    return process;
  }

  /** The process ends, and the kernel closes what it left open. */
  exit(process: Process, code: number, causes: readonly number[]): void {
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
