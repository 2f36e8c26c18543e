/**
 * Two hosts in memory for whole dialogues: no TCP, no time but timers and thought. What one sends the other receives at
 * once, in order; a connect to a listener opens; a listener's queue waits for `accept`. The log reads like a
 * transcript.
 */
import type { Command, Endpoint, HostEvent } from '../../src/machine/contract';
import { changed } from '../../src/machine/files';
import type { Program } from '../../src/machine/program';
import { stepper, type Stepper } from '../../src/machine/step';
import { reference } from '../machine/reference';
import { clock, EPOCH, nothing, portOf, processOf, told } from './loop-parts';
import type { End, Listener, LoopHost, LoopOptions, Outcome, Running } from './loop-parts';
import { remark } from '../../src/strings/en/remarks';
import { violated } from '../../src/strings/en/violations';

/**
 * Runs a client against whatever the server host offers until nothing is left to do. `drop` refuses or swallows
 * connects.
 */
export function converse(
  client: Program,
  clientHost: LoopHost,
  serverHost: LoopHost,
  options: LoopOptions = {},
): Outcome {
  const outcome = nothing();
  const hosts = [clientHost, serverHost];
  const { later, now, run: runAll } = clock();
  const running: Running[] = [];

  const start = (program: Program, host: LoopHost): Running => {
    const process = processOf(program, host);
    for (const [name, { model, input }] of Object.entries(program.machines)) {
      const steps = (options.slow ? reference(model as never) : stepper(model as never)) as Stepper<
        unknown,
        never,
        Command,
        unknown
      >;
      process.machines.set(name, { steps, snapshot: steps.start(input) });
    }
    running.push(process);
    for (const name of process.machines.keys()) post(process, name, { type: 'started' });
    return process;
  };
  const post = (process: Running, machine: string, event: HostEvent, after = 0): void =>
    later(() => deliver(process, machine, event), after);
  const deliver = (process: Running, machine: string, event: HostEvent): void => {
    if (process.over) return;
    const calls: [string, HostEvent][] = [[machine, event]];
    for (let next = calls.shift(); next && !process.over; next = calls.shift()) {
      const [name, happened] = next;
      const part = process.machines.get(name);
      if (!part) throw new Error(`no machine ${name}`);
      const stepped = part.steps.step(part.snapshot, {
        ...happened,
        at: now(),
        epoch: EPOCH,
        files: process.host.files,
      } as never);
      part.snapshot = stepped.snapshot;
      outcome.visited.add(`${process.program.name} ${name} ${stepped.snapshot.value}`);
      for (const command of stepped.commands)
        perform(process, name, command, (to, from, call) =>
          calls.push([to, { type: 'called', from, call: call as never }]),
        );
    }
  };
  const end = (process: Running, machine: string, name: string, local: Endpoint, remote: Endpoint): End => {
    const made: End = { process, machine, name, peer: null, closed: false, local, remote };
    process.ends.set(name, made);
    return made;
  };
  const toPeer = (from: End | undefined, event: (name: string) => HostEvent): void => {
    const to = from?.peer;
    if (to && !to.closed) post(to.process, to.machine, event(to.name));
  };
  const close = (of: End | undefined): void => {
    if (!of || of.closed) return;
    of.closed = true;
    toPeer(of, (connection) => ({ type: 'peerClosed', connection }));
    post(of.process, of.machine, { type: 'closed', connection: of.name });
  };
  const serveQueue = (listener: Listener): void => {
    while (listener.wanted.length > 0 && listener.queue.length > 0) {
      const name = listener.wanted.shift()!;
      const waiting = listener.queue.shift()!;
      const ours = end(listener.process, listener.machine, name, listener.local, waiting.local);
      ours.peer = waiting;
      waiting.peer = ours;
      post(listener.process, listener.machine, {
        type: 'accepted',
        listener: listener.name,
        connection: name,
        local: ours.local,
        remote: ours.remote,
      });
      const early = (waiting as End & { early?: HostEvent[] }).early ?? [];
      for (const event of early) post(listener.process, listener.machine, { ...event, connection: name } as HostEvent);
    }
  };
  const perform = (
    process: Running,
    machine: string,
    command: Command,
    callTo: (to: string, from: string, call: object) => void,
  ): void => {
    const { host } = process;
    switch (command.type) {
      case 'open': {
        const local = { address: command.local?.address ?? host.address, port: command.local?.port ?? host.nextPort++ };
        const ours = end(process, machine, command.connection, local, command.remote);
        const fate = options.drop?.(command.remote, host) ?? null;
        if (fate === 'swallow') return;
        const there = hosts.find(({ address }) => address === command.remote.address);
        const refuse = () =>
          post(process, machine, {
            type: 'failed',
            subject: command.connection,
            reason: there ? 'ECONNREFUSED' : 'EHOSTUNREACH',
          });
        if (fate === 'refuse' || !there) return refuse();
        const listener = running
          .flatMap((other) => [...(other.host === there && !other.over ? other.listeners.values() : [])])
          .find((one) => one.local.port === command.remote.port);
        if (listener) {
          post(process, machine, { type: 'opened', connection: command.connection, local, remote: command.remote });
          later(() => {
            listener.queue.push(ours);
            serveQueue(listener);
          });
        } else if (there.service?.port === command.remote.port) {
          const serving = start(there.service.program, there);
          const theirs = end(serving, 'pi', 'control', command.remote, local);
          theirs.peer = ours;
          ours.peer = theirs;
          post(process, machine, { type: 'opened', connection: command.connection, local, remote: command.remote });
          post(serving, 'pi', {
            type: 'accepted',
            listener: 'service',
            connection: 'control',
            local: theirs.local,
            remote: theirs.remote,
          });
        } else refuse();
        return;
      }
      case 'listen': {
        const wanted = portOf(host, command.port);
        if (host.busyPorts?.has(wanted))
          return post(process, machine, { type: 'failed', subject: command.listener, reason: 'EADDRINUSE' });
        const local = { address: command.address ?? host.address, port: wanted };
        process.listeners.set(command.listener, {
          process,
          machine,
          name: command.listener,
          local,
          queue: [],
          wanted: [],
        });
        return post(process, machine, { type: 'listening', listener: command.listener, local });
      }
      case 'accept': {
        const listener = process.listeners.get(command.listener);
        if (!listener) throw new Error(`accept on ${command.listener}, which does not listen`);
        listener.wanted.push(command.connection);
        return serveQueue(listener);
      }
      case 'unlisten': {
        const listener = process.listeners.get(command.listener);
        process.listeners.delete(command.listener);
        for (const one of listener?.queue ?? [])
          post(one.process, one.machine, { type: 'failed', subject: one.name, reason: 'ECONNRESET' });
        return;
      }
      case 'send': {
        const from = process.ends.get(command.connection);
        if (!from || from.closed)
          throw new Error(`${process.program.name} sends on ${command.connection}, which is closed`);
        if (!command.connection.startsWith('control'))
          outcome.data.push(new TextDecoder('latin1').decode(command.octets));
        const size = options.pieces ?? Math.max(1, command.octets.length);
        for (let at = 0; at < command.octets.length; at += size) {
          const octets = command.octets.slice(at, at + size);
          if (!from.peer)
            ((from as End & { early?: HostEvent[] }).early ??= []).push({ type: 'received', connection: '', octets });
          else toPeer(from, (connection) => ({ type: 'received', connection, octets }));
        }
        return post(process, machine, { type: 'drained', connection: command.connection });
      }
      case 'close':
        return close(process.ends.get(command.connection));
      case 'arm':
        process.timers.set(`${machine} ${command.timer}`, { at: now() + command.after, machine });
        return later(() => {
          const timer = process.timers.get(`${machine} ${command.timer}`);
          if (timer?.at !== now() || process.over) return;
          process.timers.delete(`${machine} ${command.timer}`);
          deliver(process, machine, { type: 'timeout', timer: command.timer });
        }, command.after);
      case 'cancel':
        return void process.timers.delete(`${machine} ${command.timer}`);
      case 'call':
        return callTo(command.to, machine, command.call);
      case 'change':
        return void (host.files = changed(host.files, command.change));
      case 'message':
        if (host === clientHost) outcome.dialogue.push(told(command));
        return;
      case 'say':
        return void (command.to === 'user' ? outcome.says : outcome.log).push(command.text);
      case 'achieve':
        return void outcome.achieved.push([command.action, command.ok]);
      case 'note':
        return void outcome.notes.push(`${process.program.name} ${machine}: ${remark(command.reason)}`);
      case 'violation':
        return void outcome.notes.push(`${process.program.name} ${machine}: ${violated(command.reason)}`);
      case 'exit':
        process.over = true;
        if (host === clientHost) outcome.exit = command.code;
        for (const listener of process.listeners.values())
          for (const one of listener.queue)
            post(one.process, one.machine, { type: 'failed', subject: one.name, reason: 'ECONNRESET' });
        for (const one of process.ends.values()) {
          if (!one.closed) toPeer(one, (connection) => ({ type: 'peerClosed', connection }));
          one.closed = true;
        }
        return;
      case 'think':
      case 'option':
        return;
      default:
        throw new Error(`the loop cannot ${command.type}`);
    }
  };

  start(client, clientHost);
  runAll(() => running.every(({ over }) => over));
  outcome.at = now();
  return outcome;
}
