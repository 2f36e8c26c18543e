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

/** How a network is numbered: by IPv6, or by IPv4 with addresses of its own behind a NAT, or without. */
type Numbering = 'IPv6' | 'private' | 'public';

const numbering = (version: 4 | 6, translated: boolean): Numbering => {
  if (version === 6) return 'IPv6';
  return translated ? 'private' : 'public';
};

interface ClientPlace {
  readonly host: string;
  readonly edge: Omit<Edge, 'outside' | 'routedPrefixes'>;
}

const CLIENT: Readonly<Record<Numbering, ClientPlace>> = {
  IPv6: { host: '2001:db8:1::10', edge: { inside: ['2001:db8:1::1'], networks: ['2001:db8:1::/64'] } },
  private: { host: '192.168.1.10', edge: { inside: ['192.168.1.1'], networks: ['192.168.1.0/24'] } },
  public: { host: '203.0.113.10', edge: { inside: ['203.0.113.9'], networks: ['203.0.113.8/29'] } },
};

interface ServerPlace {
  readonly host: string;
  /** Another host of that network. */
  readonly neighbour: string;
  readonly edge: Edge;
}

const SERVER: Readonly<Record<Numbering, ServerPlace>> = {
  IPv6: {
    host: '2001:db8:2::21',
    neighbour: '2001:db8:2::50',
    edge: {
      inside: ['2001:db8:2::1'],
      outside: ['2001:db8:ff::21'],
      networks: ['2001:db8:2::/64'],
      routedPrefixes: ['2001:db8:2::/64', '2001:db8:ff::21/128'],
    },
  },
  private: {
    host: '10.0.0.21',
    neighbour: '10.0.0.50',
    edge: {
      inside: ['10.0.0.1'],
      outside: ['198.51.100.21'],
      networks: ['10.0.0.0/24'],
      routedPrefixes: ['198.51.100.0/24'],
    },
  },
  public: {
    host: '198.51.100.21',
    neighbour: '198.51.100.20',
    edge: {
      inside: ['198.51.100.17'],
      outside: ['198.51.100.1'],
      networks: ['198.51.100.16/28'],
      routedPrefixes: ['198.51.100.0/24'],
    },
  },
};

/** The server's address as the Internet knows it, whoever has it. */
const PUBLISHED = '198.51.100.21';

type Outside = Pick<Edge, 'outside' | 'routedPrefixes'>;

const OUTSIDE_6: Outside = { outside: ['2001:db8:ff::7'], routedPrefixes: ['2001:db8:1::/64', '2001:db8:ff::7/128'] };

/** Towards a carrier's NAT. */
const SHARED: Outside = { outside: ['100.64.7.2'], routedPrefixes: ['100.64.7.2/32'] };

/** Towards the Internet, on the client's side. */
const outermost = (second: boolean): Outside => ({
  outside: ['203.0.113.7', ...(second ? [SECOND] : [])],
  routedPrefixes: ['203.0.113.7/32', '203.0.113.8/29', ...(second ? [`${SECOND}/32`] : [])],
});

export function addressingOf(reading: Reading): Addressing {
  const version = reading.value('ipVersion');
  const translates = (edge: 'clientEdge' | 'carrier' | 'serverEdge') => version === 4 && reading.value(`${edge}.nat`);
  const lan = reading.value('client.place') === 'server-lan';
  const [near, far] = [!lan && translates('clientEdge'), translates('serverEdge')];
  const within = version === 6 || (lan && far && reading.value('client.called') === 'private');
  const shared = near && translates('carrier');
  const internet = outermost(near && reading.value('clientEdge.pooling') === 'arbitrary');
  const client = CLIENT[numbering(version, near)];
  const server = SERVER[numbering(version, far)];
  const public4 = shared ? SHARED : internet;
  return {
    version,
    lan,
    client: lan ? server.neighbour : client.host,
    server: server.host,
    called: within ? server.host : PUBLISHED,
    clientEdge: { ...client.edge, ...(version === 6 ? OUTSIDE_6 : public4) },
    carrier: shared ? { inside: ['100.64.7.1'], networks: [SHARED_NETWORK], ...internet } : null,
    serverEdge: server.edge,
  };
}
