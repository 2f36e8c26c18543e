/** Hop by hop: what a network writes down of a packet, whom it hands it to, and who is blamed where it stops. */
import { describe, expect, test } from 'vitest';
import type { Output } from '../../src/machine/gateway';
import type { Recorder } from '../../src/sim/recorder';
import type { PathFilter, RouterSpec } from '../../src/sim/topology';
import type { Entry } from '../../src/trace/entry';
import { packet } from '../middlebox/packets';
import { engine, filterConfig, network, told, trace, TUPLE } from './carried';
import { CLIENT, SERVER } from './world';

const THROUGH = ['transmit client 0 [90] hops 0', 'pass edge 10 [0] hops 1', 'arrive server 20 [1] hops 1'];
const own = (towards: Output['towards']): Output => ({
  octets: packet({ source: TUPLE.destination, destination: TUPLE.source }, 4),
  towards,
  own: true,
});

describe('a packet', () => {
  test('goes through', () => {
    const { told: all, arrived, dropped } = trace({});
    expect([all, arrived, dropped]).toEqual([THROUGH, ['server 2'], []]);
  });
  test('loses no hop to a bridge', () =>
    expect(trace({ router: { kind: 'network' } }).told[1]).toBe('pass edge 10 [0] hops 0'));
  test('is lost', () => {
    const { told: all, dropped } = trace({ link: { loss: 1 } });
    expect([all[1], all.length, dropped]).toEqual(['drop client 0 [0,91] hops 0', 2, [1]]);
  });
  test('comes twice', () => expect(trace({ link: { duplicate: 1 } }).arrived).toHaveLength(4));
  test('has no route', () => {
    const { entries, told: all } = trace({ router: { routes: [] } });
    expect(all[2]).toBe('drop edge 10 [1] hops 1');
    expect(entries[2]).toMatchObject({ reason: { code: 'no-route' }, rule: null });
  });
  test('is dropped by the learner', () => {
    const { told: all, entries } = trace({ fault: { entry: 77, hold: null } });
    expect(all.slice(1)).toEqual(['drop edge 10 [0,77] hops 0']);
    expect(entries[1]).toMatchObject({ reason: { code: 'dropped-by-learner' }, rule: null });
  });
  test('is held by the learner', () =>
    expect(trace({ fault: { entry: 77, hold: 500 } }).told.slice(1)).toEqual([
      'pass edge 510 [0,77] hops 1',
      'arrive server 520 [1] hops 1',
    ]));
});

test.each<[string, ReturnType<PathFilter>, readonly string[]]>([
  ['passes', { kind: 'pass' }, THROUGH.slice(1)],
  ['drops', { kind: 'drop', reason: { code: 'lost' }, rule: 'r', causes: [80] }, ['drop edge 10 [0,80] hops 0']],
  [
    'rewrites',
    { kind: 'rewrite', payload: new Uint8Array(0), changes: [], causes: [81] },
    ['pass edge 10 [0,81] hops 0', 'arrive server 20 [1] hops 0'],
  ],
])('a filter %s', (_, verdict, expected) => {
  const seen: unknown[] = [];
  const filter: PathFilter = (packetSeen, at) => (
    seen.push([packetSeen.source, packetSeen.from, packetSeen.purpose, packetSeen.opener, at]),
    verdict
  );
  expect(trace({ router: { filters: [filter] } }).told.slice(1)).toEqual(expected);
  expect(seen).toEqual([[CLIENT, 'client', 'other', '', 10]]);
});

describe('a gateway', () => {
  const at = (one: ReturnType<typeof engine>): Partial<RouterSpec> => ({
    gateway: { engine: one, inside: 'server', behind: 'server', filterConfig },
  });
  test('that only routes', () => {
    const one = engine({}, true);
    const { told: all, entries } = trace({ router: at(one) });
    expect([all, one.asked]).toEqual([THROUGH, [`routes ${SERVER} 64`]]);
    expect(entries[1]).toMatchObject({ ruling: { rule: null, state: 'UNTRACKED', from: 'outside' } });
  });
  test.each([
    ['client', 'outside'],
    ['server', 'inside'],
  ] as const)('from the %s: %s', (from, side) => {
    const one = engine((octets) => ({ outputs: [{ octets, towards: 'inside', own: false }], steps: ['s'] }));
    const { entries } = trace({ router: at(one) }, from);
    expect(one.asked[1]).toBe(`handle ${side} 10`);
    expect(entries[1]).toMatchObject({
      kind: 'pass',
      hops: 1,
      ruling: { rule: null, state: 'NEW', from: side, steps: ['s'] },
    });
  });
  test('rows of its tables have its causes', () => {
    const row = { table: 'flows', change: 'created' };
    const one = engine((octets) => ({ outputs: [{ octets, towards: 'inside', own: false }], changes: [row] }));
    const { told: all } = trace({ router: at(one) });
    expect(all.slice(1)).toEqual(['table edge 10 [0,93]', 'pass edge 10 [0,93] hops 1', 'arrive server 20 [2] hops 1']);
  });
  test('that rewrites', () => {
    const change = { field: 'source-port', before: 1, after: 2 } as const;
    const one = engine((octets) => ({ outputs: [{ octets, towards: 'inside', own: false }], rewritten: [change] }));
    const { told: all, entries } = trace({ router: at(one) });
    expect(all.slice(1)).toEqual(['pass edge 10 [0] hops 0', 'arrive server 20 [1] hops 0']);
    expect(entries[1]).toMatchObject({ rewritten: 0, changes: [change] });
  });
  test('that refuses and answers', () => {
    const one = engine({ verdict: 'rejected', reason: { code: 'ruled' } as never, rule: 2, outputs: [own('outside')] });
    const { told: all, entries, dropped, arrived } = trace({ router: at(one) });
    expect(all.slice(1)).toEqual([
      'drop edge 10 [0,93] hops 0',
      'transmit edge 10 [1] hops 0',
      'arrive client 20 [2] hops 0',
    ]);
    expect(entries[1]).toMatchObject({ rule: 'rule 2', ruling: { rule: 2, state: 'NEW', from: 'outside' } });
    expect([dropped, arrived]).toEqual([[1], ['client 3']]);
  });
  test.each([
    ['rejected', null, [0, 93, 70]],
    ['rejected', 1, [0, 93]],
    ['dropped', null, [0, 93]],
  ] as const)('whose host is gone: %s by %s', (verdict, rule, causes) => {
    const one = engine({ verdict, rule });
    const all = network({ router: at(one) });
    all.net.routers.lose('server', true, 70);
    all.net.routers.lose('client', true, 71);
    all.send();
    expect(one.asked[0]).toBe(`lose ${SERVER} true`);
    expect(one.asked.filter((name) => name.startsWith('lose'))).toHaveLength(1);
    expect((all.recorder.entries[1] as Entry).causes).toEqual(causes);
  });
  test.each([
    [1, [1, 93, 60]],
    [0, [1, 93]],
  ])('whose tables were emptied when there were %i connections', (connections, causes) => {
    const one = engine({ verdict: 'dropped' });
    const all = network({ router: at(one) });
    const rest = { opener: 'client' } as unknown as Parameters<Recorder['connect']>[1];
    for (let i = 0; i < connections; i++) all.recorder.connect('control', rest);
    all.net.routers.expire('edge', 60);
    all.net.routers.expire('client', 61);
    all.send();
    expect(one.asked[0]).toBe('expire 0 true');
    expect(told(all.recorder.entries[0] as Entry)).toBe('table edge 0 [60]');
    expect((all.recorder.entries[2] as Entry).causes).toEqual(causes);
  });
});

describe('a host’s own firewall', () => {
  const row = { table: 'flows', change: 'created' };
  test('lets in', () => {
    const { told: all, entries } = trace({ firewall: engine({ changes: [row], steps: ['s'] }) });
    expect(all.slice(2)).toEqual(['table server 20 [1,92]', 'arrive server 20 [1] hops 1']);
    expect(entries[3]).toMatchObject({ ruling: { from: 'outside', steps: ['s'] } });
  });
  test('lets out', () => {
    const one = engine({});
    const { entries } = trace({ firewall: one }, 'server');
    expect(one.asked).toEqual(['handle inside 0']);
    expect(entries[0]).toMatchObject({ kind: 'transmit', ruling: { from: 'inside', state: 'NEW' } });
  });
  test('keeps out, and answers', () => {
    const { told: all, arrived } = trace({ firewall: engine({ verdict: 'rejected', outputs: [own('outside')] }) });
    expect(all.slice(2)).toEqual([
      'drop server 20 [1,92] hops 1',
      'transmit server 20 [2] hops 0',
      'pass edge 30 [3] hops 1',
      'arrive client 40 [4] hops 1',
    ]);
    expect(arrived).toEqual(['client 5']);
  });
  test('keeps in: the answer is there at once', () => {
    const {
      told: all,
      entries,
      arrived,
    } = trace({ firewall: engine({ verdict: 'rejected', outputs: [own('inside')] }) }, 'server');
    expect(all).toEqual([
      'transmit server 0 [90] hops 0',
      'drop server 0 [0,92] hops 0',
      'transmit server 0 [1] hops 0',
      'arrive server 0 [2] hops 0',
    ]);
    expect([entries[0], entries[2]].map((one) => one && 'again' in one && one.again)).toEqual([false, false]);
    expect(arrived).toEqual(['server 3']);
  });
});
