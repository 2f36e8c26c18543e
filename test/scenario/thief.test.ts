/** Somebody is at the passive port before the client (RFC 2577 section 8): what he gets, and what stops him. */
import { describe, expect, test } from 'vitest';
import { observed } from '../../src/explain/observed/observed';
import { load } from '../../src/parts';
import type { Settings } from '../../src/scenario/knobs/table';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { emptyScenario, problems, withKnobs } from '../../src/scenario/scenario';
import { entriesOf, type Trace } from '../../src/trace/trace';

async function ran(values: Settings): Promise<Trace> {
  const scenario = withKnobs(emptyScenario, {
    dataMode: 'PASV',
    actions: [{ op: 'list', path: '/' }],
    'server.passiveRange': [50020, 50020],
    'server.allowForeignDataAddress': true,
    ...values,
  });
  expect(problems(scenario)).toEqual([]);
  return run(scenario, await load(needs(scenario)));
}

const secured = { security: 'explicit', 'server.tls': 'required', 'faults.thief': 'tls' } as const;
const loot = (trace: Trace): readonly string[] =>
  entriesOf(trace, 'say').flatMap(({ process, text }) => (process === 'thief' ? [text] : []));
const codes = (trace: Trace): readonly unknown[] =>
  observed(trace)
    .control.map(({ code }) => code)
    .filter((code) => code !== undefined);

describe('a thief at the passive port', () => {
  test('takes a listing that goes in the clear, and the client has none', async () => {
    const trace = await ran({ 'faults.thief': 'plain' });
    expect(loot(trace)).toEqual([expect.stringMatching(/^took 2\d\d octets that were meant for somebody else$/)]);
    expect(observed(trace).achieved).toEqual([false]);
  });
  test('takes it within TLS of his own: encryption alone says nothing of who is there', async () => {
    const trace = await ran(secured);
    expect(loot(trace)).toEqual([expect.stringMatching(/^took 2\d\d octets/)]);
    expect(observed(trace).achieved).toEqual([false]);
  });
  for (const server of ['vsftpd', 'proftpd'] as const) {
    test(`gets nothing from ${server} where the session must be the control connection's own`, async () => {
      const trace = await ran({ ...secured, 'server.software': server, 'server.requireTlsSessionReuse': true });
      expect(loot(trace)).toEqual(['took nothing']);
      expect(codes(trace)).toContain(server === 'vsftpd' ? 522 : 425);
    });
  }
  test("is turned away where only the client's address may come", async () => {
    const trace = await ran({ 'faults.thief': 'plain', 'server.allowForeignDataAddress': false });
    expect(loot(trace)).toEqual(['took nothing']);
    expect(codes(trace)).toContain(425);
  });
  test('comes too late where he guesses wrong', async () => {
    const trace = await ran({ 'faults.thief': 'plain', 'server.passiveRange': [50020, 50045] });
    expect(loot(trace)).toEqual([expect.stringMatching(/^nobody listened, \d+ times$/)]);
    expect(observed(trace).achieved).toEqual([true]);
  });
  test('brings TLS of his own where nobody else speaks it, or is there', async () => {
    const trace = await ran({ 'server.software': 'none', 'server.tls': 'implicit', 'faults.thief': 'tls' });
    expect(observed(trace).outcome).toBe('failed');
  });
});

test.each([
  [21, 'explicit'],
  [990, 'implicit'],
] as const)('a server on both ports: %d, %s', async (port, security) => {
  const trace = await ran({
    'server.tls': 'required',
    'server.alsoImplicit': true,
    'client.connectPort': port,
    security,
  });
  expect(observed(trace)).toMatchObject({ outcome: 'ok', achieved: [true] });
  expect(observed(trace).tls.map(({ established }: { established: boolean }) => established)).toEqual([true, true]);
});
