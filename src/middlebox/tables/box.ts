/** What one box holds during a run, and how a flow's life shows in its tables. */
import type { Micros } from '../../machine/contract';
import type { Side } from '../../machine/gateway';
import { stepper } from '../../machine/step';
import { family } from '../../wire/packet/address';
import { Expectations } from './expectations';
import type { FlowEvent } from '../tracking/flow';
import { flowRow, isTranslated, makeFlows, stateOf, stepFlow, type Flow, type Flows } from './flows';
import type { TableChange } from './handled';
import {
  helper as helperModel,
  type HelperCommand,
  type HelperEvent,
  type HelperState,
} from '../helper/helper.machine';
import { Mappings } from './mappings';
import type { Lot } from '../nat/ports';
import type { DestroyReason } from '../reasons';
import type { FlowState } from '../seen';
import type { EdgeSpec, Route } from '../spec';

export interface Box {
  readonly spec: EdgeSpec;
  readonly flows: Flows;
  readonly mappings: Mappings;
  readonly expectations: Expectations;
  /** Whether anything here asks for connection tracking: a rule by its states, NAT, a forward, a helper. */
  readonly tracks: boolean;
  /** Nothing is asked of it but to route. */
  readonly plain: boolean;
  /** Its own addresses, on both sides. */
  readonly own: ReadonlySet<string>;
  /** Where packets to a destination go, once one was sent there. */
  readonly ways: Map<string, Route>;
  /** Addresses inside that nobody answers for any more. */
  readonly lost: Set<string>;
  /** Of ports that are drawn. */
  readonly lot: Lot;
  /** Of the ICMP errors it makes. */
  identification: number;
}

const tracksFor = ({ nat, forwards, helper, rules }: EdgeSpec): boolean =>
  nat !== null || forwards.length > 0 || helper !== null || rules.some(({ states }) => states !== undefined);

export const makeBox = (spec: EdgeSpec, lot: Lot): Box => ({
  lot,
  tracks: tracksFor(spec),
  plain: !tracksFor(spec) && spec.rules.length === 0 && spec.policy === 'accept',
  spec,
  flows: makeFlows(spec.lifetimes),
  mappings: new Mappings(spec.nat, lot),
  expectations: new Expectations(),
  own: new Set([...spec.inside.addresses, ...spec.outside.addresses]),
  ways: new Map(),
  lost: new Set(),
  identification: 0,
});

/** Its own address on a side, of the family of `like`. */
export const addressOn = ({ spec }: Box, side: Side, like: string): string | null =>
  spec[side].addresses.find((address) => family(address) === family(like)) ?? null;

const helperMachine = stepper(helperModel);

export const assignHelper = (flow: Flow): void => {
  flow.helper = helperMachine.start(undefined);
};

/** Steps a flow's helper; a change of its state shows in `changes`, and in the flow's row whether it can read. */
export function stepHelper(flow: Flow, event: HelperEvent, changes: TableChange[]): readonly HelperCommand[] {
  if (!flow.helper) return [];
  const from = flow.helper.value as HelperState;
  const saw = sees(from);
  const { snapshot, commands } = helperMachine.step(flow.helper, event);
  flow.helper = snapshot;
  const state = snapshot.value as HelperState;
  if (state !== from)
    changes.push({ table: 'helper', change: 'update', row: { id: flow.id, state }, from, event: event.type });
  if (flow.id !== 0 && sees(snapshot.value) !== saw)
    changes.push({ table: 'flow', change: 'update', row: flowRow(flow) });
  return commands;
}

const sees = (state: string): boolean => state !== 'blind';

/** Steps a flow; what of it is in the table shows in `changes`. */
export function advance(box: Box, flow: Flow, event: FlowEvent, changes: TableChange[]): ReturnType<typeof stepFlow> {
  const {
    value,
    context: { assured },
  } = flow.snapshot;
  const commands = stepFlow(flow, event);
  const stepped = flow.snapshot.value === value ? null : { from: value as FlowState, event: event.type };
  if (flow.id === 0) flow.begun = stepped ?? flow.begun;
  if (flow.id === 0 || (flow.snapshot.value === value && flow.snapshot.context.assured === assured)) return commands;
  if (stateOf(flow) === 'DESTROYED') {
    const again = commands.some((command) => command.type === 'judge' && command.as === 'again');
    const otherwise = event.type === 'expired' ? 'flow-expired' : 'only-reset';
    const code = again ? 'opened-anew' : otherwise;
    destroy(box, flow, event.at, changes, { code }, stepped);
  } else {
    changes.push({ table: 'flow', change: 'update', row: flowRow(flow), ...stepped });
    if (flow.mapping !== null) box.mappings.note(flow.mapping, phase(flow), flow.id, event.at, changes);
  }
  return commands;
}

const phase = (flow: Flow): 'flowEstablished' | 'flowTransitory' =>
  stateOf(flow) === 'ESTABLISHED' ? 'flowEstablished' : 'flowTransitory';

/**
 * Takes a flow out of the table, with what hangs on it; `stepped` where its machine came to its end, and was not just
 * forgotten.
 */
export function destroy(
  box: Box,
  flow: Flow,
  at: Micros,
  changes: TableChange[],
  reason: DestroyReason,
  stepped: Flow['begun'] = null,
): void {
  box.flows.remove(flow);
  box.expectations.forget(flow.id, changes);
  changes.push({ table: 'flow', change: 'destroy', row: flowRow(flow), reason, ...stepped });
  if (flow.mapping !== null) box.mappings.note(flow.mapping, 'flowDestroyed', flow.id, at, changes);
}

/** Puts a flow whose first packet leaves the box into the table; false when its tuple is taken. */
export function confirm(box: Box, flow: Flow, at: Micros, changes: TableChange[]): boolean {
  if (flow.id !== 0 || stateOf(flow) === 'DESTROYED') return true;
  if (!box.flows.confirm(flow)) return false;
  changes.push({ table: 'flow', change: 'new', row: flowRow(flow), ...flow.begun });
  if (isTranslated(flow)) {
    const { original, reply } = flow;
    // The source was mapped, or else the destination: the inside endpoint is what the outside never sees.
    const sourceMapped =
      original.source.address !== reply.destination.address || original.source.port !== reply.destination.port;
    const [inside, outside, remote] = sourceMapped
      ? [original.source, reply.destination, reply.source]
      : [reply.source, original.destination, original.source];
    flow.mapping = box.mappings.join(flow.id, inside, outside, remote, at, changes);
  }
  return true;
}

/** Forgets what is due. Nothing happens by itself: whoever asks brings the time along. */
export function lapse(box: Box, at: Micros, changes: TableChange[]): void {
  for (const flow of box.flows.due(at)) advance(box, flow, { type: 'expired', at }, changes);
  for (const master of box.expectations.lapse(at, changes)) {
    const flow = box.flows.get(master);
    if (flow) stepHelper(flow, { type: 'lapsed', at }, changes);
  }
}
