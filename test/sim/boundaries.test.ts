/** Numbers of the network at their edges: how long reordering holds, which route wins, who gets which port. */
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/machine/contract';
import { draw, drawBetween } from '../../src/sim/random';
import { Recorder } from '../../src/sim/recorder';
import type { HostSpec, NodeSpec, Route } from '../../src/sim/topology';
import { World } from '../../src/sim/world/world';
import { linux } from '../../src/tcp/tcb/settings';
import { tcp } from '../../src/tcp/tcp.machine';
import { entriesOf } from '../../src/trace/trace';
import { alone } from '../live/toys';
import { CLIENT, SERVER, small } from './world';

const dial = (address: string, port?: number): Command => ({
  type: 'open',
  connection: 'control',
  purpose: 'control',
  remote: { address, port: 21 },
  ...(port !== undefined && { local: { port } }),
});

/** Dials once, and says what went wrong. */
const caller = (address: string, port?: number) =>
  alone((event) => {
    if (event.type === 'started') return [dial(address, port)];
    return event.type === 'failed' ? [{ type: 'say', to: 'user', text: event.reason }] : [];
  });

describe('a reordered packet', () => {
  // RFC 4737 3: reordered is what arrives after a packet that was sent later. So it is held twice the link's delay, and
  // never less than a millisecond: on a link without delay, too, the next packet has time to overtake.
  test.each([
    { delay: 0, held: 1000 },
    { delay: 499, held: 1000 },
    { delay: 500, held: 1000 },
    { delay: 501, held: 1002 },
    { delay: 5000, held: 10_000 },
  ])('on a link of $delay µs is held for $held µs', ({ delay, held }) => {
    const firstPass = (reorder: number): readonly number[] => {
      const trace = small({ client: [caller(SERVER)], link: { delay, reorder } });
      const passed = entriesOf(trace, 'pass').find(({ node }) => node === 'edge');
      const arrived = entriesOf(trace, 'arrive').find(({ node }) => node === 'server');
      return [passed?.at ?? NaN, arrived?.at ?? NaN];
    };
    const [[left = NaN, late = NaN], [, early = NaN]] = [firstPass(1), firstPass(0)];
    expect(early - left).toBe(delay);
    expect(late - left).toBe(delay + held);
  });
});

describe('a route', () => {
  const plain = { delay: 10, resolution: 0, rate: null, loss: 0, duplicate: 0, reorder: 0, causes: [] };
  const host = (id: string, address: string, rest: Partial<HostSpec>): NodeSpec => ({
    id,
    kind: 'host',
    name: id,
    addresses: [address],
    routes: [{ prefix: '*', via: 'edge' }],
    causes: [],
    ephemeral: { from: 40_000, to: 40_999, avoid: () => false },
    privileged: false,
    files: new Map(),
    services: [],
    programs: [],
    ...rest,
  });

  /** Where the SYN for an address comes out of a router with such routes: each leads to a host of its own. */
  function wayOut(routes: readonly Route[], destination: string): string | null {
    const edge: NodeSpec = {
      id: 'edge',
      kind: 'router',
      name: 'edge',
      addresses: ['203.0.113.1'],
      causes: [],
      filters: [],
      gateway: null,
      routes,
    };
    const ends = routes.map(({ via }) => host(via, '192.0.2.1', {}));
    const trace = new World(
      {
        seed: 1,
        epoch: 0,
        scenario: { knobs: {}, interventions: [] },
        nodes: [host('client', CLIENT, { programs: [caller(destination)] }), edge, ...ends],
        links: [
          { from: 'client', to: 'edge', ...plain },
          ...routes.map(({ via }) => ({ from: 'edge', to: via, ...plain })),
        ],
        transport: tcp,
        settings: linux,
        acts: [],
        horizon: 1e5,
        cap: 1e6,
      },
      new Recorder(),
    ).run();
    return entriesOf(trace, 'arrive').find(({ node }) => node !== 'client')?.node ?? null;
  }

  // RFC 1812 5.2.4.3, rule 2: longest match, in whatever order the routes are written.
  const [one, net, wide, rest] = [
    { prefix: '198.51.100.21/32', via: 'one' },
    { prefix: '198.51.100.0/24', via: 'net' },
    { prefix: '198.0.0.0/8', via: 'wide' },
    { prefix: '*', via: 'rest' },
  ] as const;
  const orders = [
    [one, net, wide, rest],
    [rest, wide, net, one],
    [net, rest, one, wide],
  ];
  test.each([
    ['198.51.100.21', 'one'],
    ['198.51.100.22', 'net'],
    ['198.51.101.21', 'wide'],
    ['203.0.113.200', 'rest'],
  ])('for %s is the longest prefix that fits: %s', (address, via) => {
    expect(orders.map((routes) => wayOut(routes, address))).toEqual([via, via, via]);
  });

  test('is missing where no prefix fits', () => {
    expect(wayOut([one, net], '203.0.113.200')).toBeNull();
  });
});

describe('a draw between two bounds', () => {
  const key = (ordinal: number) => [1, 'client', 'port', ordinal] as const;

  test('over all 32 bits is the draw itself, its greatest value too', () => {
    for (let i = 0; i < 50; i++) expect(drawBetween(0, 2 ** 32 - 1, ...key(i))).toBe(draw(...key(i)));
  });

  test('from two values is the first bit of the draw, and from one is that one', () => {
    for (let i = 0; i < 50; i++) {
      expect(drawBetween(8, 9, ...key(i))).toBe(8 + (draw(...key(i)) >>> 31));
      expect(drawBetween(8, 8, ...key(i))).toBe(8);
    }
  });
});

// Linux net.ipv4.ip_unprivileged_port_start: the first port that a program may bind without privilege is 1024.
describe('who may call from a port below 1024', () => {
  const outcome = (port: number, privileged: boolean) => {
    const trace = small({ client: [caller(SERVER, port)], privileged });
    return entriesOf(trace, 'say').map(({ text }) => text)[0] ?? 'nothing';
  };
  // Nobody listens at the server, so that ECONNREFUSED says that the SYN went out.
  test.each([
    { port: 1, privileged: false, reads: 'EACCES' },
    { port: 1023, privileged: false, reads: 'EACCES' },
    { port: 1024, privileged: false, reads: 'ECONNREFUSED' },
    { port: 1, privileged: true, reads: 'ECONNREFUSED' },
    { port: 1023, privileged: true, reads: 'ECONNREFUSED' },
  ])('from $port, privileged $privileged: $reads', ({ port, privileged, reads }) => {
    expect(outcome(port, privileged)).toBe(reads);
  });
});
