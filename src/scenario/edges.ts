/** The two edges and the wide network between them, from knobs: what each filters, translates and helps. */
import { makeEdge } from '../middlebox/edge'
import { ruleText, rulesOf, type Firewall, type FirewallSettings } from '../middlebox/rules'
import { parseRules } from '../middlebox/rules-text'
import { ftpHelper, linuxLifetimes, masquerade, type EdgeSpec, type PortForward, type PortRange, type Rule } from '../middlebox/spec'
import type { Box, RouterSpec } from '../sim/topology'
import type { Gear } from '../trace/trace'
import { ACK, FIN, SYN } from '../wire/tcp'
import { isViolation } from '../wire/violation'
import { parseForwards } from './forwards'
import { BYSTANDER, PRIVATE_NETWORKS, SCANNER, SCANNER_6, type Place } from './place'
import type { Reading } from './reading'

type Side = 'clientEdge' | 'serverEdge'

const TITLES: Readonly<Record<Side, string>> = { clientEdge: 'Client\'s edge', serverEdge: 'Server\'s edge' }
const HOSTS: Readonly<Record<Side, string>> = { clientEdge: 'client', serverEdge: 'server' }

export function buildRouters(reading: Reading, place: Place): readonly RouterSpec[] {
  return [router('clientEdge', reading, place), wan(reading, place), router('serverEdge', reading, place)]
}

function wan(reading: Reading, { clientEdge, serverEdge }: Place): RouterSpec {
  return {
    id: 'wan', kind: 'network', name: 'Network', addresses: [], causes: [], boxes: portFilters(reading), gateway: null,
    routes: [
      ...clientEdge.reached.map((prefix) => ({ prefix, via: 'clientEdge' })), ...serverEdge.reached.map((prefix) => ({ prefix, via: 'serverEdge' })),
      { prefix: `${BYSTANDER}/32`, via: 'bystander' }, { prefix: `${SCANNER}/32`, via: 'scanner' }, { prefix: `${SCANNER_6}/128`, via: 'scanner' },
    ],
  }
}

function router(side: Side, reading: Reading, place: Place): RouterSpec {
  const { inside, outside, networks } = place[side]
  const host = HOSTS[side]
  const nat = place.version === 4 && reading.value(`${side}.nat`) === true
  const spec: EdgeSpec = {
    id: side, inside: { addresses: inside, networks }, outside: { addresses: outside },
    rules: rulesAt(side, reading), policy: 'accept', nat: nat ? masquerade : null,
    forwards: side === 'serverEdge' && nat ? forwardsTo(place.server, reading) : [],
    helper: reading.value(`${side}.ftpHelper`) === true ? ftpHelper : null,
    unroutable: PRIVATE_NETWORKS.map((prefix) => ({ prefix, how: reading.text('wan.privateAddresses') === 'drop' ? 'drop' as const : 'host-unreachable' as const })),
    lifetimes: reading.applies(`${side}.lifetime`) ? { ...linuxLifetimes, ESTABLISHED: reading.integer(`${side}.lifetime`) * 1e6 } : linuxLifetimes, hairpin: false,
  }
  return {
    id: side, kind: 'router', name: TITLES[side], addresses: [...outside, ...inside], boxes: lossBoxes(side, reading), gateway: { engine: makeEdge(spec), inside: host, gear: gearOf(spec) },
    routes: [...networks.map((prefix) => ({ prefix, via: host })), { prefix: '*', via: 'wan' }], causes: [...reading.behind(`${side}.`), ...reading.behind('wan.private')],
  }
}

/** The rules of the learner's own, else those that the kind of firewall stands for. */
function rulesAt(side: Side, reading: Reading): readonly Rule[] {
  const own = reading.value(`${side}.rules`)
  const rules = typeof own === 'string' ? parseRules(own) : null
  if (rules !== null && !isViolation(rules)) return rules
  const firewall = reading.text(`${side}.firewall`) as Firewall
  return rulesOf(firewall, settings(side, reading, firewall))
}

const rangeText = ([from, to]: PortRange): string => (from === to ? String(from) : `${from}-${to}`)

function gearOf({ rules, policy, nat, outside, forwards, helper }: EdgeSpec): Gear {
  return {
    rules: rules.map(ruleText), policy, nat: nat ? outside.addresses[0] ?? null : null, helper: helper?.port ?? null,
    forwards: forwards.map((forward) => `${rangeText(forward.outside)} to ${forward.address}:${rangeText(forward.inside)}`),
  }
}

function settings(side: Side, reading: Reading, firewall: Firewall): FirewallSettings {
  const action = firewall === 'none' ? 'none' : reading.text(`${side}.action`) as FirewallSettings['action']
  return {
    action, rejectWith: action === 'reject' ? reading.text(`${side}.rejectWith`) as FirewallSettings['rejectWith'] : null,
    controlPort: firewall === 'control-only' || firewall === 'control-and-passive' ? reading.integer('server.controlPort') : 21,
    passiveRange: firewall === 'control-and-passive' ? reading.value('server.passiveRange') as [number, number] : [0, 0],
    egressPorts: firewall === 'egress-filter' ? reading.value('clientEdge.egressPorts') as readonly number[] : [],
  }
}

function forwardsTo(address: string, reading: Reading): readonly PortForward[] {
  return parseForwards(reading.text('serverEdge.forwards')).map(({ outside, inside }) => ({ outside, address, inside }))
}

/** A provider's filter on the wide network: nothing goes to these ports. */
function portFilters(reading: Reading): readonly Box[] {
  const ports = reading.value('wan.filteredPorts') as readonly number[] | null
  if (ports === null) return []
  const causes = reading.behind('wan.filteredPorts')
  return [({ segment }) => (segment && ports.includes(segment.destinationPort)
    ? { kind: 'drop', reason: `the provider lets nothing through to port ${segment.destinationPort}`, rule: 'filtered ports', causes } : { kind: 'pass' })]
}

/** From where a segment on its way to the client, or to the server, comes to an edge. */
const BEFORE: Readonly<Record<Side, Readonly<Record<string, string>>>> = {
  clientEdge: { 'to-client': 'wan', 'to-server': 'client' }, serverEdge: { 'to-client': 'server', 'to-server': 'wan' },
}

/** The fault that loses one segment of passive data connections as it arrives at an edge. */
function lossBoxes(side: Side, reading: Reading): readonly Box[] {
  const kind = reading.value('faults.drop')
  if (kind === null || reading.value('faults.at') !== side) return []
  const nth = reading.integer('faults.nth')
  const before = BEFORE[side][reading.text('faults.direction')]
  const causes = [...reading.behind('faults.')]
  let seen = 0
  return [({ from, purpose, opener, segment }) => {
    if (!segment) return { kind: 'pass' }
    const { flags, payload } = segment
    const is = flags & SYN ? (flags & ACK ? 'syn-ack' : 'syn') : flags & FIN ? 'fin' : payload.length > 0 ? 'data' : 'ack'
    if (from !== before || purpose !== 'data' || opener !== 'client' || is !== kind) return { kind: 'pass' }
    seen += 1
    return seen === nth ? { kind: 'drop', reason: `the fault loses ${String(kind)} number ${nth}`, rule: 'fault', causes } : { kind: 'pass' }
  }]
}
