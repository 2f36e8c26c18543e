/**
 * A router between two networks, with a packet filter, NAT and an FTP helper: Linux 6 with nftables. Packets go the way
 * they go there: connection tracking, destination NAT, routing, rules, source NAT, helper and shift of numbers, out. An
 * instance owns its tables; it has no clock, lifetimes are looked at when a packet or a question comes.
 *
 * What is left out: fragments, UDP, echo requests; rate limits of ICMP errors; redirects. Without NAT, filter or helper
 * the router only routes, and tracks nothing.
 */
import type { Micros } from '../../machine/contract';
import type { Side } from '../../machine/gateway';
import { decodeIcmp } from '../../wire/packet/icmp';
import { decodePacket, packetAddresses, type Packet } from '../../wire/packet/packet';
import { ACK } from '../../wire/packet/tcp';
import { isViolation, violation } from '../../wire/violation';
import { resetFor } from './answer';
import { advance, assignHelper, confirm, destroy, lapse, makeBox, stepHelper, type Box } from '../tables/box';
import type { Expected } from '../tables/expectations';
import { flowRow, leaving, segmentEvent, type Flow } from '../tables/flows';
import type { FlowRow, Handled, TableChange, Tables } from '../tables/handled';
import { help } from './help';
import { handleIcmp } from './icmp-passage';
import { mapDestination, mapSource } from './nat';
import type { Lot } from '../nat/ports';
import { ended, filtered, forwarded, newPassage, route, stopped, unreachable, type Passage } from './passage';
import { withNumbers, withTuple } from '../nat/rewrite';
import { noShift, shiftSeq, unshiftAck } from '../helper/shift';
import type { EdgeSpec } from '../spec';
import { opposite, tupleOf } from '../tuple';

export interface Edge {
  /** Where a packet goes that is only routed; null where there is more to it, so that `handle` must see it. */
  routes(destination: string, timeToLive: number): Side | null;
  /** One packet, whole, as it arrives from one side. */
  handle(octets: Uint8Array, from: Side, at: Micros): Handled;
  tables(at: Micros): Tables;
  /**
   * Forgets what is due, and the flows that `which` picks, with their mappings and expectations, as `conntrack -D`
   * does.
   */
  expire(at: Micros, which?: (flow: FlowRow) => boolean): readonly TableChange[];
  /**
   * Nobody inside answers for the address any more, or again: what would go there is answered with ICMP host
   * unreachable.
   */
  lose(address: string, lost: boolean): void;
}

/** What it draws by chance; without one, always 0. RangeError when an address in the specification is none. */
export function makeEdge(spec: EdgeSpec, lot: Lot = () => 0): Edge {
  const box = makeBox(spec, lot);
  return {
    routes: (destination, timeToLive) => routedOn(box, destination, timeToLive),
    handle(octets, from, at) {
      const { destination, ttl } = packetAddresses(octets);
      const quick = routedOn(box, destination, ttl);
      if (quick) return forwarded(newPassage(octets, from, at, []), quick);
      const changes: TableChange[] = [];
      lapse(box, at, changes);
      const passage = newPassage(octets, from, at, changes);
      const packet = decodePacket(octets);
      if (!isViolation(packet)) return handleTcp(box, passage, packet);
      const icmp = decodeIcmp(octets);
      if (!isViolation(icmp)) return handleIcmp(box, passage, icmp);
      passage.violations.push(packet.violation === 'ip-protocol' ? icmp : packet);
      return ended(passage, 'dropped', { code: 'unknown-packet' });
    },
    tables: (at) => ({
      rules: spec.rules,
      flows: box.flows
        .all()
        .map(flowRow)
        .filter(({ expiresAt }) => expiresAt > at),
      mappings: box.mappings.rows(),
      expectations: box.expectations.rows(at),
    }),
    expire(at, which) {
      const changes: TableChange[] = [];
      lapse(box, at, changes);
      for (const flow of which ? box.flows.all().filter((one) => which(flowRow(one))) : [])
        destroy(box, flow, at, changes, { code: 'deleted' });
      return changes;
    },
    lose: (address, lost) => void (lost ? box.lost.add(address) : box.lost.delete(address)),
  };
}

/** A router that only routes looks at no more than where a packet goes; null where there is more to it. */
function routedOn(box: Box, destination: string, timeToLive: number): Side | null {
  if (!box.plain || box.lost.size > 0 || timeToLive <= 1) return null;
  const way = route(box, destination);
  return way === 'inside' || way === 'outside' ? way : null;
}

function handleTcp(box: Box, passage: Passage, packet: Packet): Handled {
  const tuple = tupleOf(packet);
  const expected = box.tracks ? track(box, passage, packet) : null;
  const { flow, direction, at } = passage;
  const fresh = flow !== null && flow.id === 0;
  if (flow && fresh) {
    mapDestination(box, flow, passage.from, expected);
    if (flow.reply.source.port === box.spec.helper?.port) assignHelper(flow);
  }
  const destination = flow ? leaving(flow, direction).destination : tuple.destination;
  const way = route(box, destination.address);
  const halted = stopped(box, passage, way, packet.ip.ttl);
  if (halted) return halted;
  const refused = filtered(box, passage, {
    bound: way === 'own' ? 'own' : 'through',
    protocol: 'tcp',
    source: tuple.source.address,
    destination: destination.address,
    sourcePort: tuple.source.port,
    destinationPort: destination.port,
  });
  if (refused) return refused;
  if (way === 'own') return deliver(box, passage, packet);
  if (!flow) return sent(box, passage, way as Side, destination.address);

  if (fresh && !mapSource(box, flow, passage.from, way as Side, expected))
    return ended(passage, 'dropped', { code: 'no-outside-port' });
  translate(passage, flow);
  // A packet that is rewritten now is not shifted yet: what was before it counts.
  const shifts = { ...flow.shifts };
  const withheld = help(box, passage, packet);
  if (withheld !== null) return ended(passage, 'dropped', withheld);
  shift(passage, flow, packet, shifts);
  if (!confirm(box, flow, at, passage.changes)) return ended(passage, 'dropped', { code: 'tuple-taken' });
  return sent(box, passage, way as Side, destination.address);
}

/**
 * On to the neighbour, who must be there: Linux asks for it thrice in three seconds (ARP) before it gives up, here it
 * gives up at once.
 */
function sent(box: Box, passage: Passage, way: Side, destination: string): Handled {
  if (!box.lost.has(destination)) return forwarded(passage, way);
  passage.rule = null;
  return ended(
    passage,
    'rejected',
    { code: 'nobody-answers', address: destination },
    unreachable(box, passage, 'icmp-host-unreachable', true),
  );
}

/**
 * Finds the packet's flow, or begins one; says what state the packet has. Gives the expectation that a first packet
 * met.
 */
function track(box: Box, passage: Passage, packet: Packet): Expected | null {
  const { at, changes } = passage;
  const found = box.flows.find(tupleOf(packet));
  const expected = found ? null : box.expectations.take(tupleOf(packet), changes);
  if (expected) {
    const master = box.flows.get(expected.master);
    if (master) stepHelper(master, { type: 'connected', at }, changes);
  }
  const { flow, direction } = found ?? {
    flow: box.flows.begin(tupleOf(packet), expected?.master ?? null),
    direction: 'original' as const,
  };
  passage.flow = flow;
  passage.direction = direction;
  passage.state =
    direction === 'reply' || flow.snapshot.context.seenReply ? 'ESTABLISHED' : flow.master !== null ? 'RELATED' : 'NEW';
  for (const command of advance(box, flow, segmentEvent(flow, direction, packet, at), changes)) {
    if (command.type === 'violation') passage.violations.push(violation(command.reason));
    else if (command.as === 'again') return track(box, passage, packet);
    else if (command.as === 'invalid')
      Object.assign(passage, { flow: null, state: 'INVALID', invalid: command.reason });
  }
  return expected;
}

/** Addresses and ports as the flow has them on the other side. */
function translate(passage: Passage, flow: Flow): void {
  const before = flow[passage.direction];
  const after = leaving(flow, passage.direction);
  const ends = [
    ['source', before.source, after.source],
    ['destination', before.destination, after.destination],
  ] as const;
  for (const [end, was, is] of ends) {
    if (was.address !== is.address)
      passage.rewritten.push({ field: `${end}-address`, before: was.address, after: is.address });
    if (was.port !== is.port) passage.rewritten.push({ field: `${end}-port`, before: was.port, after: is.port });
  }
  if (passage.rewritten.length > 0) passage.octets = withTuple(passage.octets, after);
}

function shift(passage: Passage, flow: Flow, { tcp }: Packet, shifts: Flow['shifts']): void {
  if (shifts.original === noShift && shifts.reply === noShift) return;
  const seqShift = flow.shifts[passage.direction];
  const ackShift = flow.shifts[opposite(passage.direction)];
  const seq = shiftSeq(seqShift, tcp.seq);
  const acknowledges = (tcp.flags & ACK) !== 0;
  const ack = acknowledges ? unshiftAck(ackShift, tcp.ack) : tcp.ack;
  passage.octets = withNumbers(
    passage.octets,
    (number) => shiftSeq(seqShift, number),
    acknowledges ? (number) => unshiftAck(ackShift, number) : null,
  );
  if (seq !== tcp.seq) passage.rewritten.push({ field: 'seq', before: tcp.seq, after: seq });
  if (ack !== tcp.ack) passage.rewritten.push({ field: 'ack', before: tcp.ack, after: ack });
}

/**
 * To the router itself. It serves nothing: its closed port answers (RFC 9293 section 3.10.7.1), and its answer is
 * tracked too.
 */
function deliver(box: Box, passage: Passage, packet: Packet): Handled {
  const { flow, at, changes } = passage;
  if (flow) confirm(box, flow, at, changes);
  const reset = resetFor(packet);
  if (!reset) return ended(passage, 'local', { code: 'reset-to-router' });
  const answer = decodePacket(reset);
  const found = box.tracks && !isViolation(answer) ? box.flows.find(tupleOf(answer)) : null;
  if (found && !isViolation(answer))
    advance(box, found.flow, segmentEvent(found.flow, found.direction, answer, at), changes);
  return ended(passage, 'local', { code: 'closed-on-router', port: packet.tcp.destinationPort }, [
    { octets: reset, towards: passage.from, own: true },
  ]);
}
