import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { load } from '../../src/parts';
import { formatValue } from '../../src/scenario/values/knob';
import { neighbours } from '../../src/scenario/knobs/near';
import { knobNamed, knobs } from '../../src/scenario/knobs/knobs';
import type { KnobName } from '../../src/scenario/knobs/table';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { needs, type Parts } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { type Scenario, applies, emptyScenario, fork, problems, valueOf, withKnob } from '../../src/scenario/scenario';
import { entriesOf, type Trace } from '../../src/trace/trace';

let parts: Parts;
beforeAll(async () => {
  // Every program there is: the tests below go through all values of all knobs.
  const programs = (['client.software', 'server.software'] as const).flatMap((name) =>
    (knobNamed(name).values ?? []).map((value) => withKnob<KnobName>(emptyScenario, name, value)),
  );
  parts = await load([...new Set([...programs.flatMap(needs), 'tls' as const])]);
});

const full = withKnob(emptyScenario, 'actions', [
  { op: 'list', path: '/' },
  { op: 'get', path: 'hello.txt' },
  { op: 'put', path: 'notes.txt' },
]);
const ran = (scenario: Scenario): Trace => run(scenario, parts);
const octets = (trace: Trace, node: string, path: string) => trace.files.get(node)?.get(path)?.octets;

describe.each(['PASV', 'EPSV', 'PORT', 'EPRT'] as const)('%s', (dataMode) => {
  const scenario = withKnob(full, 'dataMode', dataMode);
  test('brings the files whole, both ways', () => {
    const trace = ran(scenario);
    expect(octets(trace, 'client', '/hello.txt')).toEqual(octets(trace, 'server', '/hello.txt'));
    expect(octets(trace, 'server', '/notes.txt')).toEqual(octets(trace, 'client', '/notes.txt'));
    expect(octets(trace, 'client', '/hello.txt')).toHaveLength(300);
    expect(entriesOf(trace, 'violation').map(({ reason }) => reason.code)).toEqual([]);
    expect(trace.end).toBe('quiescent');
  });
  test('who opens the data connection is who the mode says', () => {
    const openers = ran(scenario)
      .connections.filter(({ purpose }) => purpose === 'data')
      .map(({ opener }) => opener);
    expect(openers).toEqual(Array(3).fill(dataMode === 'PASV' || dataMode === 'EPSV' ? 'client' : 'server'));
  });
});

test('IPv6 with EPSV and EPRT brings the files too', () => {
  for (const dataMode of ['EPSV', 'EPRT'] as const) {
    const trace = ran(withKnob(withKnob(full, 'ipVersion', 6), 'dataMode', dataMode));
    expect(octets(trace, 'client', '/hello.txt')).toHaveLength(300);
  }
});

test('the same scenario gives the same trace, octet for octet, also from its link and in a clone', () => {
  const one = ran(full);
  expect(ran(fromLink(toLink(full, null)).scenario)).toEqual(one);
  expect(structuredClone(one)).toEqual(one);
});

test('another seed changes ports and sequence numbers and nothing of the story', () => {
  const [one, other] = [ran(full), ran(withKnob(full, 'seed', 2))];
  expect(other.connections.map(({ iss }) => iss)).not.toEqual(one.connections.map(({ iss }) => iss));
  expect([...other.moments.keys()]).toEqual([...one.moments.keys()]);
});

describe('fork', () => {
  const parent = withKnob(emptyScenario, 'actions', [{ op: 'list', path: '/' }]);
  test("leaves the parent's prefix identical, at any moment that a segment makes", () => {
    const trace = ran(parent);
    const moments = [...trace.moments].filter(([, n]) => trace.entries[n]?.kind === 'transmit');
    fc.assert(
      fc.property(fc.constantFrom(...moments), ([moment, n]) => {
        const child = ran(fork(parent, moment, 'drop'));
        expect(child.entries.slice(0, n + 1)).toEqual(trace.entries.slice(0, n + 1));
        const drop = entriesOf(child, 'drop')[0];
        expect(drop?.packet).toBe((trace.entries[n] as { packet?: number }).packet);
        expect(child.end).toBe('quiescent');
      }),
      { numRuns: 25 },
    );
  });
  test("a cut link ends in the client's own words", () => {
    const child = ran(fork(parent, 'control 1 / PASV', 'cut'));
    expect(entriesOf(child, 'exit').find((entry) => entry.node === 'client')?.code).not.toBe(0);
    expect(entriesOf(child, 'say').some((entry) => entry.to === 'user')).toBe(true);
  });
});

describe('causes', () => {
  test('every entry is caused by earlier ones; roots are knobs, interventions, listeners and the end', () => {
    const trace = ran(fork(full, 'data 1 / SYN', 'drop'));
    for (const entry of trace.entries) {
      for (const cause of entry.causes) expect(cause).toBeLessThan(entry.n);
      if (entry.causes.length === 0) expect(['knob', 'intervention', 'end']).toContain(entry.kind);
    }
  });
  test('a knob that means nothing for the rest is not read', () => {
    const read = entriesOf(ran(full), 'knob').map((entry) => entry.knob);
    for (const knob of knobs) if (!applies(full, knob)) expect(read).not.toContain(knob.name);
    expect(read).toContain('dataMode');
  });
});

test('each single change of each knob runs to a named end, with no exception', () => {
  for (const knob of knobs) {
    for (const value of neighbours(knob, valueOf(emptyScenario, knob.name))) {
      const scenario = withKnob(emptyScenario, knob.name, value);
      if (problems(scenario).length > 0) continue;
      expect([formatValue(knob, value), ran(scenario).end]).toEqual([formatValue(knob, value), 'quiescent']);
    }
  }
});

test('nothing listens: the client reads that its connection was refused', () => {
  const trace = ran(withKnob(emptyScenario, 'server.software', 'none'));
  expect(entriesOf(trace, 'say').map((entry) => entry.text)[0]).toMatch(/^curl: \(7\)/);
});
