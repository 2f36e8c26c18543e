/** What one box holds during a run, and how a flow's life shows in its tables. */
import type { Micros } from '../machine/contract'
import { stepper } from '../machine/step'
import { family } from '../wire/address'
import { makeExpectations, type Expectations } from './expectations'
import type { FlowEvent } from './flow'
import { flowRow, isTranslated, makeFlows, stateOf, stepFlow, type Flow, type Flows } from './flows'
import type { TableChange } from './handled'
import { helper as helperModel, type HelperCommand, type HelperEvent } from './helper.machine'
import { makeMappings, type Mappings } from './mappings'
import type { EdgeSpec, Side } from './spec'

export interface Box {
  readonly spec: EdgeSpec
  readonly flows: Flows
  readonly mappings: Mappings
  readonly expectations: Expectations
  /** Whether anything here asks for connection tracking: a rule by its states, NAT, a forward, a helper. */
  readonly tracks: boolean
  /** Its own addresses, on both sides. */
  readonly own: ReadonlySet<string>
  /** Addresses inside that nobody answers for any more. */
  readonly lost: Set<string>
  /** Of the ICMP errors it makes. */
  identification: number
}

export const makeBox = (spec: EdgeSpec): Box => ({
  spec, flows: makeFlows(spec.lifetimes), mappings: makeMappings(spec.nat), expectations: makeExpectations(),
  tracks: spec.nat !== null || spec.forwards.length > 0 || spec.helper !== null || spec.rules.some(({ states }) => states !== undefined),
  own: new Set([...spec.inside.addresses, ...spec.outside.addresses]),
  lost: new Set(),
  identification: 0,
})

/** Its own address on a side, of the family of `like`. */
export const addressOn = ({ spec }: Box, side: Side, like: string): string | null =>
  spec[side].addresses.find((address) => family(address) === family(like)) ?? null

const helperMachine = stepper(helperModel)

export const assignHelper = (flow: Flow): void => {
  flow.helper = helperMachine.start(undefined)
}

export function stepHelper(flow: Flow, event: HelperEvent): readonly HelperCommand[] {
  if (!flow.helper) return []
  const { snapshot, commands } = helperMachine.step(flow.helper, event)
  flow.helper = snapshot
  return commands
}

/** Steps a flow; what of it is in the table shows in `changes`. */
export function advance(box: Box, flow: Flow, event: FlowEvent, changes: TableChange[]): ReturnType<typeof stepFlow> {
  const { value, context: { assured } } = flow.snapshot
  const commands = stepFlow(flow, event)
  if (flow.id === 0 || (flow.snapshot.value === value && flow.snapshot.context.assured === assured)) return commands
  if (stateOf(flow) === 'DESTROYED') {
    const again = commands.find((command) => command.type === 'judge' && command.as === 'again')
    destroy(box, flow, event.at, changes, again?.text ?? (event.type === 'expired' ? 'its time is over' : 'nothing but a RST answered it'))
  } else {
    changes.push({ table: 'flow', change: 'update', row: flowRow(flow) })
    if (flow.mapping !== null) box.mappings.note(flow.mapping, phase(flow), flow.id, event.at, changes)
  }
  return commands
}

const phase = (flow: Flow): 'flowEstablished' | 'flowTransitory' => (stateOf(flow) === 'ESTABLISHED' ? 'flowEstablished' : 'flowTransitory')

/** Takes a flow out of the table, with what hangs on it. */
export function destroy(box: Box, flow: Flow, at: Micros, changes: TableChange[], reason: string): void {
  box.flows.remove(flow)
  box.expectations.forget(flow.id, changes)
  changes.push({ table: 'flow', change: 'destroy', row: flowRow(flow), reason })
  if (flow.mapping !== null) box.mappings.note(flow.mapping, 'flowDestroyed', flow.id, at, changes)
}

/** Puts a flow whose first packet leaves the box into the table; false when its tuple is taken. */
export function confirm(box: Box, flow: Flow, at: Micros, changes: TableChange[]): boolean {
  if (flow.id !== 0 || stateOf(flow) === 'DESTROYED') return true
  if (!box.flows.confirm(flow)) return false
  changes.push({ table: 'flow', change: 'new', row: flowRow(flow) })
  if (isTranslated(flow)) {
    const { original, reply } = flow
    // The source was mapped, or else the destination: the inside endpoint is what the outside never sees.
    const sourceMapped = original.source.address !== reply.destination.address || original.source.port !== reply.destination.port
    const [inside, outside, remote] = sourceMapped ? [original.source, reply.destination, reply.source] : [reply.source, original.destination, original.source]
    flow.mapping = box.mappings.join(flow.id, inside, outside, remote, at, changes)
  }
  return true
}

/** Forgets what is due. Nothing happens by itself: whoever asks brings the time along. */
export function lapse(box: Box, at: Micros, changes: TableChange[]): void {
  for (const flow of box.flows.due(at)) advance(box, flow, { type: 'expired', at }, changes)
  for (const master of box.expectations.lapse(at, changes)) {
    const flow = box.flows.get(master)
    if (flow) stepHelper(flow, { type: 'lapsed', at })
  }
}
