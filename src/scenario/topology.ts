/**
 * From knobs to a world: nodes, links and programs. Client, its edge, the wide network, the server's edge, server; both
 * edges route and, so far, do nothing else. Addresses are of the documentation ranges (RFC 5737, RFC 3849).
 */
import { clientProgram, serverProgram } from '../ftp/programs'
import type { ClientProfile, ServerProfile } from '../ftp/profile'
import type { Action } from '../ftp/work'
import type { Box, HostSpec, LinkSpec, NodeSpec, RouterSpec } from '../sim/topology'
import { ACK, FIN, SYN } from '../wire/tcp'
import { clientFiles, serverFiles } from './files'
import { partOf, type Parts } from './parts'
import type { Reading } from './reading'

const ADDRESSES = {
  client: { 4: '203.0.113.10', 6: '2001:db8:1::10' },
  clientEdge: { 4: ['203.0.113.9', '203.0.113.7'], 6: ['2001:db8:1::1', '2001:db8:ff::7'] },
  serverEdge: { 4: ['198.51.100.1', '198.51.100.17'], 6: ['2001:db8:2::1', '2001:db8:ff::21'] },
  server: { 4: '198.51.100.21', 6: '2001:db8:2::21' },
} as const

const CLIENT_NETWORKS = ['203.0.113.10/32', '2001:db8:1::/64']
const SERVER_NETWORKS = ['198.51.100.21/32', '2001:db8:2::/64']

/** From a host to its edge: gigabit Ethernet and a switch, in microseconds and octets per second. */
const CABLE = { delay: 20, rate: 125_000_000 }

/** A process wakes, reads and begins to answer within this many microseconds. */
const THINK = 40

const SERVER_NAME = 'ftp.example.test'
const ACCOUNT = { name: 'learner', password: 'portcall' }

export function buildNodes(reading: Reading, parts: Parts): readonly NodeSpec[] {
  return [clientHost(reading, parts), ...edges(reading), serverHost(reading, parts)]
}

export function buildLinks(reading: Reading): readonly LinkSpec[] {
  const cable = { ...CABLE, loss: 0, duplicate: 0, reorder: 0, causes: [] }
  const half = (reading.integer('wan.oneWayDelayMs') * 1000) / 2
  const rate = reading.optional('wan.rateKbit')
  const share = (name: string) => reading.integer(name) / 100
  const wide = {
    delay: half, rate: rate === null ? null : (rate * 1000) / 8,
    loss: share('wan.lossPercent'), duplicate: share('wan.duplicatePercent'), reorder: share('wan.reorderPercent'),
    causes: reading.behind('wan.'),
  }
  // The wide network loses, doubles and delays what it has carried halfway; up to there a packet travels unharmed.
  const there = { ...cable, delay: half, rate: null }
  return [
    { from: 'client', to: 'clientEdge', ...cable }, { from: 'clientEdge', to: 'client', ...cable },
    { from: 'clientEdge', to: 'wan', ...there }, { from: 'wan', to: 'clientEdge', ...wide },
    { from: 'serverEdge', to: 'wan', ...there }, { from: 'wan', to: 'serverEdge', ...wide },
    { from: 'server', to: 'serverEdge', ...cable }, { from: 'serverEdge', to: 'server', ...cable },
  ]
}

function clientHost(reading: Reading, parts: Parts): HostSpec {
  const version = reading.version()
  const work = reading.value('actions') as readonly Action[]
  const address = ADDRESSES.client[version]
  const program = clientProgram({
    profile: partOf<ClientProfile>(parts, 'client curl'),
    server: { name: SERVER_NAME, address: ADDRESSES.server[version], port: reading.integer('client.connectPort') },
    user: reading.text('user'), password: reading.value('passwordOk') ? ACCOUNT.password : 'wrong',
    dataMode: reading.text('dataMode') as 'PASV', ipVersion: version, work, think: THINK,
    settings: {
      connectTimeout: reading.optional('client.connectTimeout'),
      skipPasvAddress: reading.applies('client.skipPasvAddress') ? reading.tristate('client.skipPasvAddress') : null,
    },
  })
  return {
    id: 'client', kind: 'host', name: 'Client', addresses: [address], privileged: false, files: clientFiles(work),
    routes: [{ prefix: '*', via: 'clientEdge' }], ephemeral: pool(reading, 'client.ephemeralPorts'),
    services: [], programs: [program], causes: reading.behind(''),
  }
}

function serverHost(reading: Reading, parts: Parts): HostSpec {
  const version = reading.version()
  const software = reading.text('server.software')
  const address = ADDRESSES.server[version]
  const port = reading.integer('server.controlPort')
  const when = <T>(name: string, read: (name: string) => T, otherwise: T) => (reading.applies(name) ? read(name) : otherwise)
  const services = software === 'none' ? [] : [{
    port,
    program: serverProgram({
      profile: partOf<ServerProfile>(parts, 'server vsftpd'), accounts: [{ ...ACCOUNT, uid: 2001, gid: 2001, group: 'learner' }], think: THINK,
      settings: {
        activeDataPort: when('server.activeDataPort', (name) => reading.value(name) as number | 'ephemeral', 20),
        passiveRange: when('server.passiveRange', (name) => reading.value(name) as [number, number], [50020, 50045]),
        passiveAddress: when('server.passiveAddress', (name) => reading.value(name) as string | null, null),
        allowForeignPortAddress: when('server.allowForeignPortAddress', (name) => reading.value(name) === true, false),
        activeConnectTimeout: when('server.activeConnectTimeout', (name) => reading.optional(name), null),
        passiveAcceptTimeout: when('server.passiveAcceptTimeout', (name) => reading.optional(name), null),
        idleTimeout: reading.optional('server.idleTimeout'), readOnly: reading.value('server.readOnly') === true,
      },
    }),
  }]
  return {
    id: 'server', kind: 'host', name: 'Server', addresses: [address], privileged: true, files: serverFiles(reading.value('actions') as readonly Action[]),
    routes: [{ prefix: '*', via: 'serverEdge' }], ephemeral: pool(reading, 'server.ephemeralPorts'),
    services, programs: [], causes: reading.behind('server.'),
  }
}

function edges(reading: Reading): readonly RouterSpec[] {
  const version = reading.version()
  const route = (networks: readonly string[], via: string) => networks.map((prefix) => ({ prefix, via }))
  return [
    {
      id: 'clientEdge', kind: 'router', name: 'Client\'s edge', addresses: ADDRESSES.clientEdge[version], causes: [], gateway: null,
      routes: [...route(CLIENT_NETWORKS, 'client'), { prefix: '*', via: 'wan' }], boxes: lossBoxes(reading),
    },
    {
      id: 'wan', kind: 'network', name: 'Network', addresses: [], causes: [], boxes: [], gateway: null,
      routes: [...route(CLIENT_NETWORKS, 'clientEdge'), ...route(SERVER_NETWORKS, 'serverEdge')],
    },
    {
      id: 'serverEdge', kind: 'router', name: 'Server\'s edge', addresses: ADDRESSES.serverEdge[version], causes: [], gateway: null,
      routes: [...route(SERVER_NETWORKS, 'server'), { prefix: '*', via: 'wan' }], boxes: [],
    },
  ]
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

/**
 * The pool less ports whose low byte is below 100, so that a port has the same number of digits in every notation FTP
 * uses and no message's length depends on the port drawn (what Linux calls ip_local_reserved_ports).
 */
function pool(reading: Reading, name: string): HostSpec['ephemeral'] {
  const [from, to] = reading.value(name) as readonly [number, number]
  const even = to - from > 300
  return { from, to, avoid: (port) => even && port % 256 < 100 }
}
