/** What lies between the hosts: routers that pass packets on, boxes that refuse or rewrite them, firewalls and NATs. */
import type { Handled, Output, Side } from '../../machine/gateway';
import type { NodeId, Ruling } from '../../trace/entry';
import { decodePacket, encodePacket } from '../../wire/packet/packet';
import { isViolation } from '../../wire/violation';
import type { FilterVerdict, NodeSpec, RouterSpec } from '../topology';
import { dropOf, octetsOf, rulingOf, toldBy, type Carriage, type Flight } from './flight';

type Gateway = NonNullable<RouterSpec['gateway']>;

const gatewayOf = (spec: NodeSpec | undefined): Gateway | null => (spec && spec.kind !== 'host' ? spec.gateway : null);

const NONE: readonly never[] = [];

/** What a router that only routes says of a packet: it tracks nothing and asks no rule. */
const ROUTED: Readonly<Record<Side, { readonly ruling: Ruling }>> = {
  inside: { ruling: { rule: null, state: 'UNTRACKED', from: 'inside' } },
  outside: { ruling: { rule: null, state: 'UNTRACKED', from: 'outside' } },
};

export class Routers {
  /** Those whose tables were emptied, why, and how many connections there were. */
  private readonly expired = new Map<NodeId, { readonly cause: number; readonly connections: number }>();
  /** Those whose host went away, and why. */
  private readonly lost = new Map<NodeId, number>();

  constructor(
    private readonly nodes: ReadonlyMap<NodeId, NodeSpec>,
    private readonly carriage: Carriage,
  ) {}

  /** A router's tables are emptied. */
  expire(node: NodeId, cause: number): void {
    const { recorder } = this.carriage;
    const rows = gatewayOf(this.nodes.get(node))?.engine.expire(recorder.now, () => true) ?? [];
    for (const row of rows) recorder.add([cause], node, null, { kind: 'table', row });
    if (rows.length > 0) this.expired.set(node, { cause, connections: recorder.connections.length });
  }

  /** The router in front of a host finds it gone, or back. */
  lose(host: NodeId, lost: boolean, cause: number): void {
    const addresses = this.nodes.get(host)?.addresses ?? [];
    for (const [node, spec] of this.nodes) {
      const gateway = gatewayOf(spec);
      if (gateway?.behind !== host) continue;
      this.lost.set(node, cause);
      for (const address of addresses) gateway.engine.lose(address, lost);
    }
  }

  /** A packet comes from a neighbour. What the learner prepared is first: it is dropped, or held. */
  meet(spec: RouterSpec, flight: Flight, from: NodeId, causes: readonly number[]): void {
    const { pendingFault } = flight;
    const { recorder, queue } = this.carriage;
    if (!pendingFault) this.pass(spec, flight, from, causes);
    else if (pendingFault.hold === null)
      this.carriage.drop(spec.id, flight, [pendingFault.entry], {
        reason: { code: 'dropped-by-learner' },
        rule: null,
      });
    else
      queue.push(recorder.now + pendingFault.hold, () =>
        this.pass(spec, { ...flight, pendingFault: null }, from, [...causes, pendingFault.entry]),
      );
  }

  private pass(spec: RouterSpec, flight: Flight, from: NodeId, causes: readonly number[]): void {
    for (const filter of spec.filters) {
      const verdict = filter(this.seenBy(flight, from), this.carriage.recorder.now);
      if (verdict.kind === 'drop') return void this.carriage.drop(spec.id, flight, verdict.causes, verdict);
      if (verdict.kind === 'rewrite') return this.rewrite(spec, flight, verdict, causes);
    }
    if (spec.gateway) return this.decide(spec, spec.gateway, flight, from, causes);
    // A router lowers the TTL (RFC 1812 5.3.1), a bridge does not.
    const hops = flight.hops + (spec.kind === 'router' ? 1 : 0);
    this.goOn(spec.id, flight, hops, causes, {});
  }

  /** As it came, but for its TTL. */
  private goOn(
    node: NodeId,
    flight: Flight,
    hops: number,
    causes: readonly number[],
    ruling: { readonly ruling?: Ruling },
  ): void {
    const { packet, connection } = flight;
    const passed = { kind: 'pass', packet, hops, rewritten: null, changes: NONE, ...ruling } as const;
    const entry = this.carriage.recorder.add(causes, node, connection, passed);
    this.carriage.depart(node, { ...flight, entry, hops });
  }

  private seenBy({ source, destination, segment, connection }: Flight, from: NodeId) {
    const { purpose, opener } = this.carriage.recorder.connections[connection] ?? { purpose: 'other', opener: '' };
    return { source, destination, segment, from, purpose, opener };
  }

  /** A box has put other words in a packet's place: it goes on with a checksum that fits them. */
  private rewrite(
    spec: RouterSpec,
    flight: Flight,
    { payload, changes, causes: why }: Extract<FilterVerdict, { kind: 'rewrite' }>,
    causes: readonly number[],
  ): void {
    const { recorder } = this.carriage;
    const before = decodePacket(octetsOf(recorder.arena, flight));
    if (isViolation(before)) return;
    const octets = encodePacket(before.ip, { ...before.tcp, payload });
    const packet = recorder.keep(octets);
    const passed = { kind: 'pass', packet, hops: 0, rewritten: flight.packet, changes } as const;
    const entry = recorder.add([...causes, ...why], spec.id, flight.connection, passed);
    this.carriage.depart(spec.id, { ...flight, ...toldBy(octets), packet, hops: 0, entry });
  }

  /** Hands a packet to a router's engine and does what it says. */
  private decide(
    spec: RouterSpec,
    { engine, inside }: Gateway,
    flight: Flight,
    neighbour: NodeId,
    causes: readonly number[],
  ): void {
    const { recorder } = this.carriage;
    const from = neighbour === inside ? 'inside' : 'outside';
    if (engine.routes(flight.destination, flight.timeToLive - flight.hops))
      return this.goOn(spec.id, flight, flight.hops + 1, causes, ROUTED[from]);
    const handled = engine.handle(octetsOf(recorder.arena, flight), from, recorder.now);
    const behind = [...causes.slice(1), ...spec.causes, ...this.behind(spec.id, flight, handled)];
    for (const row of handled.changes)
      recorder.add([flight.entry, ...behind], spec.id, flight.connection, { kind: 'table', row });
    const latest =
      handled.verdict === 'forwarded'
        ? flight.entry
        : this.carriage.drop(spec.id, flight, behind, dropOf(handled, from));
    const passing = handled.changes.length > 0 ? [...causes, ...spec.causes] : causes;
    for (const output of handled.outputs) {
      if (output.own) this.say(spec.id, flight, output, latest);
      else this.forward(spec.id, flight, output, handled, from, passing);
    }
  }

  /** The interventions behind what a router does with a packet. */
  private behind(node: NodeId, { connection }: Flight, { verdict, rule }: Handled): readonly number[] {
    const expired = this.expired.get(node);
    const lost = verdict === 'rejected' && rule === null ? this.lost.get(node) : undefined;
    return [
      ...(expired && connection < expired.connections ? [expired.cause] : []),
      ...(lost === undefined ? [] : [lost]),
    ];
  }

  /** A packet of the router's own, a RST or an ICMP error. */
  private say(node: NodeId, flight: Flight, { octets }: Output, cause: number): void {
    const { recorder } = this.carriage;
    const packet = recorder.keep(octets);
    const own = { ...flight, ...toldBy(octets), packet, hops: 0 };
    const sent = { kind: 'transmit', packet, hops: 0, again: false } as const;
    const entry = recorder.add([cause], node, flight.connection, sent, own.segment);
    this.carriage.depart(node, { ...own, entry, pendingFault: this.carriage.pendingFault(entry) });
  }

  /** A packet goes on: as it came, one hop further, or rewritten. */
  private forward(
    node: NodeId,
    flight: Flight,
    { octets }: Output,
    handled: Handled,
    from: Side,
    causes: readonly number[],
  ): void {
    const { rewritten } = handled;
    const ruling = rulingOf(handled, from);
    if (rewritten.length === 0) return this.goOn(node, flight, flight.hops + 1, causes, { ruling });
    const packet = this.carriage.recorder.keep(octets);
    const passed = { kind: 'pass', packet, hops: 0, rewritten: flight.packet, changes: rewritten, ruling } as const;
    const entry = this.carriage.recorder.add(causes, node, flight.connection, passed);
    this.carriage.depart(node, { ...flight, ...toldBy(octets), packet, hops: 0, entry });
  }
}
