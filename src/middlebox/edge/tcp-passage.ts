/** A TCP segment at the hooks: its flow and destination NAT, then source NAT, helper and shift of numbers. */
import { decodePacket, type Packet } from '../../wire/packet/packet';
import { ACK } from '../../wire/packet/tcp';
import { isViolation, violation } from '../../wire/violation';
import { resetFor } from './answer';
import { advance, assignHelper, confirm, stepHelper, type Box } from '../tables/box';
import type { Expected } from '../tables/expectations';
import { leaving, segmentEvent, type Flow } from '../tables/flows';
import type { Handled } from '../tables/handled';
import { help } from './help';
import { mapDestination, mapSource } from './nat';
import { ended, route, routed, type Passage } from './passage';
import { withNumbers, withTuple } from '../nat/rewrite';
import { noShift, shiftSeq, unshiftAck } from '../helper/shift';
import { opposite, tupleOf } from '../tuple';
import type { HandledReason } from '../reasons';
import type { Hooked } from './verdict';

export function hookedTcp(box: Box, passage: Passage, packet: Packet): Hooked {
  const tuple = tupleOf(packet);
  let expected: Expected | null = null;
  let destination = tuple.destination;
  return {
    prerouting() {
      expected = box.tracks ? track(box, passage, packet) : null;
      const { flow, direction } = passage;
      if (flow?.id === 0) {
        mapDestination(box, flow, passage.from, expected);
        if (flow.reply.source.port === box.spec.helper?.port) assignHelper(flow);
      }
      if (flow) destination = leaving(flow, direction).destination;
      passage.way = route(box, destination.address);
      return routed(box, passage, packet.ip.ttl);
    },
    subject: () => ({
      protocol: 'tcp',
      source: tuple.source.address,
      destination: destination.address,
      sourcePort: tuple.source.port,
      destinationPort: destination.port,
    }),
    postrouting() {
      const refusal = passage.flow ? leave(box, passage, passage.flow, packet, expected) : null;
      return { type: 'translated', refusal, lost: box.lost.has(destination.address) ? destination.address : null };
    },
    deliver: () => deliver(box, passage, packet),
  };
}

/** Translates and shifts it, shows it to the helper, enters a new flow into the table; why not, where one will not. */
function leave(
  box: Box,
  passage: Passage,
  flow: Flow,
  packet: Packet,
  expected: Expected | null,
): HandledReason | null {
  const { from, way, at, changes } = passage;
  const towards = way === 'inside' ? 'inside' : 'outside';
  if (flow.id === 0 && !mapSource(box, flow, from, towards, expected)) return { code: 'no-outside-port' };
  translate(passage, flow);
  // A packet that is rewritten now is not shifted yet: what was before it counts.
  const shifts = { ...flow.shifts };
  const withheld = help(box, passage, packet);
  if (withheld !== null) return withheld;
  shift(passage, flow, packet, shifts);
  return confirm(box, flow, at, changes) ? null : { code: 'tuple-taken' };
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
  const first = flow.master === null ? 'NEW' : 'RELATED';
  passage.state = direction === 'reply' || flow.snapshot.context.seenReply ? 'ESTABLISHED' : first;
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
