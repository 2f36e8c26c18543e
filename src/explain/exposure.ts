/**
 * What a scenario lays open: which ports an outsider reaches through the edges, and which secrets cross which link in clear.
 * The first is tried on the edges' own engines, the second read from the octets of the run.
 */
import type { Scenario } from '../scenario/scenario'
import type { EntryOf, NodeId } from '../trace/entry'
import { entriesOf, octetsOf, type Trace } from '../trace/trace'
import { decodePacket } from '../wire/packet'
import { textOf } from '../wire/text'
import { isViolation } from '../wire/violation'
import { carriersOf, hasPacket, followersOf } from './chain'
import { doorsOf, type PortRange } from './reach'

export interface ReachablePorts {
  readonly edge: NodeId
  readonly who: string
  readonly ports: readonly PortRange[]
  /** Ports among them on which a program behind the edge waited during the run. */
  readonly answered: readonly number[]
}

export interface ClearSecret {
  readonly what: 'password' | 'user name'
  /** Where it is sent. */
  readonly entry: number
  /** Between which neighbours it went in clear, in order. */
  readonly links: readonly (readonly [NodeId, NodeId])[]
}

export interface Exposure {
  readonly ports: readonly ReachablePorts[]
  readonly secrets: readonly ClearSecret[]
}

export function exposure(scenario: Scenario, trace: Trace): Exposure {
  const inbound = doorsOf(scenario).filter(({ from, who, ports }) => from === 'outside' && (who === 'anyone' || who === 'the other side') && ports.length > 0)
  const ports = inbound.map(({ edge, who, ports: ranges }) => ({ edge, who, ports: ranges, answered: listening(trace, edge).filter((port) => ranges.some(([from, to]) => port >= from && port <= to)) }))
  return { ports, secrets: entriesOf(trace, 'message').flatMap((entry) => secretIn(trace, entry)) }
}

const HOSTS: Readonly<Record<string, NodeId>> = { clientEdge: 'client', serverEdge: 'server' }

const listening = (trace: Trace, edge: NodeId): readonly number[] =>
  [...new Set(entriesOf(trace, 'listen').filter(({ node }) => node === HOSTS[edge]).map(({ local }) => local.port))].sort((a, b) => a - b)

const SECRETS: Readonly<Record<string, ClearSecret['what']>> = { PASS: 'password', USER: 'user name' }

/** A secret is in clear on a link if the octets of a packet that went over it hold it as it is. */
function secretIn(trace: Trace, entry: EntryOf<'message'>): readonly ClearSecret[] {
  if (entry.way !== 'sent' || !('verb' in entry.message)) return []
  const { verb, argument } = entry.message
  const what = SECRETS[verb]
  if (!what || argument === null) return []
  const links = carriersOf(trace, entry).slice(0, 1).flatMap((first) => way(trace, first.n, `${verb} ${argument}`))
  return links.length > 0 ? [{ what, entry: entry.n, links }] : []
}

function way(trace: Trace, from: number, text: string): readonly (readonly [NodeId, NodeId])[] {
  const links: (readonly [NodeId, NodeId])[] = []
  for (let entry = trace.entries[from]; entry && hasPacket(entry) && entry.kind !== 'arrive';) {
    const packet = decodePacket(octetsOf(trace, entry))
    const clear = !isViolation(packet) && textOf(packet.tcp.payload).includes(text)
    const next = followersOf(trace, entry.n).find((one) => hasPacket(one) && one.kind !== 'transmit')
    if (clear && next && entry.node !== null && next.node !== null) links.push([entry.node, next.node])
    entry = next
  }
  return links
}
