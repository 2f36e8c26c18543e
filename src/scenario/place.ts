/** Who has which address: the documentation ranges (RFC 5737, RFC 3849), and RFC 1918's behind a NAT. */
import type { Reading } from './reading'

export interface Place {
  readonly version: 4 | 6
  readonly client: string
  readonly server: string
  /** The address the client calls: the server's own, or its edge's when that translates. */
  readonly called: string
  readonly clientEdge: Edge
  readonly serverEdge: Edge
}

interface Edge {
  readonly inside: readonly string[]
  readonly outside: readonly string[]
  /** What lies behind it, and what the wide network sends to it. */
  readonly networks: readonly string[]
  readonly reached: readonly string[]
}

export const SERVER_NAME = 'ftp.example.test'

/** The client's edge's other outside address, where it has two. */
const SECOND = '203.0.113.6'

export const BYSTANDER = '203.0.113.99'
export const SCANNER = '203.0.113.98'
export const SCANNER_6 = '2001:db8:ff::98'

export const PRIVATE_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']

export function placeOf(reading: Reading): Place {
  const version = reading.version()
  const translates = (name: string) => version === 4 && reading.value(name) === true
  const [near, far] = [translates('clientEdge.nat'), translates('serverEdge.nat')]
  const second = near && reading.value('clientEdge.pooling') === 'arbitrary'
  return {
    version,
    client: version === 6 ? '2001:db8:1::10' : near ? '192.168.1.10' : '203.0.113.10',
    server: version === 6 ? '2001:db8:2::21' : far ? '10.0.0.21' : '198.51.100.21',
    called: version === 6 ? '2001:db8:2::21' : '198.51.100.21',
    clientEdge: {
      inside: version === 6 ? ['2001:db8:1::1'] : [near ? '192.168.1.1' : '203.0.113.9'],
      outside: version === 6 ? ['2001:db8:ff::7'] : ['203.0.113.7', ...(second ? [SECOND] : [])],
      networks: version === 6 ? ['2001:db8:1::/64'] : [near ? '192.168.1.0/24' : '203.0.113.8/29'],
      reached: version === 6 ? ['2001:db8:1::/64', '2001:db8:ff::7/128'] : ['203.0.113.7/32', '203.0.113.8/29', ...(second ? [`${SECOND}/32`] : [])],
    },
    serverEdge: {
      inside: version === 6 ? ['2001:db8:2::1'] : [far ? '10.0.0.1' : '198.51.100.17'],
      outside: version === 6 ? ['2001:db8:ff::21'] : [far ? '198.51.100.21' : '198.51.100.1'],
      networks: version === 6 ? ['2001:db8:2::/64'] : [far ? '10.0.0.0/24' : '198.51.100.16/28'],
      reached: version === 6 ? ['2001:db8:2::/64', '2001:db8:ff::21/128'] : ['198.51.100.0/24'],
    },
  }
}
