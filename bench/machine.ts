/**
 * One event through a machine: a data segment arrives and is acknowledged, decoding, encoding and checksums included.
 */
import { reference, stepper, type Snapshot } from '../src/machine/step';
import type { TcpEvent } from '../src/machine/transport';
import { linux } from '../src/tcp/settings';
import { tcp } from '../src/tcp/tcp.machine';
import { decodePacket, encodePacket } from '../src/wire/packet';
import { ACK, PSH, SYN, type TcpSegment } from '../src/wire/tcp';
import { isViolation } from '../src/wire/violation';
import { inTurn, say, text } from './measure';

const HERE = { address: '203.0.113.10', port: 40100 };
const THERE = { address: '198.51.100.21', port: 21 };
const EVENTS = 2000;

const base = {
  sourcePort: THERE.port,
  destinationPort: HERE.port,
  window: 64240,
  urgentPointer: 0,
  options: {},
  payload: new Uint8Array(0),
};
const back = { source: HERE.address, destination: THERE.address, ttl: 64, identification: 1, dontFragment: true };
const forth = { ...back, source: THERE.address, destination: HERE.address };

function packets(): readonly Uint8Array[] {
  const payload = new Uint8Array(100).fill(7);
  return Array.from({ length: EVENTS }, (_, i) =>
    encodePacket(forth, { ...base, seq: (5001 + i * 100) >>> 0, ack: 1001, flags: PSH | ACK, payload }),
  );
}

/** A hand-written reducer that does the same for this one event: check, advance, acknowledge every second segment. */
interface Plain {
  readonly rcvNxt: number;
  readonly sndNxt: number;
  readonly unacknowledged: number;
  readonly window: number;
}

function reduce(state: Plain, segment: TcpSegment): readonly [Plain, TcpSegment | null] {
  if (segment.seq !== state.rcvNxt || !(segment.flags & ACK)) return [state, null];
  const next = {
    ...state,
    rcvNxt: (state.rcvNxt + segment.payload.length) >>> 0,
    unacknowledged: state.unacknowledged + 1,
  };
  if (next.unacknowledged < 2) return [next, null];
  return [
    { ...next, unacknowledged: 0 },
    {
      ...base,
      sourcePort: HERE.port,
      destinationPort: THERE.port,
      seq: state.sndNxt,
      ack: next.rcvNxt,
      flags: ACK,
      window: state.window,
    },
  ];
}

export async function benchMachine(): Promise<void> {
  const arriving = packets();
  const table = stepper(tcp);
  const xstate = reference(tcp);
  const throughMachine = (made: typeof table) => () => {
    let { snapshot } = made.step(made.start({ local: HERE, remote: THERE, iss: 1000, settings: linux(4) }), {
      type: 'OPEN',
      passive: false,
      at: 0,
    });
    const step = (event: TcpEvent) => {
      const stepped = made.step(snapshot, event);
      snapshot = stepped.snapshot as Snapshot<never>;
      for (const command of stepped.commands) if (command.type === 'transmit') encodePacket(back, command.segment);
    };
    step({
      type: 'arrived',
      at: 20_000,
      segment: { ...base, seq: 5000, ack: 1001, flags: SYN | ACK, options: { mss: 1460 } },
    });
    arriving.forEach((octets, i) => {
      const packet = decodePacket(octets);
      if (!isViolation(packet)) step({ type: 'arrived', at: 20_000 + i, segment: packet.tcp });
    });
  };
  const byHand = () => {
    let state: Plain = { rcvNxt: 5001, sndNxt: 1001, unacknowledged: 0, window: 64240 };
    for (const octets of arriving) {
      const packet = decodePacket(octets);
      if (isViolation(packet)) continue;
      const [next, reply] = reduce(state, packet.tcp);
      state = next;
      if (reply) encodePacket(back, reply);
    }
  };
  const result = await inTurn(9, {
    table: throughMachine(table),
    hand: byHand,
    xstate: throughMachine(xstate as typeof table),
  });
  const [machine, hand, slow] = [result['table'], result['hand'], result['xstate']];
  if (!machine || !hand || !slow) return;
  say(`one event through the TCP machine (${EVENTS} data segments, octets in and out)`, [
    `machine by table     ${text(machine)}, ${((machine.median / EVENTS) * 1000).toFixed(1)} us an event`,
    `hand-written reducer ${text(hand)}`,
    `XState transition()  ${text(slow)}`,
    `machine / reducer    ${(machine.median / hand.median).toFixed(2)}`,
    `machine / XState     ${(machine.median / slow.median).toFixed(2)}`,
  ]);
}
