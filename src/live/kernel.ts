/**
 * What the kernel does for a live process: its sockets and timers. Connections and listeners are known to the whole
 * process, as file descriptors are; the machine that named one hears of it.
 */
import type { Socket } from 'node:net';
import type { Command, HostEvent } from '../machine/contract';
import {
  connectionOver,
  connectionTo,
  localOf,
  remoteOf,
  type AnyLayer,
  type Clock,
  type Connection,
  type Post,
} from './connection';
import { listenerOn, type Listener } from './listener';
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

export interface Kernel {
  readonly perform: Performers<KernelCommand>;
  /** Gives `machine` a connected socket under a name; it is told `accepted`. */
  adopt(machine: string, listener: string, socket: Socket, connection: string, peers?: Peers): void;
  /** The process is over: what it left open is closed, its control connection with these words if there are any. */
  closeAll(lastWords?: Uint8Array): void;
}

export interface KernelSettings {
  /** The address that stands for all of the host's own, or null to listen on every one there is. */
  readonly address: string | null;
  /** Where a scenario's addresses really lie. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** What the program can put on a connection. */
  readonly layers: Readonly<Record<string, AnyLayer>>;
}

export function startKernel(
  { address: own, hosts, clock, layers }: KernelSettings,
  postTo: (machine: string) => Post,
  remark: (command: Command) => void,
): Kernel {
  const connections = new Map<string, Connection>();
  const listeners = new Map<string, Listener>();
  const timers = new Map<string, NodeJS.Timeout>();

  const violates = (reason: HostViolation): void => remark({ type: 'violation', reason });
  const found = <T>(
    from: string,
    what: 'connection' | 'listener',
    name: string,
    things: Map<string, T>,
  ): T | undefined => {
    const thing = things.get(name);
    if (!thing) violates({ code: `no-such-${what}`, machine: from, name });
    return thing;
  };
  const connection = (from: string, name: string): Connection | undefined =>
    found(from, 'connection', name, connections);
  const leave = (from: string, name: string): Connection | undefined => {
    const left = connection(from, name);
    connections.delete(name);
    return left;
  };
  const adopt: Kernel['adopt'] = (machine, listener, socket, name, peers) => {
    const accepted = {
      type: 'accepted',
      listener,
      connection: name,
      local: localOf(socket),
      remote: remoteOf(socket),
      ...(peers ? { peers } : {}),
    } as const;
    postTo(machine)(() => accepted);
    connections.set(name, connectionOver(socket, name, postTo(machine), clock, remark));
  };
  return {
    adopt,
    perform: {
      open(from, command) {
        const address = hosts[command.remote.address] ?? command.remote.address;
        const opening = connectionTo({ ...command.remote, address }, command, postTo(from), clock, remark);
        if (opening) connections.set(command.connection, opening);
      },
      listen(from, { listener, address, port }) {
        const adoptIt = (socket: Socket, name: string): void => adopt(from, listener, socket, name);
        listeners.set(listener, listenerOn(listener, address ?? own, port, postTo(from), adoptIt));
      },
      accept: (from, command) => found(from, 'listener', command.listener, listeners)?.accept(command.connection),
      unlisten(from, { listener }) {
        found(from, 'listener', listener, listeners)?.close();
        listeners.delete(listener);
      },
      send(from, command) {
        if (command.urgent) remark({ type: 'note', reason: { code: 'urgent-in-line' } });
        connection(from, command.connection)?.send(command.octets);
      },
      shutdownWrite: (from, command) => connection(from, command.connection)?.shutdownWrite(),
      close: (from, command) => leave(from, command.connection)?.close(),
      abort: (from, command) => leave(from, command.connection)?.abort(),
      pause: (from, command) => connection(from, command.connection)?.pause(),
      resume: (from, command) => connection(from, command.connection)?.resume(),
      secure(from, { connection: name, layer, input }) {
        const model = layers[layer];
        if (!model) return violates({ code: 'no-such-layer', layer });
        connection(from, name)?.secure(layer, model, input);
      },
      unsecure: (from, command) => connection(from, command.connection)?.unsecure(command.silent),
      probe: () => violates({ code: 'no-raw-socket' }),
      option: (from, command) => connection(from, command.connection)?.noDelay(command.noDelay),
      arm(from, { timer, after }) {
        const name = `${from} ${timer}`;
        const ran = (): void =>
          postTo(from)(() => {
            if (timers.get(name) !== armed) return null; // cancelled, or armed anew, while it waited its turn
            timers.delete(name);
            return { type: 'timeout', timer };
          });
        clearTimeout(timers.get(name));
        const armed = setTimeout(ran, after / 1000);
        timers.set(name, armed);
      },
      cancel(from, { timer }) {
        clearTimeout(timers.get(`${from} ${timer}`));
        timers.delete(`${from} ${timer}`);
      },
    },
    closeAll(lastWords) {
      for (const listener of listeners.values()) listener.close();
      for (const [name, open] of connections) {
        try {
          if (lastWords && name === 'control') open.send(lastWords);
          open.close();
        } catch {
          open.drop(); // a layer that throws says no farewell
        }
      }
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
