/** The edges and the wide network between them, from knobs: what each filters, translates and helps. */
import { makeEdge } from '../../../middlebox/edge/edge';
import {
  ftpHelper,
  linuxLifetimes,
  masquerade,
  type EdgeSpec,
  type NatSpec,
  type PortForward,
} from '../../../middlebox/spec';
import type { RouterSpec } from '../../../sim/topology';
import { parseForwards } from '../../values/forwards';
import { filterConfigOf, lotOf, rulesAt } from '../reading/filter-config';
import { authStrippers, lossFilters, portFilters } from './obstacles';
import {
  BYSTANDER,
  PRIVATE_NETWORKS,
  SCANNER,
  SCANNER_6,
  SHARED_NETWORK,
  type Edge,
  type Addressing,
} from '../reading/addressing';
import type { Reading } from '../reading/reading';

type Side = 'clientEdge' | 'carrier' | 'serverEdge';

interface Standing {
  readonly title: string;
  /** The neighbour inside, the one outside, and the host that lies behind. */
  readonly inside: string;
  readonly outside: string;
  readonly behind: string;
}

export function buildRouters(reading: Reading, addressing: Addressing): readonly RouterSpec[] {
  const { clientEdge, carrier, serverEdge } = addressing;
  if (addressing.lan)
    return [
      lan(addressing),
      router(
        'serverEdge',
        serverEdge,
        { title: "Server's edge", inside: 'lan', outside: 'wan', behind: 'server' },
        reading,
        addressing,
      ),
      wan(reading, addressing),
    ];
  const client = { title: "Client's edge", inside: 'client', outside: carrier ? 'carrier' : 'wan', behind: 'client' };
  return [
    router('clientEdge', clientEdge, client, reading, addressing),
    ...(carrier
      ? [
          router(
            'carrier',
            carrier,
            { title: "Carrier's NAT", inside: 'clientEdge', outside: 'wan', behind: 'client' },
            reading,
            addressing,
          ),
        ]
      : []),
    wan(reading, addressing),
    router(
      'serverEdge',
      serverEdge,
      { title: "Server's edge", inside: 'server', outside: 'wan', behind: 'server' },
      reading,
      addressing,
    ),
  ];
}

/** The server's network: a switch, which hands frames to whom they are for. */
const lan = ({ client, server }: Addressing): RouterSpec => ({
  id: 'lan',
  kind: 'network',
  name: "Server's LAN",
  addresses: [],
  causes: [],
  filters: [],
  gateway: null,
  routes: [
    ...[[client, 'client'] as const, [server, 'server'] as const].map(([address, via]) => ({
      prefix: `${address}/${address.includes(':') ? 128 : 32}`,
      via,
    })),
    { prefix: '*', via: 'serverEdge' },
  ],
});

/** The wide network; nobody it knows is the client where that stands on the server's LAN. */
function wan(reading: Reading, { lan: isNear, clientEdge, carrier, serverEdge }: Addressing): RouterSpec {
  const [near, via] = carrier ? [carrier, 'carrier'] : [clientEdge, 'clientEdge'];
  return {
    id: 'wan',
    kind: 'network',
    name: 'Network',
    addresses: [],
    causes: [],
    filters: [...portFilters(reading), ...authStrippers(reading)],
    gateway: null,
    routes: [
      ...(isNear ? [] : near.routedPrefixes.map((prefix) => ({ prefix, via }))),
      ...serverEdge.routedPrefixes.map((prefix) => ({ prefix, via: 'serverEdge' })),
      { prefix: `${BYSTANDER}/32`, via: 'bystander' },
      { prefix: `${SCANNER}/32`, via: 'scanner' },
      { prefix: `${SCANNER_6}/128`, via: 'scanner' },
    ],
  };
}

function router(
  side: Side,
  { inside, outside, networks }: Edge,
  standing: Standing,
  reading: Reading,
  addressing: Addressing,
): RouterSpec {
  const nat = natAt(side, reading, addressing);
  const spec: EdgeSpec = {
    id: side,
    inside: { addresses: inside, networks },
    outside: { addresses: outside },
    rules: side === 'carrier' ? [] : rulesAt(side, reading),
    policy: 'accept',
    nat,
    forwards: side === 'serverEdge' && nat ? forwardsTo(addressing.server, reading) : [],
    helper: helperAt(side, reading),
    unroutable: unroutable(side, reading, addressing),
    lifetimes: reading.applies(`${side}.lifetime`)
      ? { ...linuxLifetimes, ESTABLISHED: reading.value(`${side}.lifetime`) * 1e6 }
      : linuxLifetimes,
    hairpin: side === 'serverEdge' && nat !== null && addressing.lan && reading.value('serverEdge.hairpin'),
  };
  return {
    id: side,
    kind: 'router',
    name: standing.title,
    addresses: [...outside, ...inside],
    filters: side === 'carrier' || addressing.lan ? [] : lossFilters(side, reading),
    gateway: {
      engine: makeEdge(spec, lotOf(side, reading)),
      inside: standing.inside,
      behind: standing.behind,
      filterConfig: filterConfigOf(spec),
    },
    routes: [...networks.map((prefix) => ({ prefix, via: standing.inside })), { prefix: '*', via: standing.outside }],
    causes: [...reading.behindPlace(side), ...reading.behind('wan.privateAddresses')],
  };
}

function helperAt(side: Side, reading: Reading): EdgeSpec['helper'] {
  if (side === 'carrier' || !reading.value(`${side}.ftpHelper`)) return null;
  return { ...ftpHelper, port: reading.value(`${side}.helperPort`), knows: reading.value(`${side}.helperReads`) };
}

/**
 * An edge masquerades as Linux does; a carrier's NAT is bound to requirements (RFC 6888), which ask for less
 * dependence.
 */
function natAt(side: Side, reading: Reading, { version, carrier }: Addressing): NatSpec | null {
  if (version !== 4 || !reading.value(`${side}.nat`)) return null;
  const pooling = side === (carrier ? 'carrier' : 'clientEdge') ? reading.value('clientEdge.pooling') : 'paired';
  if (side !== 'carrier') return { ...masquerade, pooling };
  return {
    mapping: reading.value('carrier.mapping'),
    filtering: reading.value('carrier.filtering'),
    pooling,
  };
}

/** Private addresses are nobody's beyond their own network, and a carrier's nobody's beyond the carrier's. */
function unroutable(side: Side, reading: Reading, { carrier }: Addressing): EdgeSpec['unroutable'] {
  const how = reading.value('wan.privateAddresses') === 'drop' ? ('drop' as const) : ('host-unreachable' as const);
  return [...PRIVATE_NETWORKS, ...(side === 'clientEdge' && carrier ? [] : [SHARED_NETWORK])].map((prefix) => ({
    prefix,
    how,
  }));
}

function forwardsTo(address: string, reading: Reading): readonly PortForward[] {
  return parseForwards(reading.value('serverEdge.forwards')).map(({ outside, inside }) => ({
    outside,
    address,
    inside,
  }));
}
