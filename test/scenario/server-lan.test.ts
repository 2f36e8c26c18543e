/** A client on the server's own network: past the edge, by the hairpin, and with an address for the LAN. */
import { describe, expect, test } from 'vitest';
import { configLines } from '../../src/explain/remedies/config';
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { observed } from '../../src/explain/observed/observed';
import { octetsOf } from '../../src/trace/trace';
import { seenAt } from '../../src/trace/vantage';
import type { Settings } from '../../src/scenario/knobs/table';
import { scenarioOf, traceOf, outcomeOf } from './boxes';

describe("a client on the server's own network", () => {
  const lan: Settings = { 'client.place': 'server-lan', 'serverEdge.nat': true };
  const inside: Settings = { ...lan, 'client.called': 'private', 'client.skipPasvAddress': 'false' };

  test('reaches the server past the edge, which sees none of it', async () => {
    const trace = await traceOf({ ...lan, 'client.called': 'private' });
    expect(trace.nodes.map(({ id }) => id)).toEqual(['client', 'lan', 'server', 'serverEdge', 'wan']);
    expect(outcomeOf(trace)).toBe('ok');
    expect(trace.entries.some(({ node }) => node === 'serverEdge' || node === 'wan')).toBe(false);
  });

  test('finds nobody at the public address, unless the edge hands it back by the hairpin', async () => {
    const trace = await traceOf(lan);
    expect(outcomeOf(trace)).toBe('control-connect-refused');
    expect(diagnose(trace)!.chain.at(-1)?.knob).toBe('serverEdge.hairpin');
    const back = await traceOf({ ...lan, 'serverEdge.hairpin': true });
    expect(outcomeOf(back)).toBe('ok');
    const [peer] = observed(back).connections;
    expect(JSON.stringify(peer)).toContain('198.51.100.21');
    const heard = seenAt(back, 'server').find(({ kind }) => kind === 'arrive')!;
    expect(octetsOf(back, heard).subarray(12, 20)).toEqual(Uint8Array.from([198, 51, 100, 21, 10, 0, 0, 21]));
  });

  test('is told the address for the Internet, which is wrong here; another one for the LAN is right', async () => {
    const told: Settings = { ...inside, 'server.software': 'proftpd', 'server.passiveAddress': '198.51.100.21' };
    expect(outcomeOf(await traceOf({ ...told, 'client.place': 'internet' }))).toBe('ok');
    const wrong = await traceOf(told);
    expect(outcomeOf(wrong)).toBe('data-connect-refused');
    expect(diagnose(wrong)!.chain.map(({ knob }) => knob)).toContain('server.passiveAddressLan');
    const both: Settings = { ...told, 'server.passiveAddressLan': '10.0.0.21' };
    expect(outcomeOf(await traceOf(both))).toBe('ok');
    expect(outcomeOf(await traceOf({ ...both, 'client.place': 'internet' }))).toBe('ok');
    expect(configLines('server.passiveAddressLan', '10.0.0.21', scenarioOf(both))).toContain('proftpd: <IfClass lan>');
  });

  test('is taken for a stranger by a server that sees the edge dial for it', async () => {
    const told: Settings = { ...inside, 'server.passiveAddress': '198.51.100.21', 'serverEdge.hairpin': true };
    expect(outcomeOf(await traceOf(told))).not.toBe('ok');
    expect(outcomeOf(await traceOf({ ...told, 'server.allowForeignDataAddress': true }))).toBe('ok');
  });
});
