/** lftp with our servers, over TLS. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { violationsOf } from '../../src/live/entry';
import { skipped } from '../skip';
import { downloads, sameOctets } from './files';
import { learner } from '../ftp/setups';
import { run, type Ended } from './programs';
import { names, heavy, light, server, at, start, handshakes, breaks, stored, programs, manners } from './ftps';

describe.skipIf(skipped('lftp'))('lftp', () => {
  const session = async (
    scheme: 'ftp' | 'ftps',
    settings: Readonly<Record<string, string>>,
    work: readonly string[],
  ): Promise<Ended> =>
    run('lftp', [
      '--norc',
      '-c',
      [
        ...Object.entries({
          'net:timeout': '20',
          'net:max-retries': '1',
          'ssl:ca-file': at('ca.pem'),
          'ssl:check-hostname': 'no',
          'ftp:use-mdtm': 'no',
          'cmd:fail-exit': 'yes',
          'xfer:clobber': 'yes',
          ...(scheme === 'ftp' ? { 'ftp:ssl-force': 'yes' } : {}),
          ...settings,
        }).map(([name, value]) => `set ${name} ${value}`),
        `open -u ${learner.name},${learner.password} ${scheme}://127.0.0.1:${server.port}`,
        'ls',
        ...work,
        'bye',
      ].join('; '),
    ]);
  const transfers = 1 + names.length + light.length;
  const put = (name: string): string => `put ${at(name)}`;
  const whole = async (scheme: 'ftp' | 'ftps', settings: Readonly<Record<string, string>>): Promise<void> => {
    const first = await session(scheme, settings, [
      ...names.map((name) => `get ${name} -o ${at(`got-${name}`)}`),
      ...light.map(put),
    ]);
    const second = await session(scheme, { ...settings, 'ssl:priority': 'NORMAL:-VERS-TLS1.3' }, [put(heavy)]);
    for (const { code, stderr } of [first, second]) expect([code, stderr]).toEqual([0, '']);
    for (const name of names)
      expect([name, sameOctets(readFileSync(at(`got-${name}`)), downloads[name]!)]).toEqual([name, 'same']);
    stored();
  };

  for (const name of programs) {
    test.each(manners)(`a session with ${name}, %s`, async (how, scheme) => {
      await start(name, how === 'explicit' ? 'required' : 'implicit');
      await whole(scheme, { 'ftp:ssl-protect-data': 'yes' });
      await server.idle();
      expect([violationsOf(server.log), breaks(), handshakes().length > transfers]).toEqual([[], [], true]);
    });
  }

  test('the server dials, and lftp is the TLS client all the same', async () => {
    await start('vsftpd', 'required');
    await whole('ftp', { 'ftp:ssl-protect-data': 'yes', 'ftp:passive-mode': 'no' });
  });

  test('data in the clear', async () => {
    await start('vsftpd', 'required');
    await whole('ftp', { 'ftp:ssl-protect-data': 'no', 'ftp:ssl-protect-list': 'no', 'ftp:ssl-protect-fxp': 'no' });
    await server.idle();
    expect([violationsOf(server.log), breaks(), handshakes().length]).toEqual([[], [], 2]);
  });

  test('resumes where ProFTPD demands it', async () => {
    await start('proftpd', 'required', { requireTlsSessionReuse: true });
    await whole('ftp', { 'ftp:ssl-protect-data': 'yes' });
    await server.idle();
    expect(handshakes().filter((facts) => facts['resumed'] !== true).length).toBe(2);
  });
});
