/** The table of flows: looked up by tuple, stepped by their machines, forgotten when their time is over. */
import type { Micros } from '../../machine/contract';
import { stepper, type Snapshot } from '../../machine/step';
import type { Packet } from '../../wire/packet/packet';
import { kindOf, type FlowCommand, type FlowContext, type FlowEvent } from '../tracking/flow';
import type { FlowState } from '../seen';
import { flow as model } from '../tracking/flow.machine';
import type { FlowRow } from './handled';
import type { HelperContext } from '../helper/helper.machine';
import type { HelperState } from '../helper/helper.machine';
import { noShift, shiftOf, type Shift } from '../helper/shift';
import type { Lifetimes } from '../spec';
import { inverse, opposite, tupleText, type Direction, type Tuple } from '../tuple';
import { after } from '../tracking/window';
import { ACK, FIN, SYN } from '../../wire/packet/tcp';

const machine = stepper(model);

export interface Flow {
  /** From 1; 0 until its first packet has passed and it is in the table. */
  id: number;
  readonly original: Tuple;
  /** How the other end's packets look when they arrive: the inverse of what the box sends on. */
  reply: Tuple;
  snapshot: Snapshot<FlowContext>;
  helper: Snapshot<HelperContext> | null;
  readonly master: number | null;
  readonly shifts: Record<Direction, Shift>;
  mapping: number | null;
  /** How it left the state NONE, until it is in the table. */
  begun: { readonly from: FlowState; readonly event: string } | null;
}

interface Found {
  readonly flow: Flow;
  /** Which of its tuples was found. */
  readonly direction: Direction;
}

export interface Flows {
  find(tuple: Tuple): Found | null;
  get(id: number): Flow | null;
  /** A flow that is not in the table yet. */
  begin(original: Tuple, master: number | null): Flow;
  /** Into the table; false when one of its tuples is another flow's. */
  confirm(flow: Flow): boolean;
  remove(flow: Flow): void;
  due(at: Micros): readonly Flow[];
  all(): readonly Flow[];
}

export function makeFlows(lifetimes: Lifetimes): Flows {
  const byTuple = new Map<string, Found>();
  const byId = new Map<number, Flow>();
  let next = 1;
  return {
    find: (tuple) => byTuple.get(tupleText(tuple)) ?? null,
    get: (id) => byId.get(id) ?? null,
    begin: (original, master) => ({
      id: 0,
      original,
      reply: inverse(original),
      snapshot: machine.start(lifetimes),
      helper: null,
      master,
      shifts: { original: noShift, reply: noShift },
      mapping: null,
      begun: null,
    }),
    confirm(flow) {
      const [original, reply] = [tupleText(flow.original), tupleText(flow.reply)];
      if (byTuple.has(original) || byTuple.has(reply)) return false;
      flow.id = next++;
      byTuple.set(original, { flow, direction: 'original' });
      byTuple.set(reply, { flow, direction: 'reply' });
      byId.set(flow.id, flow);
      return true;
    },
    remove(flow) {
      if (!byId.delete(flow.id)) return;
      byTuple.delete(tupleText(flow.original));
      byTuple.delete(tupleText(flow.reply));
    },
    due: (at) => [...byId.values()].filter(({ snapshot }) => snapshot.context.expiresAt <= at),
    all: () => [...byId.values()],
  };
}

/** Steps a flow's machine and keeps what it became. */
export function stepFlow(flow: Flow, event: FlowEvent): readonly FlowCommand[] {
  const { snapshot, commands } = machine.step(flow.snapshot, event);
  flow.snapshot = snapshot;
  return commands;
}

/** The event that a packet is to its flow. Acknowledgments are put back to how the receiver numbers its octets. */
export function segmentEvent({ shifts }: Flow, direction: Direction, { tcp }: Packet, at: Micros): FlowEvent {
  const kind = kindOf(tcp);
  const shift = shiftOf(shifts[opposite(direction)], (tcp.ack - 1) >>> 0);
  const sack = (tcp.options.sack ?? []).reduce(
    (highest, [, right]) => (after(right, highest) ? right : highest),
    tcp.ack,
  );
  const end = tcp.seq + tcp.payload.length + ((tcp.flags & SYN) !== 0 ? 1 : 0) + ((tcp.flags & FIN) !== 0 ? 1 : 0);
  const counts = (tcp.flags & ACK) !== 0;
  return {
    type: `${direction} ${kind}`,
    direction,
    kind,
    at,
    segment: {
      seq: tcp.seq,
      end: end >>> 0,
      ack: counts ? (tcp.ack - shift) >>> 0 : 0,
      sack: counts ? (sack - shift) >>> 0 : 0,
      tcp,
    },
  };
}

export const stateOf = ({ snapshot }: Flow): FlowState => snapshot.value as FlowState;

/** How a packet in this direction leaves the box. */
export const leaving = (flow: Flow, direction: Direction): Tuple => inverse(flow[opposite(direction)]);

/** Whether the box rewrites the flow's addresses or ports. */
export const isTranslated = ({ original, reply }: Flow): boolean => tupleText(inverse(original)) !== tupleText(reply);

export const flowRow = (flow: Flow): FlowRow => ({
  id: flow.id,
  state: stateOf(flow),
  original: flow.original,
  reply: flow.reply,
  assured: flow.snapshot.context.assured,
  helper: flow.helper && { name: 'ftp', state: flow.helper.value as HelperState },
  master: flow.master,
  expiresAt: flow.snapshot.context.expiresAt,
});
