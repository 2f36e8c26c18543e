/** A host's own firewall: what it drops, refuses and keeps in. */
import { describe, expect, test } from 'vitest';
import { configLines, nftLine } from '../../src/explain/remedies/config';
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { exposure } from '../../src/explain/exposure/exposure';
import { tablesAt } from '../../src/explain/reading/tables';
import { entriesOf, octetsOf, type Trace } from '../../src/trace/trace';
import { seenAt } from '../../src/trace/vantage';
import { decodeIcmp } from '../../src/wire/packet/icmp';
import { isViolation } from '../../src/wire/violation';
import { inWords } from '../../src/strings/en/reasons';
import type { Settings } from '../../src/scenario/knobs/table';
import { scenarioOf, traceOf, outcomeOf } from './boxes';

describe("a host's own firewall", () => {
  const drops = (trace: Trace) => entriesOf(trace, 'drop');

  test("drops what nobody inside asked for at the host, by rule, and the host's TCP never sees it", async () => {
    const trace = await traceOf({ dataMode: 'PORT', 'client.firewall': 'block-inbound' });
    expect(outcomeOf(trace)).toBe('data-connect-timeout');
    expect(new Set(drops(trace).map(({ node, rule, reason }) => `${node} ${rule} ${inWords(reason)}`))).toEqual(
      new Set(['client rule 3 rule 3 (tcp drop) drops it']),
    );
    expect(
      entriesOf(trace, 'arrive').some(
        ({ node, connection }) => node === 'client' && trace.connections[connection!]?.purpose === 'data',
      ),
    ).toBe(false);
    const { filterConfig, rules, flows } = tablesAt(trace, 'client', trace.moments.get('data 1 / dropped SYN')!)!;
    expect(filterConfig.rules).toEqual(['state established,related accept', 'from inside accept', 'tcp drop']);
    expect(rules.map(({ packets, lit }) => [packets > 0, lit])).toEqual([
      [true, false],
      [true, false],
      [true, true],
      [false, false],
    ]);
    expect(flows).toMatchObject([{ state: 'ESTABLISHED' }]);
    expect(diagnose(trace)!.chain.at(-1)).toMatchObject({ knob: 'client.firewall' });
  });

  test('lets in what its kind opens, and answers to what it refuses', async () => {
    expect(outcomeOf(await traceOf({ 'server.firewall': 'control-and-passive' }))).toBe('ok');
    const refused = await traceOf({
      'server.firewall': 'control-only',
      'server.action': 'reject',
      'server.rejectWith': 'icmp-admin-prohibited',
    });
    expect(outcomeOf(refused)).toBe('data-connect-refused');
    const [drop] = drops(refused);
    expect([drop?.node, drop?.rule]).toEqual(['server', 'rule 4']);
    const answer = entriesOf(refused, 'transmit').find(({ causes }) => causes.includes(drop!.n))!;
    const error = decodeIcmp(octetsOf(refused, answer));
    expect(
      isViolation(error)
        ? error.violation
        : [error.ip.source, error.ip.destination, error.icmp.code, error.icmp.offending[8]],
    ).toEqual(['198.51.100.21', '203.0.113.10', 13, 62]);
    expect(outcomeOf(await traceOf({ 'server.firewall': 'control-only', 'server.action': 'reject' }))).toBe(
      'data-connect-refused',
    );
  });

  test("keeps in what it does not let out: a capture at the host's interface does not show it", async () => {
    const trace = await traceOf({
      'server.rules': 'from inside tcp sport 50020-50045 drop',
      'tcp.synLinearTimeouts': 0,
    });
    expect(outcomeOf(trace)).toBe('data-connect-timeout');
    const kept = drops(trace).filter(({ node }) => node === 'server');
    expect(kept.length).toBeGreaterThan(1);
    const packets = new Set(kept.map(({ packet }) => packet));
    expect(entriesOf(trace, 'transmit').filter(({ packet }) => packets.has(packet)).length).toBe(kept.length);
    expect(seenAt(trace, 'server').filter(({ packet }) => packets.has(packet))).toEqual([]);
  });

  test('refuses its own program at once where it rejects, and the answer never leaves the host', async () => {
    const trace = await traceOf({ 'client.rules': 'from inside tcp dport 21 reject with icmp-port-unreachable' });
    expect(outcomeOf(trace)).toBe('no-connection');
    expect(entriesOf(trace, 'told').find(({ told }) => told === 'failed')?.reason).toBe('ECONNREFUSED');
    expect(seenAt(trace, 'client')).toEqual([]);
    expect(trace.entries.at(-1)!.at).toBeLessThan(1000);
  });

  test("is a door of its own, in nftables' words a chain of its own", async () => {
    const knobs: Settings = { 'server.firewall': 'control-only' };
    const doors = exposure(scenarioOf(knobs), await traceOf(knobs)).ports;
    expect(doors.filter(({ edge }) => edge === 'server')).toMatchObject([
      { who: 'anyone', ports: [[21, 21]], answered: [21] },
      { who: 'peer' },
    ]);
    expect(doors.some(({ edge }) => edge === 'client')).toBe(false);
    expect(nftLine('from outside tcp dport 21 accept', 'server')).toBe(
      'nft insert rule inet filter input tcp dport 21 accept',
    );
    expect(configLines('server.firewall', 'control-and-passive', scenarioOf({}))).toContain(
      'ufw: ufw allow 50020:50045/tcp',
    );
  });
});
