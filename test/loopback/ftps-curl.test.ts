/** curl with our servers, over TLS. */
import { describe, expect, test } from 'vitest';
import { violationsOf } from '../../src/live/entry';
import { skipped } from '../skip';
import { downloads, sameOctets, uploads } from './files';
import { learner } from '../ftp/setups';
import { curl, type Ended } from './programs';
import { NAME, names, heavy, server, at, start, handshakes, breaks, fine, stored, programs, manners } from './ftps';

const asked = (scheme: 'ftp' | 'ftps', paths: readonly string[], ...options: readonly string[]): Promise<Ended> =>
  curl(
    '--cacert',
    at('ca.pem'),
    '--resolve',
    `${NAME}:${server.port}:127.0.0.1`,
    '--user',
    `${learner.name}:${learner.password}`,
    ...options,
    ...paths.map((path) => `${scheme}://${NAME}:${server.port}/${path}`),
  );

describe.skipIf(skipped('curl'))('curl', () => {
  for (const name of programs) {
    test.each(manners)(`lists, gets and puts at ${name}, %s`, async (how, scheme) => {
      await start(name, how === 'explicit' ? 'required' : 'implicit');
      const options = how === 'explicit' ? ['--ssl-reqd'] : [];
      const listed = await asked(scheme, [''], ...options);
      expect([listed.code, listed.stderr]).toEqual([0, '']);
      expect(
        listed.stdout
          .toString()
          .trim()
          .split(/\r?\n/)
          .map((line) => line.split(/\s+/).at(-1))
          .sort(),
      ).toEqual([...names].sort());
      const got = await asked(scheme, names, ...options);
      expect([got.code, got.stderr, sameOctets(got.stdout, Buffer.concat(Object.values(downloads)))]).toEqual([
        0,
        '',
        'same',
      ]);
      for (const put of Object.keys(uploads)) {
        const { code, stderr } = await asked(
          scheme,
          [put],
          ...options,
          ...(put === heavy ? ['--tls-max', '1.2'] : []),
          '--upload-file',
          at(put),
        );
        expect([put, code, stderr]).toEqual([put, 0, '']);
      }
      stored();
      await server.idle();
      expect([violationsOf(server.log), breaks()]).toEqual([[], []]);
    });
  }

  test.each(['1.2', '1.3'])('over TLS %s resumes on every data connection, as vsftpd demands', async (version) => {
    await start('vsftpd', 'required', { requireTlsSessionReuse: true });
    const got = await asked('ftp', names, '--ssl-reqd', `--tlsv${version}`, '--tls-max', version);
    expect([got.code, got.stderr, sameOctets(got.stdout, Buffer.concat(Object.values(downloads)))]).toEqual([
      0,
      '',
      'same',
    ]);
    await fine(names.length, [true]);
    expect(handshakes().map((facts) => facts['version'])).toEqual(handshakes().map(() => version));
  });

  test.each([
    ['vsftpd', 522],
    ['proftpd', 425],
  ] as const)('that resumes nothing is refused by %s where it must', async (name, code) => {
    await start(name, 'required', { requireTlsSessionReuse: true });
    const result = await asked('ftp', ['hello.txt'], '--ssl-reqd', '--no-sessionid');
    expect([result.code === 0, result.stdout.length]).toEqual([false, 0]);
    await server.idle();
    expect(
      server.log.flatMap((entry) =>
        'command' in entry && entry.command.type === 'message' && entry.command.message.kind === 'reply'
          ? [entry.command.message.code]
          : [],
      ),
    ).toContain(code);
  });

  test('is refused in the clear, and data too', async () => {
    await start('vsftpd', 'required', { requireTlsData: true });
    expect((await asked('ftp', ['hello.txt'])).code).toBe(67);
    expect((await asked('ftp', ['hello.txt'], '--ssl-reqd', '--ftp-ssl-control')).code).toBe(0);
  });

  test('that speaks plainly to an implicit server is answered by nothing it can read', async () => {
    await start('vsftpd', 'implicit');
    expect((await asked('ftp', [''], '--max-time', '2')).code).toBe(28);
  });

  test('that speaks TLS at once to a plain server learns that it is none', async () => {
    await start('vsftpd', 'off');
    const { code, stderr } = await asked('ftps', ['']);
    expect(code).toBe(35);
    expect(stderr).toMatch(/wrong version number/);
  });

  test('that knows only an old version is told so', async () => {
    await start('proftpd', 'required');
    const { code, stderr } = await asked(
      'ftp',
      [''],
      '--ssl-reqd',
      '--tls-max',
      '1.1',
      '--ciphers',
      'DEFAULT@SECLEVEL=0',
    );
    expect(code).toBe(35);
    expect(stderr).toMatch(/protocol version|unsupported protocol|no protocols/);
  });
});
