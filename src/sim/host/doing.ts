/** A command that a host performs for one of its processes: what that takes, how it is recorded, how it fails. */
import type { Command, Errno } from '../../machine/contract';
import type { Wanted } from '../../trace/entry';
import type { Listener, Owner, Socket } from '../endpoint/socket';
import type { Process, ProcessWorld } from '../endpoint/process';
import type { Kernel } from './kernel';

/** What a process calls its own, by its machines' names for them. */
export interface Held {
  readonly sockets: Map<string, Socket>;
  readonly listeners: Map<string, Listener>;
}

/** What performing takes of a host. */
interface Performer {
  readonly kernel: Kernel;
  readonly world: ProcessWorld;
  /** Makes a connection somebody's, who hears what came meanwhile. */
  give(socket: Socket, owner: Owner, listener: string, causes: readonly number[]): void;
  exit(process: Process, code: number, causes: readonly number[]): void;
}

/** Who asks, and what for. */
export interface Doing {
  readonly host: Performer;
  readonly process: Process;
  readonly machine: string;
  readonly held: Held;
  readonly causes: readonly number[];
}

type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>;

/** How each command of a kind is performed. */
export type Performers<T extends Command['type']> = {
  readonly [K in T]: (doing: Doing, command: Of<K>) => void;
};

export const nodeOf = ({ host }: Doing) => host.kernel.spec.id;

export const selfOf = ({ process, machine }: Doing) => ({ process: process.name, machine });

/** Where a connection or a listener goes. */
const WANTED: { readonly [T in Command['type']]?: (command: Of<T>) => Wanted } = {
  probe: ({ remote }) => ({ purpose: 'probe', ...remote }),
  open: ({ purpose, remote }) => ({ purpose, ...remote }),
  listen: ({ purpose, port }) => ({ purpose, address: null, port }),
};

function wantedBy(command: Command): { readonly wants?: Wanted } {
  const wants = (WANTED[command.type] as ((command: Command) => Wanted) | undefined)?.(command);
  return wants ? { wants } : {};
}

/** Records what a program asked of its kernel: the cause of all that follows. */
export function recorded(doing: Doing, command: Command, connection: number | null = null): number {
  return doing.host.world.recorder.add(doing.causes, nodeOf(doing), connection, {
    kind: 'command',
    ...selfOf(doing),
    command: command.type,
    octets: command.type === 'send' ? command.octets.length : 0,
    ...wantedBy(command),
  });
}

/** Tells a program that what it asked for cannot be; `because` is an entry behind that. */
export function failed(
  doing: Doing,
  subject: string,
  reason: Errno,
  entry: number,
  because: number | null = null,
): void {
  const causes = because === null ? [entry] : [entry, because];
  const told = doing.host.world.recorder.add(causes, nodeOf(doing), null, {
    kind: 'told',
    ...selfOf(doing),
    told: 'failed',
    from: 0,
    octets: 0,
    reason,
  });
  doing.process.deliver(doing.machine, { type: 'failed', subject, reason }, [told]);
}
