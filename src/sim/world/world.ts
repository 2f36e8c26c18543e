/**
 * The simulated world: hosts with kernels and processes, the network between them, one queue of events. It performs the
 * commands that machines give and stamps every entry of the trace with its causes.
 */
import type { Command, Micros } from '../../machine/contract';
import type { Model } from '../../machine/model';
import { stepper, stepsTaken, type Stepper } from '../../machine/step';
import type { TcpCommand, TcpEvent, TcpInput, TcpSettings } from '../../machine/transport';
import type { NodeId } from '../../trace/entry';
import { VERSION, type RecordedScenario, type Trace } from '../../trace/trace';
import { decodeIcmp } from '../../wire/packet/icmp';
import { decodePacket, type Packet } from '../../wire/packet/packet';
import { borrowedBy, packetOf } from '../../trace/arena';
import { isViolation } from '../../wire/violation';
import { Interventions, type TimedIntervention, type PendingFault } from '../interventions';
import { Kernel } from '../host/kernel';
import { Host } from '../host/host';
import type { Flight } from '../network/flight';
import { Network } from '../network/network';
import type { Process } from '../endpoint/process';
import { Queue } from '../queue';
import type { Recorder } from '../recorder';
import type { Listener, Owner, Socket } from '../endpoint/socket';
import { named, type SocketEvent } from '../endpoint/socket-event';
import type { LinkSpec, NodeSpec } from '../topology';

interface WorldSpec {
  readonly seed: number;
  /** Seconds since 1970-01-01 00:00 UTC at virtual time 0. */
  readonly epoch: number;
  readonly scenario: RecordedScenario;
  readonly nodes: readonly NodeSpec[];
  readonly links: readonly LinkSpec[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the TCB is TCP's own business
  readonly transport: Model<any, TcpEvent, TcpCommand, TcpInput>;
  readonly settings: (family: 4 | 6, host: NodeId) => TcpSettings;
  readonly acts: readonly TimedIntervention[];
  /** The run ends here at the latest: virtual time and number of entries. */
  readonly horizon: Micros;
  readonly cap: number;
}

/** Events between two pauses: a few milliseconds of work. */
const SLICE = 64;

export class World {
  readonly queue = new Queue();
  readonly network: Network;
  readonly tcp: Stepper<unknown, TcpEvent, TcpCommand, TcpInput>;
  readonly seed: number;
  readonly settings: (family: 4 | 6, host: NodeId) => TcpSettings;
  private readonly hosts: readonly Host[];
  private readonly drops: { readonly entry: number; readonly at: Micros }[] = [];
  private readonly acts: Interventions;

  constructor(
    private readonly spec: WorldSpec,
    readonly recorder: Recorder,
  ) {
    this.seed = spec.seed;
    this.settings = spec.settings;
    this.tcp = stepper(spec.transport);
    this.acts = new Interventions(spec.acts, {
      later: (run) => void this.queue.push(recorder.now, run),
      cut: (node, cause) => this.network.linkFaults.cut(node, cause),
      filter: (port, cause) => this.network.linkFaults.filter(port, cause),
      mend: (cause) => this.network.linkFaults.mend(cause),
      expire: (edge, cause) => this.network.routers.expire(edge, cause),
      lose: (host, lost, cause) => this.network.routers.lose(host, lost, cause),
      restart: (host, cause) => this.hosts.find(({ node }) => node === host)?.restart(cause),
      exhaust: (host, cause) => this.hosts.find(({ node }) => node === host)?.kernel.ports.exhaust(cause),
    });
    for (const node of spec.nodes) if (node.kind === 'host') recorder.has(node.files);
    recorder.onMoment = (name, entry) => this.intervene(name, entry);
    this.network = new Network(spec.nodes, spec.links, this);
    this.hosts = spec.nodes.flatMap((node) => (node.kind === 'host' ? [new Host(new Kernel(node, this), this)] : []));
  }

  run(): Trace {
    const slices = this.slices();
    for (;;) {
      const slice = slices.next();
      if (slice.done) return slice.value;
    }
  }

  /** The same, with a pause after every `SLICE` events, for whoever must look up now and then. */
  *slices(): Generator<void, Trace> {
    for (const host of this.hosts) host.boot();
    const { recorder, queue } = this;
    let steps = 0;
    let events = 0;
    for (let due = queue.pop(); due; due = queue.pop()) {
      const end = this.endBefore(due.at);
      if (end !== null) return this.trace(end, steps);
      recorder.now = due.at;
      const before = stepsTaken();
      due.run();
      steps += stepsTaken() - before;
      if (++events % SLICE === 0) yield;
    }
    return this.trace('quiescent', steps);
  }

  /** What ends the run before an event of this time, if anything does. */
  private endBefore(at: Micros): Trace['end'] | null {
    if (at > this.spec.horizon) return 'horizon';
    return this.recorder.entries.length >= this.spec.cap ? 'cap' : null;
  }

  /** The run is over: what is left of it. */
  private trace(end: Trace['end'], steps: number): Trace {
    const { recorder, spec, hosts } = this;
    recorder.add([], null, null, { kind: 'end', how: end });
    const { entries, connections, arena, moments } = recorder;
    return {
      version: VERSION,
      scenario: spec.scenario,
      epoch: spec.epoch,
      end,
      steps,
      nodes: spec.nodes.map((node) => {
        const { id, kind, name, addresses } = node;
        const gear = node.kind === 'host' ? node.firewall?.filterConfig : node.gateway?.filterConfig;
        return { id, kind, name, addresses, ...(gear && { gear }) };
      }),
      entries,
      connections,
      arena,
      moments,
      initialFiles: new Map(hosts.map(({ kernel: { spec: host } }) => [host.id, host.files])),
      files: new Map(hosts.map(({ kernel }) => [kernel.spec.id, kernel.files])),
    };
  }

  get epoch(): number {
    return this.spec.epoch;
  }

  /**
   * The host that has an address, or that lies behind the router that has it; the address itself where nobody has it.
   */
  hostOf(address: string): NodeId {
    const owner = this.spec.nodes.find((node) => node.addresses.includes(address));
    return owner && owner.kind !== 'host' && owner.gateway ? owner.gateway.behind : (owner?.id ?? address);
  }

  /** What the learner prepared for the packet transmitted by an entry. */
  pendingFault(entry: number): PendingFault | null {
    const transmitted = this.recorder.entries[entry];
    return transmitted ? this.acts.pendingFaultOf(transmitted) : null;
  }

  word({ process, machine, handle }: Owner, word: SocketEvent, causes: readonly number[]): void {
    process.deliver(machine, named(word, handle), causes);
  }

  established(node: NodeId, socket: Socket, listener: Listener, entry: number): void {
    this.hosts.find((host) => host.node === node)?.established(socket, listener, entry);
  }

  message(
    process: Process,
    machine: string,
    command: Extract<Command, { type: 'message' }>,
    causes: readonly number[],
  ): number {
    const host = this.hosts.find((one) => one.has(process));
    const socket = host?.socketOf(process, command.connection);
    return this.recorder.add(causes, host?.kernel.spec.id ?? null, socket?.connection ?? null, {
      kind: 'message',
      process: process.name,
      machine,
      way: command.way,
      message: command.message,
    });
  }

  /** Drops since a time: what a timeout may have waited for in vain. */
  dropsSince(at: Micros, _node: NodeId): readonly number[] {
    return this.drops
      .filter((drop) => drop.at >= at)
      .slice(-8)
      .map((drop) => drop.entry);
  }

  arrive(node: NodeId, flight: Flight): void {
    const host = this.hosts.find(({ kernel }) => kernel.spec.id === node);
    const { arena } = this.recorder;
    const octets = packetOf(arena, flight.packet);
    if (!host) return;
    const packet = decodePacket(octets);
    if (!isViolation(packet)) return host.kernel.arrive(inPlace(packet, borrowedBy(arena, flight.packet)), flight);
    const error = decodeIcmp(octets);
    if (!isViolation(error)) host.kernel.unreachable(error, flight);
  }

  dropped(flight: Flight, entry: number): void {
    this.drops.push({ entry, at: this.recorder.now });
    for (const { kernel } of this.hosts) {
      for (const socket of kernel.sockets.values())
        if (socket.connection === flight.connection) socket.drops.push(entry);
    }
  }

  private intervene(name: string, entry: number): void {
    const found = this.recorder.entries[entry];
    if (found)
      this.acts.at(name, found, (index) =>
        this.recorder.add([], null, found.connection, { kind: 'intervention', index }),
      );
  }
}

/** Octets that lie in a file are handed on from there, so that they can come to lie in another without a copy. */
const inPlace = (packet: Packet, payload: Uint8Array | null): Packet =>
  payload === null ? packet : { ...packet, tcp: { ...packet.tcp, payload } };
