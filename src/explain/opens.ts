/** What a change of a scenario opens: the doors that were shut before, and what no door shows. */
import type { KnobValue } from '../scenario/knob'
import { valueOf, type Scenario } from '../scenario/scenario'
import { nameOfNode } from './phrases'
import { doorsOf, rangeText, sizeOf, without, type Door } from './reach'

export interface Opening {
  /** In words: `at the server's edge, ports 50020-50045 to anyone`; `nothing new`. */
  readonly text: string
  /** For putting in order: ports and who may reach them; more is worse. */
  readonly weight: number
}

/** How much a port counts by who may call it. From inside nearly nothing: it is not an outsider's. */
const WEIGHTS: Readonly<Record<string, number>> = { 'anyone': 1, 'anyone who calls from port 20': 0.9, 'the other side': 0.02, 'the other side from port 20': 0.01 }
const FROM_INSIDE = 0.001

/** What a value exposes that is no port, and as how many ports it counts. */
const HAZARDS: Readonly<Record<string, { readonly value: KnobValue; readonly text: string; readonly weight: number }>> = {
  'clientEdge.ftpHelper': { value: true, text: 'the one port that each PORT or 227 announces, for one connection, at the client\'s edge', weight: 0.1 },
  'serverEdge.ftpHelper': { value: true, text: 'the one port that each PORT or 227 announces, for one connection, at the server\'s edge', weight: 0.1 },
  'server.allowForeignPortAddress': { value: true, text: 'whoever is logged in can have the server dial others (RFC 2577, the bounce)', weight: 2000 },
  'client.skipPasvAddress': { value: 'false', text: 'the client dials whatever address a server names', weight: 20 },
  'server.readOnly': { value: false, text: 'whoever is logged in can change files', weight: 5 },
}

export function opensBetween(before: Scenario, after: Scenario): Opening {
  const shut = doorsOf(before)
  const found = doorsOf(after).map((door, at) => ({ ...door, ports: without(door.ports, shut[at]?.ports ?? []) })).filter(({ ports }) => ports.length > 0)
  const told = found.filter((door) => !found.some((wider) => covers(wider, door)))
  const hazards = Object.entries(HAZARDS).filter(([name, { value }]) => valueOf(after, name) === value && valueOf(before, name) !== value).map(([, hazard]) => hazard)
  const texts = [...told.map(doorText), ...hazards.map(({ text }) => text)]
  const weight = told.reduce((sum, { from, who, ports }) => sum + sizeOf(ports) * (WEIGHTS[who] ?? 1) * (from === 'inside' ? FROM_INSIDE : 1), 0)
  return { text: texts.length === 0 ? 'nothing new' : texts.join('; '), weight: hazards.reduce((sum, hazard) => sum + hazard.weight, weight) }
}

/** Whether a door says all that another says: the same ports to more callers. */
const covers = (wider: Door, door: Door): boolean =>
  wider !== door && wider.edge === door.edge && wider.from === door.from && (WEIGHTS[wider.who] ?? 1) > (WEIGHTS[door.who] ?? 1) &&
  (door.who.startsWith(wider.who) || (wider.who.startsWith('anyone') && (!wider.who.endsWith('20') || door.who.endsWith('20')))) && without(door.ports, wider.ports).length === 0

function doorText({ edge, from, who, ports }: Door): string {
  const all = sizeOf(ports) > 60_000 ? 'nearly every port' : `port${sizeOf(ports) === 1 ? '' : 's'} ${ports.map(rangeText).join(', ')}`
  return from === 'outside' ? `at ${nameOfNode(edge)}, ${all} to ${who}` : `from behind ${nameOfNode(edge)} outward, ${all}`
}
