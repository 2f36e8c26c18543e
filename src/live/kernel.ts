/**
 * What the kernel does for a live process: its sockets and timers. Connections and listeners are known to the whole
 * process, as file descriptors are; the machine that named one hears of it.
 */
import type { Socket } from 'node:net';
import type { Command, HostEvent } from '../machine/contract';
import { Connection, connectionTo, localOf, remoteOf, type AnyLayer, type Clock, type Post } from './connection';
import { Listener } from './listener';
import { Timers } from './timers';
import type { HostViolation } from '../machine/host-note';

/** A table of what to do, by command. */
export type Performers<T extends Command['type']> = {
  readonly [K in T]: (from: string, command: Extract<Command, { readonly type: K }>) => void;
};

type KernelCommand =
  | 'open'
  | 'listen'
  | 'accept'
  | 'unlisten'
  | 'send'
  | 'shutdownWrite'
  | 'close'
  | 'abort'
  | 'pause'
  | 'resume'
  | 'option'
  | 'probe'
  | 'secure'
  | 'unsecure'
  | 'arm'
  | 'cancel';

/** How many control connections a service has, and how many of them from one address. */
export type Peers = NonNullable<Extract<HostEvent, { type: 'accepted' }>['peers']>;

export interface KernelSettings {
  /** The address that stands for all of the host's own, or null to listen on every one there is. */
  readonly address: string | null;
  /** Where a scenario's addresses really lie. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** What the program can put on a connection. */
  readonly layers: Readonly<Record<string, AnyLayer>>;
}

export class Kernel {
  private readonly connections = new Map<string, Connection>();
  private readonly listeners = new Map<string, Listener>();
  private readonly timers = new Timers();
  readonly perform: Performers<KernelCommand>;

  constructor(
    private readonly settings: KernelSettings,
    private readonly postTo: (machine: string) => Post,
    private readonly remark: (command: Command) => void,
  ) {
    this.perform = { ...this.meeting(), ...this.talking(), ...this.securing(), ...this.waiting() };
  }

  /** Gives `machine` a connected socket under a name; it is told `accepted`. */
  adopt(machine: string, listener: string, socket: Socket, name: string, peers?: Peers): void {
    const accepted = {
      type: 'accepted',
      listener,
      connection: name,
      local: localOf(socket),
      remote: remoteOf(socket),
      ...(peers ? { peers } : {}),
    } as const;
    const post = this.postTo(machine);
    post(() => accepted);
    this.connections.set(name, new Connection(socket, name, post, this.settings.clock, this.remark));
  }

  /** The process is over: what it left open is closed, its control connection with these words if there are any. */
  closeAll(lastWords?: Uint8Array): void {
    for (const listener of this.listeners.values()) listener.close();
    for (const [name, open] of this.connections) {
      try {
        if (lastWords && name === 'control') open.send(lastWords);
        open.close();
      } catch {
        open.drop(); // a layer that throws says no farewell
      }
    }
    this.timers.stop();
  }

  private violates(reason: HostViolation): void {
    this.remark({ type: 'violation', reason });
  }

  private connection(from: string, name: string): Connection | undefined {
    const found = this.connections.get(name);
    if (!found) this.violates({ code: 'no-such-connection', machine: from, name });
    return found;
  }

  private listener(from: string, name: string): Listener | undefined {
    const found = this.listeners.get(name);
    if (!found) this.violates({ code: 'no-such-listener', machine: from, name });
    return found;
  }

  private leave(from: string, name: string): Connection | undefined {
    const left = this.connection(from, name);
    this.connections.delete(name);
    return left;
  }

  /** How it comes to connections. */
  private meeting(): Performers<'open' | 'listen' | 'accept' | 'unlisten' | 'probe'> {
    return {
      open: (from, command) => {
        const address = this.settings.hosts[command.remote.address] ?? command.remote.address;
        const remote = { ...command.remote, address };
        const opening = connectionTo(remote, command, this.postTo(from), this.settings.clock, this.remark);
        if (opening) this.connections.set(command.connection, opening);
      },
      listen: (from, { listener, address, port }) => {
        const adopt = (socket: Socket, name: string): void => this.adopt(from, listener, socket, name);
        const own = address ?? this.settings.address;
        this.listeners.set(listener, new Listener(listener, own, port, this.postTo(from), adopt));
      },
      accept: (from, command) => this.listener(from, command.listener)?.accept(command.connection),
      unlisten: (from, { listener }) => {
        this.listener(from, listener)?.close();
        this.listeners.delete(listener);
      },
      probe: () => this.violates({ code: 'no-raw-socket' }),
    };
  }

  private talking(): Performers<'send' | 'shutdownWrite' | 'close' | 'abort' | 'pause' | 'resume' | 'option'> {
    return {
      send: (from, command) => {
        if (command.urgent) this.remark({ type: 'note', reason: { code: 'urgent-in-line' } });
        this.connection(from, command.connection)?.send(command.octets);
      },
      shutdownWrite: (from, command) => this.connection(from, command.connection)?.shutdownWrite(),
      close: (from, command) => this.leave(from, command.connection)?.close(),
      abort: (from, command) => this.leave(from, command.connection)?.abort(),
      pause: (from, command) => this.connection(from, command.connection)?.pause(),
      resume: (from, command) => this.connection(from, command.connection)?.resume(),
      option: (from, command) => this.connection(from, command.connection)?.noDelay(command.noDelay),
    };
  }

  private securing(): Performers<'secure' | 'unsecure'> {
    return {
      secure: (from, { connection, layer, input }) => {
        const model = this.settings.layers[layer];
        if (model) this.connection(from, connection)?.secure(layer, model, input);
        else this.violates({ code: 'no-such-layer', layer });
      },
      unsecure: (from, command) => this.connection(from, command.connection)?.unsecure(command.silent),
    };
  }

  private waiting(): Performers<'arm' | 'cancel'> {
    return {
      arm: (from, { timer, after }) => this.timers.arm(from, timer, after, this.postTo(from)),
      cancel: (from, { timer }) => this.timers.cancel(from, timer),
    };
  }
}
