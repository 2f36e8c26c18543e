/** The table of symptoms that logs are told by. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../src/explain/diagnosis/failure';
import { settled } from '../../src/explain/logs/recognise';
import { SIGNS, STAGES } from '../../src/explain/logs/signs';
import { SYMPTOMS } from '../../src/explain/logs/symptoms';
import { toLink } from '../../src/scenario/text/link';
import { ran, scenarioOf, sections } from './symptom';
import { row } from './logs';

describe('the table of symptoms', () => {
  test('names each once, and signs that exist', () => {
    expect(new Set(SYMPTOMS.map(({ id }) => id)).size).toBe(SYMPTOMS.length);
    const derived = [
      'spoke',
      'told',
      'named',
      'private227',
      'loopback227',
      'privatePort',
      'publicPort',
      'foreignPort',
      'lowPort',
      'endedAt227',
    ];
    const stages = ['dialling', ...STAGES.map(({ stage }) => stage)];
    const known = new Set([
      ...derived,
      ...SIGNS.flatMap(({ name }) => [name, ...stages.map((stage) => `${name}@${stage}`)]),
    ]);
    for (const { id, shown } of SYMPTOMS)
      for (const { by, without = [] } of shown)
        for (const sign of [...by, ...without]) expect([id, known.has(sign) ? sign : null]).toEqual([id, sign]);
  });

  test.for(SYMPTOMS.map(({ id }) => id))('%s: the scenario ends as the row says', async (id) => {
    const scenario = settled(row(id).replay)!;
    expect(scenario).not.toBeNull();
    expect(row(id).ends).toContain(failureOf(await ran(scenario))?.outcome);
  });

  const CLASSIC: readonly (readonly [string, string])[] = [
    ['private-address-in-227', 'The server tells its private address in 227, and'],
    ['loopback-in-227', 'The server tells 127.0.0.1'],
    ['passive-ports-closed', 'The passive ports are closed, silently'],
    ['passive-ports-not-forwarded', 'The passive ports are not forwarded'],
    ['port-behind-nat-refused', 'PORT behind NAT is refused'],
    ['port-behind-nat-hangs', 'PORT behind NAT hangs'],
    ['active-blocked', "The client's firewall drops"],
    ['active-rejected', "The client's firewall rejects"],
    ['control-port-closed', 'Nothing listens on port 21'],
    ['control-port-elsewhere', 'The server listens on another port'],
    ['control-port-filtered', 'Port 21 is filtered'],
    ['wrong-password', 'The password is wrong.'],
    ['not-writable', 'The server is read only'],
    ['no-such-file', 'The file is not there'],
    ['too-many-connections', 'One connection too many'],
    ['foreign-port-refused', 'A PORT that names somebody else'],
    ['idle-timeout', 'The session was idle'],
    ['second-source-address', '425 from a second source address'],
    ['passive-ports-exhausted', 'The passive ports are exhausted'],
    ['control-forgotten', 'The control connection is idle during a long transfer'],
    ['tls-required', 'The server wants TLS'],
    ['tls-unavailable', 'The client asks for TLS, and the server has none'],
  ];
  const classics = sections(readFileSync(new URL('symptoms.txt', import.meta.url), 'utf8'));
  test.each(CLASSIC)('%s is the classic "%s"', (id, title) => {
    const section = classics.find((one) => one.title.startsWith(title));
    expect(toLink(settled(row(id).replay)!, null)).toBe(toLink(scenarioOf(section!.scenario), null));
  });
});
