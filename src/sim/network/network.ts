/**
 * Carries packets from node to node: out of a host, over links, through what lies between, into a host. Each hop is
 * an entry, and whatever stops a packet says why.
 */
import type { NodeId } from '../../trace/entry';
import { timeToLiveOf } from '../../wire/packet/packet';
import type { Queue } from '../queue';
import type { Recorder } from '../recorder';
import type { HostFirewall, LinkSpec, NodeSpec } from '../topology';
import type { PendingFault } from '../interventions';
import { octetsOf, rulingOf, type Carriage, type Drop, type Flight } from './flight';
import { admitted } from './host-firewall';
import { LinkFaults, type Refusal } from './link-faults';
import { Links } from './links';
import { Routers } from './routers';

/** What a network needs of the world. */
interface NetworkWorld {
  readonly seed: number;
  readonly queue: Queue;
  readonly recorder: Recorder;
  arrive(node: NodeId, flight: Flight): void;
  dropped(flight: Flight, entry: number): void;
  /** What the learner prepared for the packet that an entry transmits. */
  pendingFault(entry: number): PendingFault | null;
}

export class Network implements Carriage {
  readonly linkFaults = new LinkFaults();
  readonly routers: Routers;
  readonly queue: Queue;
  readonly recorder: Recorder;
  private readonly nodes: ReadonlyMap<NodeId, NodeSpec>;
  private readonly links: Links;

  constructor(
    nodes: readonly NodeSpec[],
    links: readonly LinkSpec[],
    private readonly world: NetworkWorld,
  ) {
    this.queue = world.queue;
    this.recorder = world.recorder;
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    this.links = new Links(nodes, links, world.seed);
    this.routers = new Routers(this.nodes, this);
  }

  /** A host sends a packet; what its own firewall refuses does not leave it. */
  transmit(
    node: NodeId,
    octets: Uint8Array,
    what: Pick<Flight, 'source' | 'destination' | 'segment' | 'connection'>,
    again: boolean,
    causes: readonly number[],
  ): void {
    const { recorder } = this;
    const firewall = this.hostFirewallAt(node);
    const handled = firewall?.engine.handle(octets, 'inside', recorder.now);
    const packet = recorder.keep(octets, what.segment?.payload);
    const ruling = handled?.verdict === 'forwarded' ? { ruling: rulingOf(handled, 'inside') } : {};
    const sent = { kind: 'transmit', packet, hops: 0, again, ...ruling } as const;
    const entry = recorder.add(causes, node, what.connection, sent, what.segment);
    const flight = {
      packet,
      hops: 0,
      length: octets.length,
      source: what.source,
      destination: what.destination,
      timeToLive: timeToLiveOf(octets),
      segment: what.segment,
      connection: what.connection,
      entry,
      pendingFault: this.pendingFault(entry),
    };
    if (!firewall || !handled || admitted(this, node, firewall, handled, flight, 'inside')) this.depart(node, flight);
  }

  depart(node: NodeId, flight: Flight): void {
    const refused = this.linkFaults.refusal(node, null);
    if (refused) return this.refuse(node, flight, refused);
    const link = this.links.towards(node, flight.destination);
    if (!link) return void this.drop(node, flight, [], { reason: { code: 'no-route' }, rule: null });
    const { to, causes } = link.spec;
    const arrivals = this.links.arrivals(link, flight.length, this.recorder.now);
    if (arrivals.length === 0) return void this.drop(node, flight, causes, { reason: { code: 'lost' }, rule: null });
    for (const at of arrivals) this.queue.push(at, () => this.come(to, flight, node));
  }

  /** A packet comes out of the link from a neighbour. */
  private come(node: NodeId, flight: Flight, from: NodeId): void {
    const spec = this.nodes.get(node);
    if (!spec) return;
    const refused = this.linkFaults.refusal(node, flight.segment);
    if (refused) return this.refuse(node, flight, refused);
    const causes = [flight.entry, ...this.linkFaults.causes(node)];
    if (spec.kind !== 'host') return this.routers.meet(spec, flight, from, causes);
    const handled = spec.firewall?.engine.handle(octetsOf(this.recorder.arena, flight), 'outside', this.recorder.now);
    if (spec.firewall && handled && !admitted(this, node, spec.firewall, handled, flight, 'outside')) return;
    const { packet, hops, connection } = flight;
    const ruling = handled && { ruling: rulingOf(handled, 'outside') };
    const entry = this.recorder.add(causes, node, connection, { kind: 'arrive', packet, hops, ...ruling });
    this.arrive(node, { ...flight, entry });
  }

  arrive(node: NodeId, flight: Flight): void {
    this.world.arrive(node, flight);
  }

  private refuse(node: NodeId, flight: Flight, { cause, ...why }: Refusal): void {
    this.drop(node, flight, [cause], why);
  }

  drop(node: NodeId, flight: Flight, causes: readonly number[], { reason, rule, ruling }: Drop): number {
    const { packet, hops, connection, segment } = flight;
    const dropped = { kind: 'drop', packet, hops, reason, rule, ...(ruling && { ruling }) } as const;
    const entry = this.recorder.add([flight.entry, ...causes], node, connection, dropped, segment);
    this.world.dropped(flight, entry);
    return entry;
  }

  pendingFault(entry: number): PendingFault | null {
    return this.world.pendingFault(entry);
  }

  private hostFirewallAt(node: NodeId): HostFirewall | null {
    const spec = this.nodes.get(node);
    return (spec?.kind === 'host' && spec.firewall) || null;
  }
}
