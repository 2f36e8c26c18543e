/** NOOP, which a client sends to be kept alive. */
import { describe, expect, test } from 'vitest';
import { entriesOf, type Trace } from '../../src/trace/trace';
import type { Settings } from '../../src/scenario/knobs/table';
import { traceOf, outcomeOf } from './boxes';

describe('NOOP as keep-alive', () => {
  const sent = (trace: Trace) =>
    entriesOf(trace, 'message').filter(
      ({ node, way, message }) =>
        node === 'client' && way === 'sent' && message.kind === 'request' && message.name === 'NOOP',
    ).length;
  const whole = (trace: Trace) => trace.files.get('client')?.get('/chart.bin')?.octets.length === 40_000;

  // Pure-FTPd says 226 when its system has taken the file, which is soon.
  test.each(['vsftpd', 'proftpd'] as const)('keeps an edge awake during a long transfer from %s', async (server) => {
    const slow: Settings = {
      'client.software': 'lftp',
      'server.software': server,
      'wan.rateKbit': 64,
      'clientEdge.nat': true,
      'clientEdge.lifetime': 3,
      actions: [{ op: 'get', path: 'chart.bin' }],
    };
    const silent = await traceOf(slow);
    expect([sent(silent), silent.moments.has('control 1 / 226')]).toEqual([0, false]);
    const awake = await traceOf({ ...slow, 'client.noop': 2 });
    expect([outcomeOf(awake), sent(awake), whole(awake), awake.moments.has('control 1 / 226')]).toEqual([
      'ok',
      2,
      true,
      true,
    ]);
  });

  test("its replies are taken for no other's, whenever they come", async () => {
    const trace = await traceOf({
      'client.software': 'lftp',
      'wan.rateKbit': 64,
      'client.noop': 1,
      actions: [
        { op: 'get', path: 'chart.bin' },
        { op: 'put', path: 'notes.txt' },
        { op: 'list', path: '/' },
      ],
    });
    expect(outcomeOf(trace)).toBe('ok');
    expect(sent(trace)).toBeGreaterThan(3);
    expect(entriesOf(trace, 'violation')).toEqual([]);
  });

  test('keeps a server from hanging up on a user who thinks', async () => {
    const thoughtful: Settings = {
      'client.software': 'filezilla',
      'server.idleTimeout': 30,
      actions: [
        { op: 'list', path: '/' },
        { op: 'wait', seconds: 100 },
        { op: 'get', path: 'hello.txt' },
      ],
    };
    expect((await traceOf(thoughtful)).moments.has('control 1 / 421')).toBe(true);
    const awake = await traceOf({ ...thoughtful, 'client.noop': 20 });
    expect([outcomeOf(awake), sent(awake), awake.moments.has('control 1 / 421')]).toEqual(['ok', 4, false]);
  });

  test('is nothing that curl could be told', async () => {
    expect(
      sent(await traceOf({ 'client.noop': 1, 'wan.rateKbit': 64, actions: [{ op: 'get', path: 'chart.bin' }] })),
    ).toBe(0);
  });
});
