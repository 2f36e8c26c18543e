/** What a program asks of its kernel about connections: to open one, and what to do with one that is open. */
import type { Command } from '../../machine/contract';
import type { HostViolation } from '../../machine/host-note';
import type { Process } from '../endpoint/process';
import type { Socket } from '../endpoint/socket';
import { failed, nodeOf, recorded, selfOf, type Doing, type Performers } from './doing';

/** Of the commands that name a connection, those that are asked of the kernel about it. */
type Connecting = Exclude<Extract<Command, { readonly connection: string }>['type'], 'accept' | 'message'>;

type Asked = { readonly type: 'ABORT' | 'PAUSE' | 'RESUME' } | { readonly type: 'OPTION'; readonly noDelay: boolean };

/** Hands TCP an event of its user's. */
const ask = ({ host: { kernel, world } }: Doing, socket: Socket, event: Asked, entry: number): void =>
  kernel.transport.step(socket, { ...event, at: world.recorder.now }, [entry]);

/**
 * Octets that nobody read turn the close into a reset (RFC 2525 2.17); a layer has taken them off TCP's hands, not read
 * them.
 */
const leavesUnread = (process: Process, handle: string, socket: Socket): boolean =>
  socket.blunt === true && process.pending(handle);

function lacksLayer(doing: Doing, layer: string, entry: number): void {
  const reason: HostViolation = { code: 'no-such-layer', layer };
  doing.host.world.recorder.add([entry], nodeOf(doing), null, { kind: 'violation', ...selfOf(doing), reason });
}

/** On a connection that is no longer there nothing is done: the command stands in the trace all the same. */
const onSocket =
  <C extends Command & { readonly connection: string }>(
    perform: (doing: Doing, socket: Socket, command: C, entry: number) => void,
  ) =>
  (doing: Doing, command: C): void => {
    const socket = doing.held.sockets.get(command.connection);
    const entry = recorded(doing, command, socket?.connection ?? null);
    if (socket) perform(doing, socket, command, entry);
  };

export const CONNECTING: Performers<Connecting> = {
  send: onSocket(({ host: { kernel } }, socket, { octets, urgent, more }, entry) => {
    if (socket.stack.secured) socket.stack.send(octets, [entry]);
    else kernel.transport.send(socket, octets, urgent ?? false, [entry], more);
  }),
  shutdownWrite: onSocket((_, socket, __, entry) => {
    socket.closing = entry;
    socket.stack.close(true, [entry]);
  }),
  close: onSocket((doing, socket, { connection }, entry) => {
    socket.closing = entry;
    if (leavesUnread(doing.process, connection, socket)) ask(doing, socket, { type: 'ABORT' }, entry);
    else socket.stack.close(false, [entry]);
  }),
  abort: onSocket((doing, socket, _, entry) => ask(doing, socket, { type: 'ABORT' }, entry)),
  secure: onSocket((doing, socket, { connection, layer: name, input }, entry) => {
    const layer = doing.process.program.layers?.[name];
    if (!layer) return lacksLayer(doing, name, entry);
    const unread = doing.process.unread(connection);
    socket.blunt = (input as { readonly farewell?: boolean } | null)?.farewell === false;
    socket.stack.add(name, layer, input, [entry]);
    for (const { octets, causes } of unread) socket.stack.up({ type: 'received', octets }, [entry, ...causes]);
  }),
  unsecure: onSocket((_, socket, { silent }, entry) => socket.stack.remove([entry], silent)),
  pause: onSocket((doing, socket, _, entry) => ask(doing, socket, { type: 'PAUSE' }, entry)),
  resume: onSocket((doing, socket, _, entry) => ask(doing, socket, { type: 'RESUME' }, entry)),
  option: onSocket((doing, socket, { noDelay }, entry) => ask(doing, socket, { type: 'OPTION', noDelay }, entry)),
  open(doing, command) {
    const { process, machine, held, host } = doing;
    const { connection: handle, purpose, remote, local } = command;
    const entry = recorded(doing, command);
    const socket = host.kernel.open({ process, machine, handle }, purpose, remote, local ?? {}, [entry]);
    if (typeof socket === 'string') failed(doing, handle, socket, entry);
    else held.sockets.set(handle, socket);
  },
  probe(doing, command) {
    const { process, machine, host } = doing;
    const entry = recorded(doing, command);
    const owner = { process, machine, handle: command.connection };
    const why = host.kernel.probes.send(owner, command, [entry]);
    if (why !== null) failed(doing, command.connection, why, entry);
  },
};
