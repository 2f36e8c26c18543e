/** A client, a router and a server around a network of its own, and what it writes down of a packet. */
import type { Gateway, Handled } from '../../src/machine/gateway';
import type { PendingFault } from '../../src/sim/interventions';
import type { Flight } from '../../src/sim/network/flight';
import { Network } from '../../src/sim/network/network';
import { Queue } from '../../src/sim/queue';
import { Recorder } from '../../src/sim/recorder';
import type { HostSpec, LinkSpec, NodeSpec, RouterSpec } from '../../src/sim/topology';
import type { Entry } from '../../src/trace/entry';
import { packet } from '../middlebox/packets';
import { SYN } from '../../src/wire/packet/tcp';
import { decodePacket } from '../../src/wire/packet/packet';
import { isViolation } from '../../src/wire/violation';
import { CLIENT, SERVER } from './world';

export const TUPLE = { source: { address: CLIENT, port: 40_000 }, destination: { address: SERVER, port: 21 } };
const HANDLED: Handled = {
  outputs: [],
  verdict: 'forwarded',
  reason: { code: 'forwarded' },
  rule: null,
  state: 'NEW',
  steps: [],
  rewritten: [],
  changes: [],
};
export const filterConfig = { rules: [], policy: 'accept' } as unknown as NonNullable<
  RouterSpec['gateway']
>['filterConfig'];
interface Engine extends Gateway {
  readonly asked: string[];
}
export const engine = (
  handled: Partial<Handled> | ((octets: Uint8Array) => Partial<Handled>),
  routed = false,
): Engine => {
  const asked: string[] = [];
  return {
    asked,
    routes: (destination, timeToLive) => (asked.push(`routes ${destination} ${timeToLive}`), routed ? 'outside' : null),
    handle: (octets, from, at) => (
      asked.push(`handle ${from} ${at}`),
      { ...HANDLED, ...(typeof handled === 'function' ? handled(octets) : handled) }
    ),
    expire: (at, which) => (asked.push(`expire ${at} ${which?.()}`), [{ table: 'flows', change: 'destroyed' }]),
    lose: (address, lost) => void asked.push(`lose ${address} ${lost}`),
  };
};

interface Given {
  readonly router?: Partial<RouterSpec>;
  readonly firewall?: Engine;
  readonly link?: Partial<LinkSpec>;
  readonly fault?: PendingFault;
}
const PLAIN = { delay: 10, resolution: 0, rate: null, loss: 0, duplicate: 0, reorder: 0, causes: [91] };

export function network({ router = {}, firewall, link = {}, fault }: Given) {
  const host = (id: string, address: string): HostSpec => ({
    id,
    kind: 'host',
    name: id,
    addresses: [address],
    routes: [{ prefix: '*', via: 'edge' }],
    causes: [],
    ephemeral: { from: 1, to: 2, avoid: () => false },
    privileged: true,
    files: new Map(),
    services: [],
    programs: [],
    ...(firewall && id === 'server' ? { firewall: { engine: firewall, filterConfig, causes: [92] } } : {}),
  });
  const edge: NodeSpec = {
    id: 'edge',
    kind: 'router',
    name: 'edge',
    addresses: [],
    causes: [93],
    filters: [],
    gateway: null,
    routes: [
      { prefix: `${CLIENT}/32`, via: 'client' },
      { prefix: `${SERVER}/32`, via: 'server' },
    ],
    ...router,
  };
  const way = (from: string, to: string): LinkSpec => ({ from, to, ...PLAIN, ...link });
  const recorder = new Recorder();
  const queue = new Queue();
  const arrived: string[] = [];
  const dropped: number[] = [];
  const nodes = [host('client', CLIENT), edge, host('server', SERVER)];
  const links = [way('client', 'edge'), way('edge', 'server'), way('server', 'edge'), way('edge', 'client')];
  const net = new Network(nodes, links, {
    seed: 1,
    queue,
    recorder,
    arrive: (node, flight) => arrived.push(`${node} ${flight.entry}`),
    dropped: (_: Flight, entry) => dropped.push(entry),
    pendingFault: (entry) => (entry === 0 && fault) || null,
  });
  const send = (from: 'client' | 'server' = 'client') => {
    const tuple = from === 'client' ? TUPLE : { source: TUPLE.destination, destination: TUPLE.source };
    const octets = packet(tuple, SYN);
    const decoded = decodePacket(octets);
    const segment = isViolation(decoded) ? null : decoded.tcp;
    const what = { source: tuple.source.address, destination: tuple.destination.address, segment, connection: 0 };
    net.transmit(from, octets, what, false, [90]);
    for (let due = queue.pop(); due; due = queue.pop()) {
      recorder.now = due.at;
      due.run();
    }
  };
  return { net, recorder, arrived, dropped, send };
}
export const told = ({ kind, node, at, causes, ...rest }: Entry): string =>
  `${kind} ${node} ${at} [${causes.join(',')}]${'hops' in rest ? ` hops ${rest.hops}` : ''}`;
export const trace = (given: Given, from: 'client' | 'server' = 'client') => {
  const all = network(given);
  all.send(from);
  return { ...all, told: all.recorder.entries.map(told), entries: all.recorder.entries as readonly Entry[] };
};
