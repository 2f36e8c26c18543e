/** The FTP helper of an edge: the port that it reads, and what TLS leaves it to read. */
import { describe, expect, test } from 'vitest';
import { configLines } from '../../src/explain/remedies/config';
import { tablesAt } from '../../src/explain/reading/tables';
import { entriesOf, type Trace } from '../../src/trace/trace';
import type { Settings } from '../../src/scenario/knobs/table';
import { scenarioOf, traceOf, outcomeOf } from './boxes';

describe("the FTP helper's port", () => {
  const active: Settings = {
    dataMode: 'PORT',
    'clientEdge.nat': true,
    'clientEdge.ftpHelper': true,
    'server.controlPort': 2121,
    'client.connectPort': 2121,
  };

  test('a control connection on another port is not read, until the helper is assigned to it', async () => {
    expect(outcomeOf(await traceOf(active))).toBe('port-command-refused');
    const trace = await traceOf({ ...active, 'clientEdge.helperPort': 2121 });
    expect(outcomeOf(trace)).toBe('ok');
    expect(tablesAt(trace, 'clientEdge', trace.moments.get('control 1 / PORT')!)).toMatchObject({
      filterConfig: { helper: 2121 },
      flows: [{ eye: 'open' }],
    });
  });

  test("at the server's edge it is the port behind the forward", async () => {
    const passive: Settings = {
      'serverEdge.nat': true,
      'serverEdge.ftpHelper': true,
      'serverEdge.forwards': '21 to 2121',
      'server.controlPort': 2121,
      'client.skipPasvAddress': 'false',
    };
    expect(outcomeOf(await traceOf(passive))).not.toBe('ok');
    expect(outcomeOf(await traceOf({ ...passive, 'serverEdge.helperPort': 2121 }))).toBe('ok');
  });

  test('stands in the lines for nft and iptables', () => {
    expect(
      configLines('clientEdge.helperPort', 2121, scenarioOf({ ...active, 'clientEdge.helperPort': 2121 })).join('\n'),
    ).toContain('tcp dport 2121 ct helper set "ftp"');
    expect(
      configLines('serverEdge.ftpHelper', true, scenarioOf({ 'serverEdge.ftpHelper': true })).join('\n'),
    ).toContain('tcp dport 21 ct helper set "ftp"');
  });
});

describe('a helper on a connection that becomes TLS', () => {
  const secured: Settings = {
    dataMode: 'PORT',
    security: 'explicit',
    'clientEdge.nat': true,
    'clientEdge.ftpHelper': true,
    'server.tls': 'optional',
  };
  const eyeAt = (trace: Trace, moment: string) =>
    tablesAt(trace, 'clientEdge', trace.moments.get(moment)!)!.flows.find(({ id }) => id === 1)?.eye;

  test('reads until then, and no more', async () => {
    const trace = await traceOf(secured);
    expect(eyeAt(trace, 'control 1 / AUTH')).toBe('open');
    expect(eyeAt(trace, 'control 1 / PORT')).toBe('shut');
    expect(entriesOf(trace, 'table').filter(({ row }) => row.table === 'expectation')).toEqual([]);
  });

  test('reads again after CCC, and lets the data connection in', async () => {
    const trace = await traceOf({ ...secured, 'server.software': 'proftpd', 'tls.clearControlAfterLogin': true });
    expect(eyeAt(trace, 'control 1 / CCC')).toBe('shut');
    expect(eyeAt(trace, 'control 1 / 150')).toBe('open');
    expect(
      entriesOf(trace, 'table')
        .filter(({ row }) => row.table === 'expectation')
        .map(({ row }) => row.change),
    ).toEqual(['new', 'used']);
  });
});
