/** A host's kernel: its sockets, listeners and ports; transport.ts has TCP's machine at work for them. */
import type { Endpoint, Errno, PortChoice, Purpose } from '../../machine/contract';
import type { Files } from '../../machine/files';
import type { TcpSettings } from '../../machine/transport';
import type { NodeId } from '../../trace/entry';
import { family } from '../../wire/packet/address';
import type { IcmpPacket } from '../../wire/packet/icmp';
import { packetAddresses, type Packet } from '../../wire/packet/packet';
import { ACK, RST, SYN, type TcpSegment } from '../../wire/packet/tcp';
import type { Flight } from '../network/flight';
import { errnoOf } from './errno';
import { draw } from '../random';
import type { Listener, Owner, Socket } from '../endpoint/socket';
import { socketPair } from '../endpoint/socket-pair';
import { Stack } from '../endpoint/stack';
import { insert } from '../endpoint/stretches';
import { Transport, type TransportWorld } from '../endpoint/transport';
import type { HostSpec } from '../topology';
import { Ports } from './ports';
import { Probes } from './probes';

export interface KernelWorld extends TransportWorld {
  readonly seed: number;
  readonly settings: (family: 4 | 6, host: NodeId) => TcpSettings;
}

export class Kernel {
  readonly ports: Ports;
  readonly probes = new Probes(this);
  readonly sockets = new Map<string, Socket>();
  readonly listeners = new Map<string, Listener>();
  readonly transport: Transport;
  files: Files;
  private opened = 0;

  constructor(
    readonly spec: HostSpec,
    readonly world: KernelWorld,
  ) {
    this.files = spec.files;
    this.transport = new Transport(spec.id, world, this.sockets);
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
    const socket = this.sockets.get(socketPair(local, remote)) ?? this.welcome(local, remote, segment, flight);
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
    this.transport.step(socket, { type: 'arrived', segment, at: this.world.recorder.now }, [entry]);
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
    const socket = this.sockets.get(socketPair(local, remote));
    const reason = errnoOf(ip.version, icmp.code);
    if (socket)
      this.transport.step(socket, { type: 'unreachable', reason, at: this.world.recorder.now }, [flight.entry]);
  }

  /** Whoever answers a segment that belongs to no connection: a listener's new socket, or one in CLOSED that resets. */
  private welcome(local: Endpoint, remote: Endpoint, segment: TcpSegment, flight: Flight): Socket {
    const listener = this.listenerFor(local);
    const opens = listener !== undefined && (segment.flags & (SYN | ACK | RST)) === SYN;
    const socket = this.socket(local, remote, opens ? listener.purpose : 'other', null, opens ? listener : null);
    socket.connection = flight.connection;
    if (opens)
      this.transport.step(socket, { type: 'OPEN', passive: true, at: this.world.recorder.now }, [listener.entry]);
    else this.sockets.delete(socketPair(local, remote));
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
    this.transport.step(socket, { type: 'OPEN', passive: false, at: this.world.recorder.now }, causes);
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
    for (const socket of orphans) this.transport.step(socket, { type: 'ABORT', at: this.world.recorder.now }, [entry]);
  }

  private socket(
    local: Endpoint,
    remote: Endpoint,
    purpose: Socket['purpose'],
    owner: Owner | null,
    listener: Listener | null,
  ): Socket {
    const { seed, tcp, settings } = this.world;
    const key = socketPair(local, remote);
    const ordinal = this.opened++;
    const iss = draw(seed, this.spec.id, 'initial sequence number', ordinal);
    const socket: Socket = {
      stack: new Stack(this.transport.surface(() => socket)),
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
