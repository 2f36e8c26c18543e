/**
 * Who has which address: the documentation ranges (RFC 5737, RFC 3849), RFC 1918's behind a NAT, RFC 6598's behind a
 * carrier's.
 */
import type { Reading } from './reading';

export interface Addressing {
  readonly version: 4 | 6;
  /** The client stands on the server's own network: no edge of its own, nor a carrier's, is in its way. */
  readonly lan: boolean;
  readonly client: string;
  readonly server: string;
  /** The address the client calls: the server's own, or its edge's when that translates. */
  readonly called: string;
  readonly clientEdge: Edge;
  /** A carrier's NAT beyond the client's; null where there is none. */
  readonly carrier: Edge | null;
  readonly serverEdge: Edge;
}

export interface Edge {
  readonly inside: readonly string[];
  readonly outside: readonly string[];
  /** What lies behind it, and what the wide network sends to it. */
  readonly networks: readonly string[];
  readonly routedPrefixes: readonly string[];
}

export const SERVER_NAME = 'ftp.example.test';

/** The client's edge's other outside address, where it has two. */
const SECOND = '203.0.113.6';

export const BYSTANDER = '203.0.113.99';
export const SCANNER = '203.0.113.98';
export const SCANNER_6 = '2001:db8:ff::98';

/** What carriers number their customers from, behind their NAT (RFC 6598): on the Internet nobody's. */
export const SHARED_NETWORK = '100.64.0.0/10';

export const PRIVATE_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

export function addressingOf(reading: Reading): Addressing {
  const version = reading.value('ipVersion');
  const translates = (edge: 'clientEdge' | 'carrier' | 'serverEdge') => version === 4 && reading.value(`${edge}.nat`);
  const lan = reading.value('client.place') === 'server-lan';
  const [near, far] = [!lan && translates('clientEdge'), translates('serverEdge')];
  const named = lan && far && reading.value('client.called') === 'private' ? '10.0.0.21' : '198.51.100.21';
  const neighbour = version === 6 ? '2001:db8:2::50' : far ? '10.0.0.50' : '198.51.100.20';
  const shared = near && translates('carrier');
  const second = near && reading.value('clientEdge.pooling') === 'arbitrary';
  const outermost = {
    outside: ['203.0.113.7', ...(second ? [SECOND] : [])],
    routedPrefixes: ['203.0.113.7/32', '203.0.113.8/29', ...(second ? [`${SECOND}/32`] : [])],
  };
  return {
    version,
    lan,
    client: lan ? neighbour : version === 6 ? '2001:db8:1::10' : near ? '192.168.1.10' : '203.0.113.10',
    server: version === 6 ? '2001:db8:2::21' : far ? '10.0.0.21' : '198.51.100.21',
    called: version === 6 ? '2001:db8:2::21' : named,
    clientEdge: {
      inside: version === 6 ? ['2001:db8:1::1'] : [near ? '192.168.1.1' : '203.0.113.9'],
      outside: version === 6 ? ['2001:db8:ff::7'] : shared ? ['100.64.7.2'] : outermost.outside,
      networks: version === 6 ? ['2001:db8:1::/64'] : [near ? '192.168.1.0/24' : '203.0.113.8/29'],
      routedPrefixes:
        version === 6
          ? ['2001:db8:1::/64', '2001:db8:ff::7/128']
          : shared
            ? ['100.64.7.2/32']
            : outermost.routedPrefixes,
    },
    carrier: shared ? { inside: ['100.64.7.1'], networks: [SHARED_NETWORK], ...outermost } : null,
    serverEdge: {
      inside: version === 6 ? ['2001:db8:2::1'] : [far ? '10.0.0.1' : '198.51.100.17'],
      outside: version === 6 ? ['2001:db8:ff::21'] : [far ? '198.51.100.21' : '198.51.100.1'],
      networks: version === 6 ? ['2001:db8:2::/64'] : [far ? '10.0.0.0/24' : '198.51.100.16/28'],
      routedPrefixes: version === 6 ? ['2001:db8:2::/64', '2001:db8:ff::21/128'] : ['198.51.100.0/24'],
    },
  };
}
