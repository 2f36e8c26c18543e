/** Faults that knobs stand for, and what idleness and a filter of the provider do. */
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/scenario/knobs/table';
import { emptyScenario, fork, withKnob, withKnobs, type Scenario } from '../../src/scenario/scenario';
import { entriesOf, type Trace } from '../../src/trace/trace';
import { inWords } from '../../src/strings/en/reasons';
import { parent, ran, root, owesTo, said, whole } from './forked';

describe('faults as knobs', () => {
  const lost = (knobs: Settings) =>
    entriesOf(ran(withKnobs(parent, { actions: [{ op: 'put', path: 'notes.txt' }], ...knobs })), 'drop');
  test.each([
    ['clientEdge', 'to-client'],
    ['clientEdge', 'to-server'],
    ['serverEdge', 'to-client'],
    ['serverEdge', 'to-server'],
  ] as const)('a FIN lost at %s on its way %s', (at, direction) => {
    const drops = lost({ 'faults.drop': 'fin', 'faults.at': at, 'faults.direction': direction });
    expect(drops.map(({ node, reason }) => [node, inWords(reason)])).toEqual([[at, 'the fault loses fin number 1']]);
  });
  test('data to the server', () => {
    expect(lost({ 'faults.drop': 'data' })).toEqual([]);
    expect(lost({ 'faults.drop': 'data', 'faults.direction': 'to-server' })).toHaveLength(1);
  });
});

test('a provider that filters port 5060 stops a session that draws it, and no other', () => {
  const on = (port: number) =>
    ran(
      withKnob(
        withKnob(withKnob(emptyScenario, 'wan.filteredPorts', [5060]), 'server.passiveRange', [port, port]),
        'actions',
        [{ op: 'get', path: 'hello.txt' }],
      ),
    );
  expect([whole(on(5061)), whole(on(5060))]).toEqual([true, false]);
  const drops = entriesOf(on(5060), 'drop');
  const knob = entriesOf(on(5060), 'knob').find((entry) => entry.knob === 'wan.filteredPorts');
  expect(drops.every((drop) => drop.node === 'wan' && drop.causes.includes(knob?.n ?? -1))).toBe(true);
  expect(said(on(5060))[0]).toMatch(/^curl: \(28\)/);
});

describe('an edge that forgets idle connections', () => {
  // Five seconds of transfer, in which the control connection is silent; then the server's 226 comes from outside.
  const slow = (knobs: Settings) =>
    ran(
      withKnobs(emptyScenario, {
        'wan.rateKbit': 64,
        'clientEdge.nat': true,
        actions: [{ op: 'get', path: 'chart.bin' }],
        ...knobs,
      }),
    );
  const read226 = (trace: Trace) => trace.moments.has('control 1 / 226');
  test('has no mapping left for the last reply of a long transfer', () => {
    expect(read226(slow({}))).toBe(true);
    const trace = slow({ 'clientEdge.lifetime': 3 });
    expect(read226(trace)).toBe(false);
    const lifetime = entriesOf(trace, 'knob').find((entry) => entry.knob === 'clientEdge.lifetime');
    const refused = entriesOf(trace, 'drop').find(({ node }) => node === 'clientEdge');
    expect(owesTo(trace, refused?.n, lifetime?.n ?? -1)).toBe(true);
  });
  test('remembers one whose client keeps it alive', () => {
    expect(read226(slow({ 'clientEdge.lifetime': 3, 'client.keepAlive': 1 }))).toBe(true);
    expect(read226(slow({ 'clientEdge.lifetime': 3, 'client.keepAlive': 60 }))).toBe(false);
  });
});

test('a client that keeps alive finds out that the other end is cut off', () => {
  // Long enough that the file is still under way.
  const long = withKnob(withKnob(parent, 'actions', [{ op: 'get', path: 'chart.bin' }]), 'wan.rateKbit', 64);
  const knobs = withKnob(long, 'client.keepAlive', 60);
  const ends = (scenario: Scenario) =>
    entriesOf(ran(fork(scenario, 'control 1 / 150', 'cut')), 'exit')
      .filter(({ node }) => node === 'client')
      .map(({ at }) => Math.round(at / 60e6));
  expect(ends(long)).toEqual([]);
  expect(ends(knobs)).toEqual([10]); // a minute of silence, and nine probes unanswered
});

test('a port that the provider begins to filter stops what goes there, until it is mended', () => {
  const { port } = ran(parent).connections[1]!.remote;
  const filtered = fork(parent, 'control 1 / 227', { do: 'filter', port });
  const trace = ran(filtered);
  expect(whole(trace)).toBe(false);
  const drops = entriesOf(trace, 'drop');
  expect(new Set(drops.map(({ node, rule }) => `${node} ${rule}`))).toEqual(new Set(['wan filtered ports']));
  expect(drops.every(({ n }) => owesTo(trace, n, root(trace)))).toBe(true);
  expect(whole(ran(fork(filtered, 'data 1 / dropped SYN', { do: 'mend' })))).toBe(true);
});
