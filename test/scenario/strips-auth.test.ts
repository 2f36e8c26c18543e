/**
 * A box on the wide network writes over AUTH (RFC 7457 section 2.1): who insists on TLS fails by name, who does not
 * gives the password away.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { clearSecrets } from '../../src/explain/reading/clear';
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { entriesOf, octetsOf, type Trace } from '../../src/trace/trace';
import { decodePacket } from '../../src/wire/packet/packet';
import { textOf } from '../../src/wire/text/text';
import { isViolation } from '../../src/wire/violation';
import { ran, scenarioOf } from '../explain/symptom';

const stripped = (...more: readonly string[]): Promise<Trace> =>
  ran(scenarioOf(['security: explicit', 'wan.stripsAuth: true', 'server.tls: optional', ...more]));
const exitOf = (trace: Trace): number | undefined =>
  entriesOf(trace, 'exit').find(({ node }) => node === 'client')?.code ?? undefined;
const verbs = (trace: Trace, node: string, way: 'sent' | 'received'): readonly string[] =>
  entriesOf(trace, 'message')
    .filter((entry) => entry.node === node && entry.way === way)
    .flatMap(({ message }) => (message.kind === 'request' ? [message.name] : []));

describe.each(['curl', 'lftp'])('%s', (software) => {
  let insists: Trace;
  let givesIn: Trace;
  beforeAll(async () => {
    insists = await stripped(`client.software: ${software}`);
    givesIn = await stripped(`client.software: ${software}`, 'tls.insists: false');
  });

  test('insists: it leaves before it says who it is, and why names the box', () => {
    expect(verbs(insists, 'client', 'sent')).toContain('AUTH');
    expect(verbs(insists, 'server', 'received')).not.toContain('AUTH');
    expect(verbs(insists, 'server', 'received')).toContain('XXXX');
    expect(verbs(insists, 'client', 'sent')).not.toContain('PASS');
    expect(clearSecrets(insists)).toEqual([]);
    expect(exitOf(insists)).not.toBe(0);
    expect(diagnose(insists)?.chain.at(-1)?.knob).toBe('wan.stripsAuth');
  });
  test('gives in: all is well, and whoever listens has the password', () => {
    expect(exitOf(givesIn)).toBe(0);
    expect(diagnose(givesIn)).toBeNull();
    const password = clearSecrets(givesIn).find(({ what }) => what === 'password');
    expect(password?.links.flat()).toContain('wan');
    expect(clearSecrets(givesIn).map(({ what }) => what)).toContain('listing');
  });
  test('without the box the same client, for all its giving in, is secured', async () => {
    const trace = await ran(
      scenarioOf(['security: explicit', 'server.tls: optional', `client.software: ${software}`, 'tls.insists: false']),
    );
    expect(verbs(trace, 'server', 'received')).toContain('AUTH');
    expect(clearSecrets(trace)).toEqual([]);
  });
  test('the box changes four octets, and leaves a packet whose checksums and lengths are right', () => {
    const rewritten = entriesOf(insists, 'pass').filter(({ changes }) =>
      changes.some(({ field }) => field === 'AUTH-verb'),
    );
    expect(rewritten.length).toBe(verbs(insists, 'client', 'sent').filter((verb) => verb === 'AUTH').length);
    for (const entry of rewritten) {
      const [after, before] = [
        decodePacket(octetsOf(insists, entry)),
        decodePacket(octetsOf(insists, { ...entry, packet: entry.rewritten ?? -1 })),
      ];
      if (isViolation(after) || isViolation(before)) throw new Error('no packet');
      expect(textOf(after.tcp.payload)).toBe(textOf(before.tcp.payload).replace('AUTH', 'XXXX'));
      expect({ ...after.tcp, payload: null }).toEqual({ ...before.tcp, payload: null });
      expect({ ...after.ip, ttl: 0 }).toEqual({ ...before.ip, ttl: 0 });
    }
  });
});

test('implicit TLS has no AUTH to strip', async () => {
  const trace = await ran(
    scenarioOf([
      'security: implicit',
      'wan.stripsAuth: true',
      'server.tls: implicit',
      'server.controlPort: 990',
      'client.connectPort: 990',
    ]),
  );
  expect(exitOf(trace)).toBe(0);
});
