/** The two edges and the wide network between them, from knobs: what each filters, translates and helps. */
import { makeEdge } from '../middlebox/edge'
import { rulesOf, type Firewall, type FirewallSettings } from '../middlebox/rules'
import { ftpHelper, linuxLifetimes, masquerade, type PortForward } from '../middlebox/spec'
import type { Box, RouterSpec } from '../sim/topology'
import { ACK, FIN, SYN } from '../wire/tcp'
import { parseForwards } from './forwards'
import { PRIVATE_NETWORKS, type Place } from './place'
import type { Reading } from './reading'

type Side = 'clientEdge' | 'serverEdge'

const TITLES: Readonly<Record<Side, string>> = { clientEdge: 'Client\'s edge', serverEdge: 'Server\'s edge' }
const HOSTS: Readonly<Record<Side, string>> = { clientEdge: 'client', serverEdge: 'server' }

export function buildRouters(reading: Reading, place: Place): readonly RouterSpec[] {
  return [router('clientEdge', reading, place, lossBoxes(reading)), wan(place), router('serverEdge', reading, place, [])]
}

function wan({ clientEdge, serverEdge }: Place): RouterSpec {
  return {
    id: 'wan', kind: 'network', name: 'Network', addresses: [], causes: [], boxes: [], gateway: null,
    routes: [
      ...clientEdge.reached.map((prefix) => ({ prefix, via: 'clientEdge' })), ...serverEdge.reached.map((prefix) => ({ prefix, via: 'serverEdge' })),
      { prefix: '203.0.113.99/32', via: 'bystander' },
    ],
  }
}

function router(side: Side, reading: Reading, place: Place, boxes: readonly Box[]): RouterSpec {
  const { inside, outside, networks } = place[side]
  const host = HOSTS[side]
  const nat = place.version === 4 && reading.value(`${side}.nat`) === true
  const firewall = reading.text(`${side}.firewall`) as Firewall
  const engine = makeEdge({
    id: side, inside: { addresses: inside, networks }, outside: { addresses: outside },
    rules: rulesOf(firewall, settings(side, reading, firewall)), policy: 'accept', nat: nat ? masquerade : null,
    forwards: side === 'serverEdge' && nat ? forwardsTo(place.server, reading) : [],
    helper: reading.value(`${side}.ftpHelper`) === true ? ftpHelper : null,
    unroutable: PRIVATE_NETWORKS.map((prefix) => ({ prefix, how: reading.text('wan.privateAddresses') === 'drop' ? 'drop' as const : 'host-unreachable' as const })),
    lifetimes: linuxLifetimes, hairpin: false,
  })
  return {
    id: side, kind: 'router', name: TITLES[side], addresses: [...outside, ...inside], boxes, gateway: { engine, inside: host },
    routes: [...networks.map((prefix) => ({ prefix, via: host })), { prefix: '*', via: 'wan' }], causes: [...reading.behind(`${side}.`), ...reading.behind('wan.private')],
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

/** The fault that loses one segment of passive data connections on its way to the client. */
function lossBoxes(reading: Reading): readonly Box[] {
  const kind = reading.value('faults.drop')
  if (kind === null) return []
  const nth = reading.integer('faults.nth')
  const causes = reading.behind('faults.')
  let seen = 0
  return [({ from, purpose, opener, segment }) => {
    if (!segment) return { kind: 'pass' }
    const { flags, payload } = segment
    const is = flags & SYN ? (flags & ACK ? 'syn-ack' : 'syn') : flags & FIN ? 'fin' : payload.length > 0 ? 'data' : 'ack'
    if (from !== 'wan' || purpose !== 'data' || opener !== 'client' || is !== kind) return { kind: 'pass' }
    seen += 1
    return seen === nth ? { kind: 'drop', reason: `the fault loses ${String(kind)} number ${nth}`, rule: 'fault', causes } : { kind: 'pass' }
  }]
}
