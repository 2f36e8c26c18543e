import { describe, expect, it } from 'vitest';
import { allowsFor } from '../../src/explain/remedies/allows';
import { edgesOf, tablesAt, type EdgeTables } from '../../src/explain/reading/tables';
import { load } from '../../src/parts';
import type { KnobValue } from '../../src/scenario/values/knob';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Trace } from '../../src/trace/trace';

async function traceOf(knobs: Readonly<Record<string, KnobValue>>): Promise<Trace> {
  const scenario = { knobs, interventions: [] };
  return run(scenario, await load(needs(scenario)));
}

const at = (trace: Trace, node: string, moment: string, from?: string): EdgeTables =>
  tablesAt(trace, node, trace.moments.get(moment)!, from === undefined ? undefined : trace.moments.get(from))!;

/** Rows as `1* state: what`; a star is lit, a dagger gone. */
const rows = (lines: EdgeTables['flows']): string[] =>
  lines.map(({ id, state, what, lit, gone }) => `${id}${lit ? '*' : ''}${gone ? '†' : ''} ${state}: ${what}`);

describe('the tables of an edge', () => {
  it('of one that only routes are empty, and hosts have none', async () => {
    const trace = await traceOf({});
    expect(edgesOf(trace)).toEqual(['clientEdge', 'serverEdge']);
    expect(at(trace, 'clientEdge', 'end')).toMatchObject({
      flows: [],
      mappings: [],
      expectations: [],
      filterConfig: { nat: null, helper: null, forwards: [] },
    });
    expect(at(trace, 'clientEdge', 'end').rules.map(({ number, text }) => [number, text])).toEqual([[null, 'accept']]);
    expect(tablesAt(trace, 'client', 0)).toBeNull();
    expect(tablesAt(trace, 'wan', 0)).toBeNull();
  });

  it('light the rule that drops a SYN, and count its packets', async () => {
    const trace = await traceOf({ dataMode: 'PORT', 'clientEdge.firewall': 'block-inbound' });
    const { rules } = at(trace, 'clientEdge', 'data 1 / dropped SYN');
    expect(rules.map(({ number, text }) => [number, text])).toEqual([
      [1, 'state established,related accept'],
      [2, 'from inside accept'],
      [3, 'tcp drop'],
      [null, 'accept'],
    ]);
    expect(rules.map(({ lit }) => lit)).toEqual([false, false, true, false]);
    expect(rules[2]).toMatchObject({
      packets: 1,
      over: 'NEW, from outside',
      entry: trace.moments.get('data 1 / dropped SYN'),
    });
    expect(at(trace, 'clientEdge', 'data 1 / dropped SYN #2').rules[2]).toMatchObject({ packets: 2 });
    expect(
      at(trace, 'clientEdge', 'control 1 / SYN').rules.every(({ entry, packets }) => entry === null && packets === 0),
    ).toBe(true);
  });

  it('show flow, mapping and expectation as they come, and as they go', async () => {
    const trace = await traceOf({ dataMode: 'PORT', 'clientEdge.nat': true, 'clientEdge.ftpHelper': true });
    const port = trace.connections[0]!.local.port;
    const opened = at(trace, 'clientEdge', 'control 1 / USER');
    expect(opened.filterConfig).toMatchObject({ nat: '203.0.113.7', helper: 21 });
    expect(rows(opened.flows)).toEqual([`1 ESTABLISHED: 192.168.1.10:${port} > 198.51.100.21:21`]);
    expect(opened.flows[0]?.more).toContain(`replies 198.51.100.21:21 > 203.0.113.7:${port}`);
    expect(rows(opened.mappings)).toEqual([`1 established: 192.168.1.10:${port} ⇄ 203.0.113.7:${port}`]);
    const asked = at(trace, 'clientEdge', 'control 1 / 200', 'control 1 / PORT');
    const data = trace.connections[1]!.remote.port;
    expect(rows(asked.expectations)).toEqual([`1* waiting: 198.51.100.21 > 203.0.113.7:${data}`]);
    expect(asked.expectations[0]?.left).toBeGreaterThan(299_000_000);
    const met = at(trace, 'clientEdge', 'data 1 / SYN,ACK', 'data 1 / SYN');
    expect(rows(met.expectations)).toEqual([`1*† waiting: 198.51.100.21 > 203.0.113.7:${data}`]);
    expect(met.flows.map(({ id, lit, more }) => [id, lit, more.includes('expected by flow 1')])).toEqual([
      [1, false, false],
      [2, true, true],
    ]);
    expect(at(trace, 'clientEdge', 'control 1 / 226').expectations).toEqual([]);
  });

  it("tell forwards, and rules of one's own", async () => {
    const trace = await traceOf({
      'serverEdge.nat': true,
      'serverEdge.rules': 'from outside tcp dport 21 accept; drop',
    });
    expect(at(trace, 'serverEdge', 'end').filterConfig).toMatchObject({
      forwards: ['21 to 10.0.0.21:21', '50020-50045 to 10.0.0.21:50020-50045'],
      rules: ['from outside tcp dport 21 accept', 'drop'],
    });
  });

  it('are a function of the cursor: each row lit once, when its entry is passed', async () => {
    const trace = await traceOf({ 'clientEdge.nat': true, 'clientEdge.firewall': 'block-inbound' });
    for (const entry of trace.entries) {
      if (entry.kind !== 'table' || entry.node === null) continue;
      const tables = tablesAt(trace, entry.node, entry.n)!;
      const lit = [...tables.flows, ...tables.mappings, ...tables.expectations].filter((row) => row.lit);
      expect(lit.map((row) => row.entry)).toEqual([entry.n]);
    }
  });
});

describe('allows', () => {
  it('ask once for what was dropped again and again, and mend the run', async () => {
    const knobs = { dataMode: 'PORT', 'clientEdge.firewall': 'block-inbound' };
    const trace = await traceOf(knobs);
    expect(trace.moments.has('action 1 / achieved')).toBe(false);
    const [allow, ...more] = allowsFor(trace);
    expect(more).toEqual([]);
    expect(allow).toMatchObject({ node: 'clientEdge', before: 3 });
    expect(allow?.rule).toMatch(/^from outside source 198\.51\.100\.21\/32 tcp sport 20 dport \d+ accept$/);
    const mended = await traceOf({ ...knobs, 'clientEdge.rules': allow!.rules });
    expect(mended.moments.has('action 1 / achieved')).toBe(true);
  });

  it('of a run without drops are none', async () => {
    expect(allowsFor(await traceOf({}))).toEqual([]);
  });
});
