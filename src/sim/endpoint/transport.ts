/**
 * TCP's machine at work for a host's sockets: events in, commands performed, and what it tells passed up the stack.
 * Each segment and each word gets its causes here.
 */
import type { Micros } from '../../machine/contract';
import type { Stepper } from '../../machine/step';
import type { TcpCommand, TcpEvent, TcpInput, TcpTimer, UserEvent } from '../../machine/transport';
import type { NodeId } from '../../trace/entry';
import { encodePacket } from '../../wire/packet/packet';
import type { TcpSegment } from '../../wire/packet/tcp';
import { layerDetail } from './layer-detail';
import type { Network } from '../network/network';
import type { Queue } from '../queue';
import type { Recorder } from '../recorder';
import type { Listener, Owner, Socket } from './socket';
import { heardAs, type SocketEvent } from './socket-event';
import { socketPair } from './socket-pair';
import type { Surface } from './stack';
import { overlapping } from './stretches';

/** What of the world a host's TCP needs. */
export interface TransportWorld {
  readonly recorder: Recorder;
  readonly queue: Queue;
  readonly network: Network;
  readonly tcp: Stepper<unknown, TcpEvent, TcpCommand, TcpInput>;
  readonly epoch: number;
  /** The host that answers to an address. */
  hostOf(address: string): NodeId;
  word(owner: Owner, event: SocketEvent, causes: readonly number[]): void;
  established(host: NodeId, socket: Socket, listener: Listener, entry: number): void;
}

const KERNEL = { process: 'kernel', machine: 'tcp' };

export class Transport {
  /**
   * TCP's steps that are under way, and what their layers are told once TCP has done all that a segment asked of it.
   */
  private steps = 0;
  private readonly upward: (() => void)[] = [];

  constructor(
    private readonly node: NodeId,
    private readonly world: TransportWorld,
    private readonly sockets: Map<string, Socket>,
  ) {}

  step(socket: Socket, event: TcpEvent, causes: readonly number[]): void {
    const { tcp, recorder } = this.world;
    const before = socket.snapshot.value;
    const { snapshot, commands } = tcp.step(socket.snapshot, event);
    socket.snapshot = snapshot;
    if (snapshot.value !== before) {
      recorder.add(causes, this.node, socket.connection, {
        kind: 'state',
        process: 'kernel',
        machine: 'tcp',
        from: before,
        to: snapshot.value,
        event: event.type,
      });
    }
    this.steps++;
    for (const command of commands) this.perform(socket, command, causes);
    this.steps--;
    for (let next = this.steps === 0 ? this.upward.shift() : undefined; next; next = this.upward.shift()) next();
  }

  private perform(socket: Socket, command: TcpCommand, causes: readonly number[]): void {
    const { recorder } = this.world;
    switch (command.type) {
      case 'transmit':
        return this.transmit(socket, command.segment, command.again ?? false, causes);
      case 'tell':
        return this.tell(socket, command.told, causes);
      case 'arm':
        return this.arm(socket, command.timer, command.after, causes);
      case 'cancel':
        return cancel(socket, command.timer);
      case 'delete':
        for (const due of socket.timers.values()) due.cancelled = true;
        if (this.sockets.get(socketPair(socket.local, socket.remote)) === socket)
          this.sockets.delete(socketPair(socket.local, socket.remote));
        return;
      case 'note':
        recorder.add(causes, this.node, socket.connection, {
          kind: 'note',
          ...KERNEL,
          reason: command.reason,
          source: command.source ?? null,
        });
        return;
      case 'violation':
        recorder.add(causes, this.node, socket.connection, {
          kind: 'violation',
          ...KERNEL,
          reason: command.reason,
        });
    }
  }

  private arm(socket: Socket, timer: TcpTimer, after: Micros, causes: readonly number[]): void {
    const { recorder, queue } = this.world;
    cancel(socket, timer);
    const due = queue.push(recorder.now + after, () => {
      socket.timers.delete(timer);
      const why = [...causes, ...socket.drops];
      const entry = recorder.add(why, this.node, socket.connection, { kind: 'timeout', ...KERNEL, timer });
      socket.drops = [];
      this.step(socket, { type: 'timeout', timer, at: recorder.now }, [entry]);
    });
    socket.timers.set(timer, due);
  }

  private transmit(socket: Socket, segment: TcpSegment, again: boolean, causes: readonly number[]): void {
    const { recorder, network } = this.world;
    if (socket.connection === null) {
      const { local, remote, iss } = socket;
      socket.connection = recorder.connect(socket.purpose, {
        opener: this.node,
        listener: this.world.hostOf(remote.address),
        local,
        remote,
        iss,
      }).index;
    }
    const octets = encodePacket(
      {
        source: socket.local.address,
        destination: socket.remote.address,
        ttl: 64,
        identification: socket.identification++ & 0xffff,
        dontFragment: true,
      },
      segment,
    );
    const flight = {
      source: socket.local.address,
      destination: socket.remote.address,
      segment,
      connection: socket.connection,
    };
    network.transmit(this.node, octets, flight, again, this.behind(socket, segment, causes));
  }

  /** The causes of a segment: what was being handled, the commands that wrote its octets, the one that closed. */
  private behind(socket: Socket, segment: TcpSegment, causes: readonly number[]): readonly number[] {
    const from = (segment.seq - socket.iss - 1) | 0;
    const wrote = segment.payload.length > 0 ? overlapping(socket.sends, from, from + segment.payload.length) : [];
    const closed = segment.flags & 1 && socket.closing !== null ? [socket.closing] : [];
    return wrote.length + closed.length === 0 ? causes : [...new Set([...causes, ...wrote, ...closed])];
  }

  private tell(socket: Socket, told: UserEvent, causes: readonly number[]): void {
    const { recorder } = this.world;
    let why = causes;
    if (told.type === 'received') {
      const to = told.from + told.octets.length;
      why = [...new Set([...overlapping(socket.arrivals, told.from, to), ...causes])];
      socket.arrivals = socket.arrivals.filter((stretch) => stretch.to > to);
    }
    if (told.type === 'failed') why = [...new Set([...causes, ...socket.drops])];
    const entry = recorder.add(why, this.node, socket.connection, {
      kind: 'told',
      process: socket.owner?.process.name ?? 'kernel',
      machine: socket.owner?.machine ?? 'tcp',
      told: told.type,
      from: told.type === 'received' ? told.from : 0,
      octets: told.type === 'received' ? told.octets.length : 0,
      reason: told.type === 'failed' ? told.reason : null,
    });
    if (told.type === 'opened' && socket.listener)
      return this.world.established(this.node, socket, socket.listener, entry);
    const word = heardAs(told, socket);
    if (socket.stack.secured) this.upward.push(() => socket.stack.up(word, [entry]));
    else socket.stack.up(word, [entry]);
  }

  /** Records a word that a layer passed up: what the owner reads is not what TCP told. */
  private heard(socket: Socket, word: SocketEvent, causes: readonly number[]): number {
    const octets = word.type === 'received' ? word.octets.length : 0;
    return this.world.recorder.add(causes, this.node, socket.connection, {
      kind: 'told',
      process: socket.owner?.process.name ?? 'kernel',
      machine: socket.owner?.machine ?? 'tcp',
      told: word.type,
      from: 0,
      octets,
      reason: null,
      ...(word.type === 'broken' ? { why: word.why } : {}),
    });
  }

  /** A word that has come up through the whole stack. */
  private word(socket: Socket, word: SocketEvent, causes: readonly number[]): void {
    if (socket.owner) this.world.word(socket.owner, word, causes);
    else socket.untold.push({ event: word, causes });
  }

  /**
   * Octets that have come down through the whole stack; the entries that sent them are the causes of the segments they
   * leave in.
   */
  send(socket: Socket, octets: Uint8Array, urgent: boolean, causes: readonly number[], more = false): void {
    const to = socket.sent + octets.length;
    for (const entry of causes) socket.sends.push({ from: socket.sent, to, entry });
    socket.sent = to;
    this.step(
      socket,
      {
        type: 'SEND',
        octets,
        at: this.world.recorder.now,
        ...(urgent ? { urgent: true } : {}),
        ...(more ? { more: true } : {}),
      },
      causes,
    );
  }

  /** What a connection's stack asks of the kernel, and what it tells. */
  surface(socket: () => Socket): Surface {
    const { recorder, epoch } = this.world;
    return {
      clock: () => ({ at: recorder.now, epoch }),
      transmit: (octets, causes) => this.send(socket(), octets, false, causes),
      close: (reading, causes) => this.step(socket(), { type: 'CLOSE', reading, at: recorder.now }, causes),
      abort: (causes) => this.step(socket(), { type: 'ABORT', at: recorder.now }, causes),
      notify: (word, causes) =>
        this.word(socket(), word, socket().stack.secured ? [this.heard(socket(), word, causes)] : causes),
      whenRead: (run) => (socket().owner ? socket().owner?.process.later(run) : run()),
      record: (machine, what, causes) =>
        recorder.add(
          causes,
          this.node,
          socket().connection,
          layerDetail(socket().owner?.process.name ?? 'kernel', machine, what, (octets) => recorder.keep(octets)),
        ),
    };
  }
}

function cancel(socket: Socket, timer: TcpTimer): void {
  const due = socket.timers.get(timer);
  if (due) due.cancelled = true;
  socket.timers.delete(timer);
}
