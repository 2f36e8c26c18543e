/** What a program asks of its kernel about listeners. */
import { failed, recorded, type Performers } from './doing';

export const LISTENING: Performers<'listen' | 'unlisten' | 'accept'> = {
  listen(doing, command) {
    const { process, machine, held } = doing;
    const { kernel } = doing.host;
    const { listener: handle, address, purpose, port } = command;
    const entry = recorded(doing, command);
    const owner = { process, machine, handle };
    const made = kernel.listen({ address, purpose, owner, service: null }, handle, port, [entry]);
    if (typeof made === 'string')
      return failed(doing, handle, made, entry, typeof port === 'object' ? kernel.ports.exhausted : null);
    held.listeners.set(handle, made);
    const local = { address: made.address ?? kernel.spec.addresses[0] ?? '', port: made.port };
    process.deliver(machine, { type: 'listening', listener: handle, local }, [made.entry]);
  },

  unlisten(doing, command) {
    const entry = recorded(doing, command);
    const listener = doing.held.listeners.get(command.listener);
    if (!listener) return failed(doing, command.listener, 'EPIPE', entry);
    doing.held.listeners.delete(command.listener);
    doing.host.kernel.unlisten(listener, [entry]);
  },

  accept(doing, command) {
    const { process, machine, held } = doing;
    const entry = recorded(doing, command);
    const listener = held.listeners.get(command.listener);
    if (!listener) return failed(doing, command.listener, 'EPIPE', entry);
    const owner = { process, machine, handle: command.connection };
    const ready = listener.ready.shift();
    if (ready) doing.host.give(ready, owner, command.listener, [entry]);
    else listener.waiting.push(owner);
  },
};
