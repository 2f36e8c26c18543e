/** Carries packets from node to node: routes, links with delay, rate, loss, duplication and reordering, and boxes. */
import type { Micros } from '../../machine/contract';
import type { Handled, Side } from '../../machine/gateway';
import type { Reason } from '../../machine/reason';
import { packetOf } from '../../trace/arena';
import type { NodeId, Ruling } from '../../trace/entry';
import { inPrefix } from '../../wire/packet/address';
import { decodePacket, encodePacket, forwardPacket, packetAddresses, timeToLiveOf } from '../../wire/packet/packet';
import type { TcpSegment } from '../../wire/packet/tcp';
import { isViolation } from '../../wire/violation';
import type { PendingFault } from '../interventions';
import type { Queue } from '../queue';
import { draw } from '../random';
import type { Recorder } from '../recorder';
import type { LinkSpec, NodeSpec, RouterSpec, FilterVerdict, HostFirewall } from '../topology';
import { LinkFaults, type Refusal } from './link-faults';

/** A packet under way. Its octets are in the arena; `segment` is what they decode to, for the boxes and for names. */
export interface Flight {
  readonly packet: number;
  readonly hops: number;
  readonly length: number;
  readonly source: string;
  readonly destination: string;
  /** As the packet was stored: each hop takes one. */
  readonly timeToLive: number;
  /** Null for an ICMP error. */
  readonly segment: TcpSegment | null;
  readonly connection: number;
  /** The entry of its latest hop. */
  readonly entry: number;
  /** What the learner prepared for it at the next router. */
  readonly pendingFault: PendingFault | null;
}

interface Way {
  readonly to: NodeId;
  readonly link: LinkSpec;
  readonly name: string;
  freeAt: Micros;
  /** When the neighbour's address is known; null before the first packet. */
  knownAt: Micros | null;
  drawn: number;
}

export class Network {
  private readonly nodes: ReadonlyMap<NodeId, NodeSpec>;
  private readonly ways = new Map<NodeId, Map<NodeId, Way>>();
  readonly linkFaults = new LinkFaults();
  /** Routers whose tables were emptied, why, and how many connections there were. */
  private readonly expired = new Map<NodeId, { readonly cause: number; readonly connections: number }>();
  /** Routers whose host went away, and why. */
  private readonly lost = new Map<NodeId, number>();
  private readonly routes = new Map<string, Way | null>();

  constructor(
    nodes: readonly NodeSpec[],
    links: readonly LinkSpec[],
    private readonly seed: number,
    private readonly queue: Queue,
    private readonly recorder: Recorder,
    private readonly onArrive: (node: NodeId, flight: Flight) => void,
    private readonly onDrop: (flight: Flight, entry: number) => void,
    private readonly pendingFaultOf: (entry: number) => PendingFault | null,
  ) {
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    for (const link of links) {
      const ways = this.ways.get(link.from) ?? new Map<NodeId, Way>();
      this.ways.set(
        link.from,
        ways.set(link.to, { to: link.to, link, name: `${link.from}>${link.to}`, freeAt: 0, knownAt: null, drawn: 0 }),
      );
    }
  }

  /** A router's tables are emptied. */
  expire(node: NodeId, cause: number): void {
    const rows = this.gatewayAt(node)?.engine.expire(this.recorder.now, () => true) ?? [];
    for (const row of rows) this.recorder.add([cause], node, null, { kind: 'table', row });
    if (rows.length > 0) this.expired.set(node, { cause, connections: this.recorder.connections.length });
  }

  /** The router in front of a host finds it gone, or back. */
  lose(host: NodeId, lost: boolean, cause: number): void {
    const addresses = this.nodes.get(host)?.addresses ?? [];
    for (const node of this.nodes.keys()) {
      const gateway = this.gatewayAt(node);
      if (gateway?.behind !== host) continue;
      this.lost.set(node, cause);
      for (const address of addresses) gateway.engine.lose(address, lost);
    }
  }

  private gatewayAt(node: NodeId): RouterSpec['gateway'] {
    const spec = this.nodes.get(node);
    return spec && spec.kind !== 'host' ? spec.gateway : null;
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
    const packet = recorder.keep(octets);
    const ruling = handled?.verdict === 'forwarded' ? { ruling: rulingOf(handled, 'inside') } : {};
    const entry = recorder.add(
      causes,
      node,
      what.connection,
      { kind: 'transmit', packet, hops: 0, again, ...ruling },
      what.segment,
    );
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
      pendingFault: this.pendingFaultOf(entry),
    };
    if (!firewall || !handled || this.admitted(node, firewall, handled, flight, 'inside')) this.depart(node, flight);
  }

  /** Puts a packet on the link that leads to its destination. */
  private depart(node: NodeId, flight: Flight): void {
    const refused = this.linkFaults.refusal(node, null);
    if (refused) return this.refuse(node, flight, refused);
    const way = this.route(node, flight.destination);
    if (!way) return void this.drop(node, flight, [], { code: 'no-route' }, null);
    const { link } = way;
    const { loss, duplicate, reorder, rate } = link;
    if (loss && this.lot(way, 'loss') < loss) return void this.drop(node, flight, link.causes, { code: 'lost' }, null);
    this.travel(
      way,
      flight,
      reorder > 0 && this.lot(way, 'reorder') < reorder ? Math.max(1000, 2 * link.delay) : 0,
      rate,
    );
    if (duplicate && this.lot(way, 'duplicate') < duplicate) this.travel(way, flight, 0, rate);
  }

  private travel(way: Way, flight: Flight, held: Micros, rate: number | null): void {
    const { now } = this.recorder;
    way.knownAt ??= now + way.link.resolution;
    const gone =
      Math.max(now, way.freeAt, way.knownAt) + (rate === null ? 0 : Math.round((flight.length * 1e6) / rate));
    way.freeAt = rate === null ? now : gone;
    this.queue.push(gone + way.link.delay + held, () => this.come(way.to, flight, way.name));
  }

  private come(node: NodeId, flight: Flight, way: string): void {
    const spec = this.nodes.get(node);
    if (!spec) return;
    const refused = this.linkFaults.refusal(node, flight.segment);
    if (refused) return this.refuse(node, flight, refused);
    const causes = [flight.entry, ...this.linkFaults.causes(node)];
    if (spec.kind !== 'host') return this.meet(spec, flight, way, causes);
    const handled = spec.firewall?.engine.handle(this.octetsOf(flight), 'outside', this.recorder.now);
    if (spec.firewall && handled && !this.admitted(node, spec.firewall, handled, flight, 'outside')) return;
    const entry = this.recorder.add(causes, node, flight.connection, {
      kind: 'arrive',
      packet: flight.packet,
      hops: flight.hops,
      ...(handled && { ruling: rulingOf(handled, 'outside') }),
    });
    this.onArrive(node, { ...flight, entry });
  }

  /** What a host's own firewall does with a packet; false when it goes no further. */
  private admitted(node: NodeId, firewall: HostFirewall, handled: Handled, flight: Flight, from: Side): boolean {
    const { recorder, queue } = this;
    for (const row of handled.changes)
      recorder.add([flight.entry, ...firewall.causes], node, flight.connection, { kind: 'table', row });
    if (handled.verdict === 'forwarded') return true;
    const dropped = this.drop(node, flight, firewall.causes, handled.reason, ruleOf(handled), rulingOf(handled, from));
    for (const { octets, towards } of handled.outputs) {
      const next = {
        ...flight,
        ...seen(octets),
        packet: recorder.keep(octets),
        hops: 0,
        length: octets.length,
        pendingFault: null,
      };
      const entry = recorder.add(
        [dropped],
        node,
        flight.connection,
        { kind: 'transmit', packet: next.packet, hops: 0, again: false },
        next.segment,
      );
      if (towards === 'outside') this.depart(node, { ...next, entry });
      else
        queue.push(recorder.now, () =>
          this.onArrive(node, {
            ...next,
            entry: recorder.add([entry], node, flight.connection, { kind: 'arrive', packet: next.packet, hops: 0 }),
          }),
        );
    }
    return false;
  }

  private hostFirewallAt(node: NodeId): HostFirewall | null {
    const spec = this.nodes.get(node);
    return (spec?.kind === 'host' && spec.firewall) || null;
  }

  /** As it is now: each router on its way has lowered its TTL. */
  private octetsOf({ packet, hops }: Flight): Uint8Array {
    let octets = packetOf(this.recorder.arena, packet);
    for (let hop = 0; hop < hops; hop++) octets = forwardPacket(octets);
    return octets;
  }

  /** What the learner prepared comes first: the packet is dropped, or held. */
  private meet(spec: RouterSpec, flight: Flight, way: string, causes: readonly number[]): void {
    const { pendingFault } = flight;
    if (!pendingFault) return this.pass(spec, flight, way, causes);
    if (pendingFault.hold === null)
      return void this.drop(spec.id, flight, [pendingFault.entry], { code: 'dropped-by-learner' }, null);
    this.queue.push(this.recorder.now + pendingFault.hold, () =>
      this.pass(spec, { ...flight, pendingFault: null }, way, [...causes, pendingFault.entry]),
    );
  }

  private pass(spec: RouterSpec, flight: Flight, way: string, causes: readonly number[]): void {
    const connection = this.recorder.connections[flight.connection];
    for (const box of spec.filters) {
      const verdict = box(
        {
          source: flight.source,
          destination: flight.destination,
          segment: flight.segment,
          from: way.slice(0, way.indexOf('>')),
          purpose: connection?.purpose ?? 'other',
          opener: connection?.opener ?? '',
        },
        this.recorder.now,
      );
      if (verdict.kind === 'drop') return void this.drop(spec.id, flight, verdict.causes, verdict.reason, verdict.rule);
      if (verdict.kind === 'rewrite') return this.rewrite(spec, flight, verdict, causes);
    }
    if (spec.gateway) return this.decide(spec, spec.gateway, flight, way, causes);
    // A router lowers the TTL (RFC 1812 5.3.1), a bridge does not.
    const hops = flight.hops + (spec.kind === 'router' ? 1 : 0);
    this.goOn(spec, flight, hops, causes, {});
  }

  /** As it came, but for its TTL. */
  private goOn(
    { id }: RouterSpec,
    flight: Flight,
    hops: number,
    causes: readonly number[],
    ruling: { readonly ruling?: Ruling },
  ): void {
    const { packet, connection } = flight;
    const pass = { kind: 'pass', packet, hops, rewritten: null, changes: NONE, ...ruling } as const;
    const entry = this.recorder.add(causes, id, connection, pass);
    this.depart(id, { ...flight, entry, hops });
  }

  /** A box has put other words in a packet's place: it goes on with a checksum that fits them. */
  private rewrite(
    spec: RouterSpec,
    flight: Flight,
    { payload, changes, causes: why }: Extract<FilterVerdict, { kind: 'rewrite' }>,
    causes: readonly number[],
  ): void {
    const { recorder } = this;
    const before = decodePacket(this.octetsOf(flight));
    if (isViolation(before)) return;
    const octets = encodePacket(before.ip, { ...before.tcp, payload });
    const packet = recorder.keep(octets);
    const entry = recorder.add([...causes, ...why], spec.id, flight.connection, {
      kind: 'pass',
      packet,
      hops: 0,
      rewritten: flight.packet,
      changes,
    });
    this.depart(spec.id, { ...flight, ...seen(octets), packet, hops: 0, length: octets.length, entry });
  }

  /** Hands a packet to a router's engine and does what it says. */
  private decide(
    spec: RouterSpec,
    { engine, inside }: NonNullable<RouterSpec['gateway']>,
    flight: Flight,
    way: string,
    causes: readonly number[],
  ): void {
    const { recorder } = this;
    const from = way.startsWith(`${inside}>`) ? 'inside' : 'outside';
    if (engine.routes(flight.destination, flight.timeToLive - flight.hops))
      return this.goOn(spec, flight, flight.hops + 1, causes, ROUTED[from]);
    const handled = engine.handle(this.octetsOf(flight), from, recorder.now);
    const ruling = rulingOf(handled, from);
    let latest = flight.entry;
    const expired = this.expired.get(spec.id);
    const lost = handled.verdict === 'rejected' && handled.rule === null ? this.lost.get(spec.id) : undefined;
    const behind = [
      ...causes.slice(1),
      ...spec.causes,
      ...(expired && flight.connection < expired.connections ? [expired.cause] : []),
      ...(lost === undefined ? [] : [lost]),
    ];
    for (const row of handled.changes)
      recorder.add([flight.entry, ...behind], spec.id, flight.connection, { kind: 'table', row });
    if (handled.verdict !== 'forwarded')
      latest = this.drop(spec.id, flight, behind, handled.reason, ruleOf(handled), ruling);
    for (const output of handled.outputs) {
      const same = !output.own && handled.rewritten.length === 0;
      const packet = same ? flight.packet : recorder.keep(output.octets);
      const hops = same ? flight.hops + 1 : 0;
      const next = same ? flight : { ...flight, ...seen(output.octets), length: output.octets.length };
      const entry = output.own
        ? recorder.add(
            [latest],
            spec.id,
            flight.connection,
            { kind: 'transmit', packet, hops, again: false },
            next.segment,
          )
        : recorder.add(handled.changes.length > 0 ? [...causes, ...spec.causes] : causes, spec.id, flight.connection, {
            kind: 'pass',
            packet,
            hops,
            rewritten: same ? null : flight.packet,
            changes: handled.rewritten,
            ruling,
          });
      this.depart(spec.id, {
        ...next,
        packet,
        hops,
        entry,
        pendingFault: output.own ? this.pendingFaultOf(entry) : null,
      });
    }
  }

  private refuse(node: NodeId, flight: Flight, { cause, reason, rule }: Refusal): void {
    this.drop(node, flight, [cause], reason, rule);
  }

  private drop(
    node: NodeId,
    flight: Flight,
    causes: readonly number[],
    reason: Reason,
    rule: string | null,
    ruling?: Ruling,
  ): number {
    const { packet, hops, connection, segment } = flight;
    const entry = this.recorder.add(
      [flight.entry, ...causes],
      node,
      connection,
      { kind: 'drop', packet, hops, reason, rule, ...(ruling && { ruling }) },
      segment,
    );
    this.onDrop(flight, entry);
    return entry;
  }

  /** The way out of a node for a destination: its longest matching prefix. Remembered, since routes stand still. */
  private route(node: NodeId, destination: string): Way | null {
    const key = `${node} ${destination}`;
    const known = this.routes.get(key);
    if (known !== undefined) return known;
    const fitting = (this.nodes.get(node)?.routes ?? [])
      .filter(({ prefix }) => prefix === '*' || inPrefix(destination, prefix))
      .sort((a, b) => bits(b.prefix) - bits(a.prefix));
    const way = (fitting[0] && this.ways.get(node)?.get(fitting[0].via)) ?? null;
    this.routes.set(key, way);
    return way;
  }

  private lot(way: Way, purpose: string): number {
    return draw(this.seed, way.name, purpose, way.drawn++) / 2 ** 32;
  }
}

const ruleOf = ({ rule }: Handled): string | null => (rule === null ? null : `rule ${rule}`);

const rulingOf = ({ rule, state }: Handled, from: Side): Ruling => ({ rule, state, from });

const NONE: readonly never[] = [];

/** What a router that only routes says of a packet: it tracks nothing and asks no rule. */
const ROUTED: Readonly<Record<Side, { readonly ruling: Ruling }>> = {
  inside: { ruling: { rule: null, state: 'UNTRACKED', from: 'inside' } },
  outside: { ruling: { rule: null, state: 'UNTRACKED', from: 'outside' } },
};

/** What of a rewritten or new packet a flight tells. */
function seen(octets: Uint8Array): Pick<Flight, 'source' | 'destination' | 'timeToLive' | 'segment'> {
  const { source, destination, ttl } = packetAddresses(octets);
  const packet = decodePacket(octets);
  return { source, destination, timeToLive: ttl, segment: isViolation(packet) ? null : packet.tcp };
}

function bits(prefix: string): number {
  return prefix === '*' ? -1 : Number(prefix.slice(prefix.indexOf('/') + 1));
}
