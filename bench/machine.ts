/**
 * One event through a machine: a data segment arrives and is acknowledged, decoding, encoding and checksums included.
 */
import { stepper, type Stepper } from '../src/machine/step';
import type { TcpCommand, TcpEvent, TcpInput } from '../src/machine/transport';
import { guards } from '../src/tcp/guards';
import { rules } from '../src/tcp/rules';
import { linux } from '../src/tcp/tcb/settings';
import type { Tcb } from '../src/tcp/tcb/tcb';
import { tcp } from '../src/tcp/tcp.machine';
import { decodePacket, encodePacket } from '../src/wire/packet/packet';
import { ACK, PSH, SYN, type TcpSegment } from '../src/wire/packet/tcp';
import { isViolation } from '../src/wire/violation';
import { inTurn, say, text } from './measure';
import { walker } from './walker';

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

type TcpStepper = Stepper<Tcb, TcpEvent, TcpCommand, TcpInput>;

export async function benchMachine(): Promise<void> {
  const arriving = packets();
  const xstate = stepper(tcp);
  const table: TcpStepper = {
    start: xstate.start,
    step: walker<Tcb, TcpEvent, TcpCommand>(tcp.machine, rules, guards),
  };
  /** With the octets decoded and encoded, or the machine's steps alone. */
  const throughMachine = (made: TcpStepper, octets: boolean) => () => {
    let { snapshot } = made.step(made.start({ local: HERE, remote: THERE, iss: 1000, settings: linux(4) }), {
      type: 'OPEN',
      passive: false,
      at: 0,
    });
    let commands = 0;
    const step = (event: TcpEvent) => {
      const stepped = made.step(snapshot, event);
      snapshot = stepped.snapshot;
      commands += stepped.commands.length;
      if (!octets) return;
      for (const command of stepped.commands) if (command.type === 'transmit') encodePacket(back, command.segment);
    };
    step({
      type: 'arrived',
      at: 20_000,
      segment: { ...base, seq: 5000, ack: 1001, flags: SYN | ACK, options: { mss: 1460 } },
    });
    (octets ? arriving.map(segmentOf) : segments).forEach(
      (segment, i) => segment && step({ type: 'arrived', at: 20_000 + i, segment }),
    );
    return `${snapshot.value} ${snapshot.context.rcv.nxt} ${commands}`;
  };
  const segmentOf = (octets: Uint8Array): TcpSegment | null => {
    const packet = decodePacket(octets);
    return isViolation(packet) ? null : packet.tcp;
  };
  const segments = arriving.map(segmentOf);
  const byHand = () => {
    let state: Plain = { rcvNxt: 5001, sndNxt: 1001, unacknowledged: 0, window: 64240 };
    for (const octets of arriving) {
      const segment = segmentOf(octets);
      if (!segment) continue;
      const [next, reply] = reduce(state, segment);
      state = next;
      if (reply) encodePacket(back, reply);
    }
  };
  if (throughMachine(xstate, false)() !== throughMachine(table, false)()) throw new Error('the table steps otherwise');
  const result = await inTurn(9, {
    xstate: throughMachine(xstate, true),
    table: throughMachine(table, true),
    hand: byHand,
    xstateAlone: throughMachine(xstate, false),
    tableAlone: throughMachine(table, false),
  });
  const { xstate: run, table: walk, hand, xstateAlone, tableAlone } = result;
  if (!run || !walk || !hand || !xstateAlone || !tableAlone) return;
  const each = ({ median }: { readonly median: number }): string => ((median / EVENTS) * 1000).toFixed(1);
  say(`one event through the TCP machine (${EVENTS} data segments, octets in and out)`, [
    `machine, by XState    ${text(run)}, ${each(run)} us an event; the step alone ${each(xstateAlone)} us`,
    `machine, by a table   ${text(walk)}, ${each(walk)} us an event; the step alone ${each(tableAlone)} us`,
    `hand-written reducer  ${text(hand)}, ${each(hand)} us an event`,
    `XState / table        ${(run.median / walk.median).toFixed(2)}; ` +
      `the step alone ${(xstateAlone.median / tableAlone.median).toFixed(2)}`,
    `XState / reducer      ${(run.median / hand.median).toFixed(2)}`,
  ]);
}
