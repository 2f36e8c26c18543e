/** A carrier's NAT beyond the client's edge. */
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { observed } from '../../src/explain/observed/observed';
import { tablesAt } from '../../src/explain/reading/tables';
import { entriesOf } from '../../src/trace/trace';
import type { Settings } from '../../src/scenario/knobs/table';
import { traceOf, outcomeOf } from './boxes';

describe("a carrier's NAT beyond the client's edge", () => {
  const double: Settings = { 'clientEdge.nat': true, 'carrier.nat': true };

  test('stands between edge and network, and translates a second time', async () => {
    const trace = await traceOf(double);
    expect(trace.nodes.map(({ id }) => id)).toEqual(['client', 'clientEdge', 'carrier', 'wan', 'serverEdge', 'server']);
    expect(outcomeOf(trace)).toBe('ok');
    const port = trace.connections[0]!.local.port;
    const mappings = (node: string) =>
      tablesAt(trace, node, trace.moments.get('control 1 / USER')!)!.mappings.map(({ what, more }) => [what, ...more]);
    expect(mappings('clientEdge')).toEqual([[`192.168.1.10:${port} ⇄ 100.64.7.2:${port}`, 'for 198.51.100.21:21']]);
    expect(mappings('carrier')).toEqual([[`100.64.7.2:${port} ⇄ 203.0.113.7:${port}`]]);
    expect(observed(trace).rewrites.filter(({ field }) => field === 'source-address')[0]).toMatchObject({
      at: 'clientEdge, carrier',
      before: '192.168.1.10',
      after: '203.0.113.7',
    });
    expect(new Set(observed(trace).conntrack.map(({ at }) => at))).toEqual(new Set(['clientEdge', 'carrier']));
  });

  test("makes PORT fail although the inner helper reads it, which writes in the carrier's own address", async () => {
    const active: Settings = { ...double, dataMode: 'PORT', 'clientEdge.ftpHelper': true };
    const trace = await traceOf(active);
    expect(outcomeOf(trace)).toBe('port-command-refused');
    const heard = entriesOf(trace, 'message').find(
      ({ node, message }) => node === 'server' && message.kind === 'request' && message.name === 'PORT',
    )!.message;
    expect('argument' in heard ? heard.argument : null).toMatch(/^100,64,7,2,/);
    expect(diagnose(trace)!.chain.at(-1)?.knob).toBe('carrier.nat');
    expect(outcomeOf(await traceOf({ ...active, 'carrier.nat': false }))).toBe('ok');
  });

  test('a server that dials it all the same finds no way there, or an edge that nobody told of it', async () => {
    const promiscuous = await traceOf({
      ...double,
      dataMode: 'PORT',
      'clientEdge.ftpHelper': true,
      'server.allowForeignPortAddress': true,
      'server.activeDataPort': 'ephemeral',
    });
    expect(entriesOf(promiscuous, 'drop')[0]).toMatchObject({ node: 'serverEdge', rule: null });
    expect(diagnose(promiscuous)!.chain.at(-1)?.knob).toBe('carrier.nat');
    const repaired = await traceOf({ ...double, dataMode: 'PORT', 'server.software': 'proftpd' });
    expect(entriesOf(repaired, 'drop')[0]).toMatchObject({ node: 'carrier' });
  });

  test('carries a passive session whatever its mapping depends on', async () => {
    for (const mapping of ['endpoint-independent', 'address-dependent', 'address-and-port-dependent'] as const)
      expect(outcomeOf(await traceOf({ ...double, 'carrier.mapping': mapping }))).toBe('ok');
  });

  test('forgets idle connections in its own time', async () => {
    const slow: Settings = { ...double, 'wan.rateKbit': 64, actions: [{ op: 'get', path: 'chart.bin' }] };
    expect((await traceOf(slow)).moments.has('control 1 / 226')).toBe(true);
    const forgotten = await traceOf({ ...slow, 'carrier.lifetime': 3 });
    expect(forgotten.moments.has('control 1 / 226')).toBe(false);
    expect(diagnose(forgotten)!.chain.at(-1)?.knob).toBe('carrier.lifetime');
  });
});
