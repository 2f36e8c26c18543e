/** A host's kernel: its sockets, listeners and ports, and the TCP machine of each connection. */
import type { Endpoint, Errno, PortChoice, Purpose } from '../machine/contract';
import type { Files } from '../machine/files';
import type { TcpCommand, TcpEvent, UserEvent } from '../machine/transport';
import { family } from '../wire/address';
import type { IcmpPacket } from '../wire/icmp';
import { encodePacket, packetAddresses, type Packet } from '../wire/packet';
import { ACK, RST, SYN, type TcpSegment } from '../wire/tcp';
import type { Flight } from './network';
import { errnoOf } from './errno';
import { draw } from './random';
import type { Listener, Owner, Socket, Stretch, SocketEvent } from './socket';
import { Stack, type Surface } from './stack';
import { layerDetail } from './layer-detail';
import type { HostSpec } from './topology';
import { Ports } from './ports';
import { Probes } from './probes';
import type { World } from './world';

export class Kernel {
  readonly ports: Ports;
  readonly probes = new Probes(this);
  readonly sockets = new Map<string, Socket>();
  readonly listeners = new Map<string, Listener>();
  files: Files;
  private opened = 0;
  /**
   * TCP's steps that are under way, and what their layers are told once TCP has done all that a segment asked of it.
   */
  private steps = 0;
  private readonly upward: (() => void)[] = [];

  constructor(
    readonly spec: HostSpec,
    readonly world: World,
  ) {
    this.files = spec.files;
    this.ports = new Ports(spec, world.seed, this);
  }

  /** A segment has come out of the network. */
  arrive({ ip: { ttl }, tcp: segment }: Packet, flight: Flight): void {
    const local = { address: flight.destination, port: segment.destinationPort };
    const remote = { address: flight.source, port: segment.sourcePort };
    if (!this.spec.addresses.includes(local.address)) return;
    this.probes.heard(
      local,
      remote,
      { from: remote.address, timeToLive: ttl - flight.hops, flags: segment.flags, unreachable: null },
      flight,
    );
    const socket = this.sockets.get(keyOf(local, remote)) ?? this.welcome(local, remote, segment, flight);
    const { entry } = flight;
    if (socket.connection === null) socket.connection = flight.connection;
    const connection = this.world.recorder.connections[socket.connection];
    if (segment.flags & SYN) {
      socket.irs = segment.seq;
      if (connection?.opener !== this.spec.id && connection) connection.irs ??= socket.iss;
    }
    if (segment.payload.length > 0) {
      const from = (segment.seq + (segment.flags & SYN ? 1 : 0) - socket.irs - 1) | 0;
      insert(socket.arrivals, { from, to: from + segment.payload.length, entry });
    }
    this.step(socket, { type: 'arrived', segment, at: this.world.recorder.now }, [entry]);
  }

  /** An ICMP error has come: it goes to the connection whose segment it quotes, if there still is one. */
  unreachable({ ip, icmp }: IcmpPacket, flight: Flight): void {
    const { source, sourcePort, destination, destinationPort } = packetAddresses(icmp.offending);
    const [local, remote] = [
      { address: source, port: sourcePort },
      { address: destination, port: destinationPort },
    ];
    if (icmp.kind === 'destination unreachable')
      this.probes.heard(
        local,
        remote,
        { from: ip.source, timeToLive: ip.ttl - flight.hops, flags: 0, unreachable: icmp.code },
        flight,
      );
    const socket = this.sockets.get(keyOf(local, remote));
    const reason = errnoOf(ip.version, icmp.code);
    if (socket) this.step(socket, { type: 'unreachable', reason, at: this.world.recorder.now }, [flight.entry]);
  }

  /** Whoever answers a segment that belongs to no connection: a listener's new socket, or one in CLOSED that resets. */
  private welcome(local: Endpoint, remote: Endpoint, segment: TcpSegment, flight: Flight): Socket {
    const listener = this.listenerFor(local);
    const opens = listener !== undefined && (segment.flags & (SYN | ACK | RST)) === SYN;
    const socket = this.socket(local, remote, opens ? listener.purpose : 'other', null, opens ? listener : null);
    socket.connection = flight.connection;
    if (opens) this.step(socket, { type: 'OPEN', passive: true, at: this.world.recorder.now }, [listener.entry]);
    else this.sockets.delete(keyOf(local, remote));
    return socket;
  }

  listenerFor(local: Endpoint): Listener | undefined {
    return this.listeners.get(`${local.address} ${local.port}`) ?? this.listeners.get(`* ${local.port}`);
  }

  /** Starts a connection for a process, or says why it cannot. */
  open(
    owner: Owner,
    purpose: Purpose | 'other',
    remote: Endpoint,
    wanted: { address?: string; port?: number; reuseAddress?: boolean },
    causes: readonly number[],
  ): Socket | Errno {
    const address = wanted.address ?? this.spec.addresses.find((own) => family(own) === family(remote.address));
    if (address === undefined) return 'ENETUNREACH';
    const port = this.ports.forConnection(address, remote, wanted);
    if (typeof port === 'string') return port;
    const socket = this.socket({ address, port }, remote, purpose, owner, null);
    this.step(socket, { type: 'OPEN', passive: false, at: this.world.recorder.now }, causes);
    return socket;
  }

  listen(
    listener: Omit<Listener, 'port' | 'ready' | 'waiting' | 'entry'>,
    name: string,
    wanted: PortChoice,
    causes: readonly number[],
  ): Listener | Errno {
    const port = this.ports.forListener(wanted, listener.address);
    if (typeof port === 'string') return port;
    const address = listener.address ?? this.spec.addresses[0] ?? '';
    const entry = this.world.recorder.add(causes, this.spec.id, null, {
      kind: 'listen',
      listener: name,
      purpose: listener.purpose,
      wanted,
      local: { address, port },
    });
    const made = { ...listener, port, ready: [], waiting: [], entry };
    this.listeners.set(`${listener.address ?? '*'} ${port}`, made);
    return made;
  }

  unlisten(listener: Listener, causes: readonly number[]): void {
    const address = listener.address ?? this.spec.addresses[0] ?? '';
    this.listeners.delete(`${listener.address ?? '*'} ${listener.port}`);
    const entry = this.world.recorder.add(causes, this.spec.id, null, {
      kind: 'unlisten',
      local: { address, port: listener.port },
    });
    const orphans = [...this.sockets.values()].filter(
      (socket) => socket.listener === listener && socket.owner === null,
    );
    for (const socket of orphans) this.step(socket, { type: 'ABORT', at: this.world.recorder.now }, [entry]);
  }

  step(socket: Socket, event: TcpEvent, causes: readonly number[]): void {
    const { tcp, recorder } = this.world;
    const before = socket.snapshot.value;
    const { snapshot, commands } = tcp.step(socket.snapshot, event);
    socket.snapshot = snapshot;
    if (snapshot.value !== before) {
      recorder.add(causes, this.spec.id, socket.connection, {
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
    const { recorder, queue } = this.world;
    const kernel = { process: 'kernel', machine: 'tcp' };
    switch (command.type) {
      case 'transmit':
        return this.transmit(socket, command.segment, command.again ?? false, causes);
      case 'tell':
        return this.tell(socket, command.told, causes);
      case 'arm': {
        const { timer, after } = command;
        const old = socket.timers.get(timer);
        if (old) old.cancelled = true;
        socket.timers.set(
          timer,
          queue.push(recorder.now + after, () => {
            socket.timers.delete(timer);
            const entry = recorder.add([...causes, ...socket.drops], this.spec.id, socket.connection, {
              kind: 'timeout',
              ...kernel,
              timer,
            });
            socket.drops = [];
            this.step(socket, { type: 'timeout', timer, at: recorder.now }, [entry]);
          }),
        );
        return;
      }
      case 'cancel': {
        const due = socket.timers.get(command.timer);
        if (due) due.cancelled = true;
        socket.timers.delete(command.timer);
        return;
      }
      case 'delete':
        for (const due of socket.timers.values()) due.cancelled = true;
        if (this.sockets.get(keyOf(socket.local, socket.remote)) === socket)
          this.sockets.delete(keyOf(socket.local, socket.remote));
        return;
      case 'note':
        recorder.add(causes, this.spec.id, socket.connection, {
          kind: 'note',
          ...kernel,
          text: command.text,
          source: command.source ?? null,
        });
        return;
      case 'violation':
        recorder.add(causes, this.spec.id, socket.connection, {
          kind: 'violation',
          ...kernel,
          name: command.name,
          text: command.text,
        });
    }
  }

  private transmit(socket: Socket, segment: TcpSegment, again: boolean, causes: readonly number[]): void {
    const { recorder, network } = this.world;
    if (socket.connection === null) {
      const { local, remote, iss } = socket;
      socket.connection = recorder.connect(socket.purpose, {
        opener: this.spec.id,
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
    network.transmit(this.spec.id, octets, flight, again, this.behind(socket, segment, causes));
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
    const entry = recorder.add(why, this.spec.id, socket.connection, {
      kind: 'told',
      process: socket.owner?.process.name ?? 'kernel',
      machine: socket.owner?.machine ?? 'tcp',
      told: told.type,
      from: told.type === 'received' ? told.from : 0,
      octets: told.type === 'received' ? told.octets.length : 0,
      reason: told.type === 'failed' ? told.reason : null,
    });
    if (told.type === 'opened' && socket.listener) return this.world.established(this, socket, socket.listener, entry);
    const word: SocketEvent =
      told.type === 'opened'
        ? { type: 'opened', local: socket.local, remote: socket.remote }
        : told.type === 'received'
          ? { type: 'received', octets: told.octets, ...(told.urgent ? { urgent: true } : {}) }
          : told;
    if (socket.stack.secured) this.upward.push(() => socket.stack.up(word, [entry]));
    else socket.stack.up(word, [entry]);
  }

  /** Records a word that a layer passed up: what the owner reads is not what TCP told. */
  private heard(socket: Socket, word: SocketEvent, causes: readonly number[]): number {
    const octets = word.type === 'received' ? word.octets.length : 0;
    return this.world.recorder.add(causes, this.spec.id, socket.connection, {
      kind: 'told',
      process: socket.owner?.process.name ?? 'kernel',
      machine: socket.owner?.machine ?? 'tcp',
      told: word.type,
      from: 0,
      octets,
      reason: null,
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
  private surface(socket: () => Socket): Surface {
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
          this.spec.id,
          socket().connection,
          layerDetail(socket().owner?.process.name ?? 'kernel', machine, what, (octets) => recorder.keep(octets)),
        ),
    };
  }

  private socket(
    local: Endpoint,
    remote: Endpoint,
    purpose: Socket['purpose'],
    owner: Owner | null,
    listener: Listener | null,
  ): Socket {
    const { seed, tcp, settings } = this.world;
    const key = keyOf(local, remote);
    const ordinal = this.opened++;
    const iss = draw(seed, this.spec.id, 'initial sequence number', ordinal);
    const socket: Socket = {
      stack: new Stack(this.surface(() => socket)),
      local,
      remote,
      purpose,
      iss,
      irs: 0,
      owner,
      listener,
      connection: null,
      untold: [],
      timers: new Map(),
      sends: [],
      arrivals: [],
      sent: 0,
      closing: null,
      drops: [],
      identification: draw(seed, this.spec.id, 'IP identification', ordinal) & 0xffff,
      snapshot: tcp.start({ local, remote, iss, settings: settings(family(local.address), this.spec.id) }),
    };
    this.sockets.set(key, socket);
    return socket;
  }
}

export function keyOf(local: Endpoint, remote: Endpoint): string {
  return `${local.address} ${local.port} ${remote.address} ${remote.port}`;
}

/** Entries of the stretches that overlap [from, to). They are kept by where they end, so the search stops early. */
function overlapping(stretches: readonly Stretch[], from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let i = stretches.length - 1; i >= 0; i--) {
    const stretch = stretches[i];
    if (!stretch || stretch.to <= from) break;
    if (stretch.from < to) found.unshift(stretch.entry);
  }
  return found;
}

function insert(stretches: Stretch[], stretch: Stretch): void {
  let at = stretches.length;
  while (at > 0 && (stretches[at - 1]?.to ?? 0) > stretch.to) at--;
  stretches.splice(at, 0, stretch);
}
