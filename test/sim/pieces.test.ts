/** Pieces of the simulated world by themselves: links and what befalls them, ports, stretches, the queue. */
import { describe, expect, test } from 'vitest';
import { insert, overlapping, type Stretch } from '../../src/sim/endpoint/stretches';
import type { Listener, Socket } from '../../src/sim/endpoint/socket';
import { Ports } from '../../src/sim/host/ports';
import { LinkFaults } from '../../src/sim/network/link-faults';
import { Links } from '../../src/sim/network/links';
import { Queue } from '../../src/sim/queue';
import { drawBetween } from '../../src/sim/random';
import type { HostSpec, LinkSpec, Route } from '../../src/sim/topology';
import { segment } from '../tcp/work';

const PLAIN = { delay: 100, resolution: 0, rate: null, loss: 0, duplicate: 0, reorder: 0, causes: [] };
const host = (routes: readonly Route[] = [], rest: Partial<HostSpec> = {}): HostSpec => ({
  id: 'a',
  kind: 'host',
  name: 'a',
  addresses: [],
  routes,
  causes: [],
  ephemeral: { from: 40_000, to: 40_003, avoid: () => false },
  privileged: false,
  files: new Map(),
  services: [],
  programs: [],
  ...rest,
});
const linksOf = (routes: readonly Route[], ...specs: Partial<LinkSpec>[]): Links =>
  new Links(
    [host(routes)],
    specs.map((spec) => ({ from: 'a', to: 'b', ...PLAIN, ...spec })),
    1,
  );

describe('a way out', () => {
  const routes = [
    { prefix: '*', via: 'x' },
    { prefix: '10.0.0.0/8', via: 'y' },
    { prefix: '10.1.0.0/16', via: 'z' },
    { prefix: '10.2.0.0/16', via: 'nowhere' },
  ];
  const links = linksOf(routes, { to: 'x' }, { to: 'y' }, { to: 'z' });
  test.each([
    ['192.0.2.1', 'x'],
    ['10.9.0.1', 'y'],
    ['10.1.0.1', 'z'],
    ['10.2.0.1', undefined],
  ])('to %s is over %s, asked once or again', (destination, to) => {
    expect(links.towards('a', destination)?.spec.to).toBe(to);
    expect(links.towards('a', destination)?.spec.to).toBe(to);
  });
  test('of a node that is not there is none', () => expect(links.towards('q', '192.0.2.1')).toBeNull());
});

describe('a link', () => {
  const over = (spec: Partial<LinkSpec>, ...packets: [length: number, now: number][]) => {
    const links = linksOf([{ prefix: '*', via: 'b' }], spec);
    const link = links.towards('a', '192.0.2.1');
    return packets.map(([length, now]) => (link ? links.arrivals(link, length, now) : null));
  };
  test.each<[string, Partial<LinkSpec>, [number, number][], number[][]]>([
    [
      'without a rate',
      {},
      [
        [1_500, 10],
        [1_500, 10],
      ],
      [[110], [110]],
    ],
    [
      'at a rate',
      { rate: 1_000_000 },
      [
        [1_500, 10],
        [500, 20],
        [500, 5_000],
      ],
      [[1_610], [2_110], [5_600]],
    ],
    [
      'whose neighbour is not known yet',
      { resolution: 50 },
      [
        [1, 10],
        [1, 20],
        [1, 70],
      ],
      [[160], [160], [170]],
    ],
    ['that loses all', { loss: 1 }, [[1, 0]], [[]]],
    ['that doubles all', { duplicate: 1, rate: 1_000_000 }, [[10, 0]], [[110, 120]]],
    ['that holds all', { reorder: 1 }, [[1, 0]], [[1_100]]],
    ['that holds all, and is long', { reorder: 1, delay: 600 }, [[1, 0]], [[1_800]]],
  ])('%s', (_, spec, packets, expected) => expect(over(spec, ...packets)).toEqual(expected));

  test('draws for each packet anew', () => {
    const packets = Array.from({ length: 400 }, (): [number, number] => [1, 0]);
    for (const share of [0.25, 0.75]) {
      const lost = over({ loss: share }, ...packets).filter((at) => at?.length === 0).length / 400;
      expect(Math.abs(lost - share)).toBeLessThan(0.1);
      const doubled = over({ duplicate: share }, ...packets).filter((at) => at?.length === 2).length / 400;
      expect(Math.abs(doubled - share)).toBeLessThan(0.1);
    }
  });
});

test('what is cut off or filtered, and mended', () => {
  const faults = new LinkFaults();
  const to = (destinationPort: number) => segment({ destinationPort });
  const filtered = { cause: 8, reason: { code: 'port-filtered', port: 21 }, rule: 'filtered ports' };
  expect(faults.refusal('wan', to(21))).toBeNull();
  faults.cut('a', 7);
  faults.filter(21, 8);
  expect(faults.refusal('a', null)).toEqual({ cause: 7, reason: { code: 'link-cut' }, rule: null });
  expect(faults.refusal('b', null)).toBeNull();
  expect(faults.refusal('wan', to(21))).toEqual(filtered);
  expect(faults.refusal('wan', to(22))).toBeNull();
  expect(faults.refusal('wan', null)).toBeNull();
  expect(faults.refusal('edge', to(21))).toBeNull();
  expect(faults.causes('a')).toEqual([]);
  faults.mend(9);
  expect([faults.refusal('a', null), faults.refusal('wan', to(21))]).toEqual([null, null]);
  expect(['a', 'wan', 'b'].map((node) => faults.causes(node))).toEqual([[9], [9], []]);
  const other = new LinkFaults();
  other.cut('a', 1);
  other.mend(2);
  expect([other.causes('a'), other.causes('wan')]).toEqual([[2], []]);
});

describe('ports', () => {
  const local = '203.0.113.10';
  const remote = { address: '198.51.100.21', port: 21 };
  const ports = (spec: Partial<HostSpec> = {}, held: readonly string[] = [], used: readonly number[] = []) => {
    const listeners = new Map(held.map((key) => [key, { port: Number(key.split(' ')[1]) } as Listener]));
    const sockets = new Map(used.map((port) => [`s${port}`, { local: { address: local, port } } as unknown as Socket]));
    return new Ports(host([], spec), 1, { sockets, listeners });
  };
  test.each([
    [1_023, false, 'EACCES', 'EACCES'],
    [1_024, false, 1_024, 1_024],
    [1_023, true, 1_023, 1_023],
  ])('%i, privileged %s: %s', (port, privileged, connecting, listening) => {
    const all = ports({ privileged });
    expect(all.forConnection(local, remote, { port })).toBe(connecting);
    expect(all.forListener(port, local)).toBe(listening);
  });
  test.each<[string, readonly string[], readonly number[], boolean, number | string, number | string]>([
    ['is free', [`${local} 2001`], [2_001], false, 2_000, 2_000],
    ['somebody listens there', [`${local} 2000`], [], false, 'EADDRINUSE', 'EADDRINUSE'],
    ['somebody listens there, on every address', ['* 2000'], [], false, 'EADDRINUSE', 'EADDRINUSE'],
    ['somebody listens there, on another address', ['192.0.2.9 2000'], [], false, 2_000, 2_000],
    ['a connection has it', [], [2_000], false, 'EADDRINUSE', 2_000],
    ['a connection has it, and it may be used again', [], [2_000], true, 2_000, 2_000],
  ])('2000 %s', (_, held, used, reuseAddress, connecting, listening) => {
    const all = ports({}, held, used);
    expect(all.forConnection(local, remote, { port: 2_000, reuseAddress })).toBe(connecting);
    expect(all.forListener(2_000, local)).toBe(listening);
  });
  test('of every address no port of any address is free', () => {
    expect(ports({}, ['192.0.2.9 2000']).forListener(2_000, null)).toBe('EADDRINUSE');
    expect(ports({}, ['192.0.2.9 2000']).forListener(2_001, null)).toBe(2_001);
  });
  test('are drawn from the pool, all of them and no other', () => {
    const held: string[] = [];
    const found: (number | string)[] = [];
    for (let n = 0; n < 5; n++) {
      const port = ports({}, held).forListener('ephemeral', local);
      found.push(port);
      held.push(`${local} ${port}`);
    }
    const start = drawBetween(0, 3, 1, 'a', 'port of 40000-40003', 0);
    expect(found).toEqual([...[0, 1, 2, 3].map((n) => 40_000 + ((start + n) % 4)), 'EADDRINUSE']);
    expect(ports({}, held).forConnection(local, remote, {})).toBe('EADDRNOTAVAIL');
  });
  test('that are to be avoided are', () => {
    const ephemeral = { from: 40_000, to: 40_003, avoid: (port: number) => port !== 40_002 };
    expect(ports({ ephemeral }).forConnection(local, remote, {})).toBe(40_002);
    expect(ports({ ephemeral }).forListener('ephemeral', local)).toBe(40_002);
    expect(ports({ ephemeral }).forListener({ from: 50, to: 50 }, local)).toBe(50);
  });
  test('of a range are another’s from an intervention on', () => {
    const all = ports();
    expect(all.forListener({ from: 3_000, to: 3_000 }, local)).toBe(3_000);
    all.exhaust(5);
    expect(all.exhausted).toBe(5);
    expect(all.forListener({ from: 3_000, to: 3_000 }, local)).toBe('EADDRINUSE');
    expect(all.forListener(3_000, local)).toBe(3_000);
  });
});

describe('stretches', () => {
  const of = (...ends: number[]): Stretch[] => {
    const all: Stretch[] = [];
    for (const to of ends) insert(all, { from: to - 10, to, entry: to });
    return all;
  };
  test.each([
    [
      [10, 20, 30],
      [10, 20, 30],
    ],
    [
      [30, 10, 20],
      [10, 20, 30],
    ],
    [
      [20, 10],
      [10, 20],
    ],
  ])('%j are kept as %j', (ends, kept) => expect(of(...ends).map(({ to }) => to)).toEqual(kept));
  test.each([
    [0, 10, [10]],
    [9, 11, [10, 20]],
    [10, 20, [20]],
    [19, 21, [20, 30]],
    [0, 30, [10, 20, 30]],
    [30, 40, []],
    [29, 40, [30]],
  ])('from %i to %i lie %j', (from, to, found) => expect(overlapping(of(10, 20, 30), from, to)).toEqual(found));
});

test('the queue gives by time, then by order, and nothing that was cancelled', () => {
  const queue = new Queue();
  const times = [5, 3, 9, 3, 7, 1, 9, 3, 0, 8, 1];
  const dues = times.map((at) => queue.push(at, () => {}));
  dues[4]!.cancelled = true;
  dues[8]!.cancelled = true;
  const expected = dues.filter((due) => !due.cancelled).sort((a, b) => a.at - b.at || a.order - b.order);
  const found = [];
  for (let due = queue.pop(); due; due = queue.pop()) found.push(due);
  expect(found).toEqual(expected);
  expect(queue.pop()).toBeUndefined();
});
