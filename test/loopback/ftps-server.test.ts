/**
 * Our server machines, each with its program's manners and TLS, serve real clients over real sockets: curl, lftp,
 * Python's ftplib and openssl, explicit and implicit, data protected or not. What they list, get and put is the same
 * octet for octet, and they check the certificate.
 *
 * What is large is put with TLS 1.2. A client of 1.3 may have sent a megabyte and closed before a server as slow as
 * ours sends its tickets; they come to a socket that nobody reads, whose kernel resets the connection, and what was on
 * its way is lost.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { violationsOf } from '../../src/live/entry';
import { serve, type LiveServer } from '../../src/live/server';
import { authority } from '../../src/tls/identities';
import { skipped } from '../skip';
import { downloads, sameOctets, storeOf, uploads } from './files';
import { ftpsServiceOf, learner } from './ours';
import { curl, run, type Ended } from './programs';
import { pem, program, until } from './tls';

const NAME = 'ftp.example.test';
const names = Object.keys(downloads);
const heavy = 'heavy.bin';
const light = Object.keys(uploads).filter((name) => name !== heavy);
let folder = '';
let server: LiveServer;
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcall-ftps-'));
  writeFileSync(at('ca.pem'), pem(authority));
  for (const [name, octets] of Object.entries(uploads)) writeFileSync(at(name), octets);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => server.close());

const start = async (name: string, tls: ServerSettings['tls'], more: Partial<ServerSettings> = {}): Promise<void> => {
  server = await serve(ftpsServiceOf(name, tls, more), { address: '127.0.0.1', port: 0, files: storeOf(downloads) });
};

/** What each handshake came to, in order, and what failed. */
const handshakes = (): readonly Readonly<Record<string, unknown>>[] =>
  server.log.flatMap((entry) => ('event' in entry && entry.event.type === 'secured' ? [entry.event.facts] : []));
const breaks = (): readonly string[] =>
  server.log.flatMap((entry) => ('event' in entry && entry.event.type === 'broken' ? [entry.event.name] : []));

/** The control connection has TLS, and each transfer's data connection where they are protected. */
async function fine(transfers: number, resumed: readonly boolean[]): Promise<void> {
  await server.idle();
  expect(violationsOf(server.log)).toEqual([]);
  expect(breaks()).toEqual([]);
  const facts = handshakes();
  expect(facts.length).toBe(1 + transfers);
  expect([...new Set(facts.slice(1).map((one) => one['resumed']))].sort()).toEqual([...resumed]);
}

function stored(): void {
  for (const [name, octets] of Object.entries(uploads))
    expect([name, sameOctets(server.files().get(`/${name}`)?.octets, octets)]).toEqual([name, 'same']);
}

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

const programs = ['vsftpd', 'proftpd', 'pure-ftpd'] as const;
const manners = [
  ['explicit', 'ftp'],
  ['implicit', 'ftps'],
] as const;

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

const script = `
import ftplib, hashlib, io, json, ssl, sys
order = json.load(sys.stdin)
context = ssl.create_default_context(cafile=order['ca'])
class Implicit(ftplib.FTP_TLS):
    @property
    def sock(self): return self._sock
    @sock.setter
    def sock(self, value):
        if value is not None and not isinstance(value, ssl.SSLSocket): value = self.context.wrap_socket(value, server_hostname='${NAME}')
        self._sock = value
ftp = (Implicit if order['implicit'] else ftplib.FTP_TLS)(context=context, timeout=40)
ftp.connect('127.0.0.1', order['port'])
ftp.host = '${NAME}'
ftp.login(order['user'], order['password'])
ftp.prot_p() if order['protect'] else ftp.prot_c()
ftp.set_pasv(order['passive'])
if order['clear']: ftp.ccc()
lines, got = [], {}
ftp.retrlines('LIST', lines.append)
for name in order['get']:
    digest = hashlib.sha256()
    ftp.retrbinary('RETR ' + name, digest.update)
    got[name] = digest.hexdigest()
for name, octets in order['put'].items():
    ftp.storbinary('STOR ' + name, io.BytesIO(bytes.fromhex(octets)))
ftp.quit()
print(json.dumps({'listed': [line.split()[-1] for line in lines], 'got': got}))
`;

describe.skipIf(skipped('python3'))('ftplib', () => {
  const session = (
    wish: {
      readonly implicit?: boolean;
      readonly protect?: boolean;
      readonly passive?: boolean;
      readonly clear?: boolean;
    } = {},
  ): Promise<Ended> =>
    run(
      'python3',
      ['-c', script],
      JSON.stringify({
        ca: at('ca.pem'),
        port: server.port,
        user: learner.name,
        password: learner.password,
        implicit: false,
        protect: true,
        passive: true,
        clear: false,
        ...wish,
        get: names,
        put: Object.fromEntries(
          Object.entries(uploads).map(([name, octets]) => [name, Buffer.from(octets).toString('hex')]),
        ),
      }),
    );
  const whole = ({ code, stdout, stderr }: Ended): void => {
    expect([code, stderr]).toEqual([0, '']);
    const told = JSON.parse(stdout.toString()) as { listed: string[]; got: Record<string, string> };
    expect(told.listed.sort()).toEqual([...names].sort());
    expect(told.got).toEqual(
      Object.fromEntries(names.map((name) => [name, createHash('sha256').update(downloads[name]!).digest('hex')])),
    );
    stored();
  };
  const transfers = 1 + names.length + Object.keys(uploads).length;

  for (const name of programs) {
    test.each(['explicit', 'implicit'] as const)(`a session with ${name}, %s`, async (how) => {
      await start(name, how === 'explicit' ? 'required' : 'implicit');
      whole(await session({ implicit: how === 'implicit' }));
      await server.idle();
      expect([violationsOf(server.log), handshakes().length]).toEqual([[], 1 + transfers]);
    });
  }

  test('the server dials', async () => {
    await start('vsftpd', 'required');
    whole(await session({ passive: false }));
  });

  test('data in the clear', async () => {
    await start('vsftpd', 'required');
    whole(await session({ protect: false }));
    await fine(0, []);
  });

  test('takes TLS off the control connection', async () => {
    await start('proftpd', 'optional');
    whole(await session({ clear: true }));
    await server.idle();
    expect([violationsOf(server.log), breaks()]).toEqual([[], []]);
  });

  test('which resumes nothing, is refused where it must', async () => {
    await start('vsftpd', 'required', { requireTlsSessionReuse: true });
    expect((await session()).stderr).toContain('ftplib.error_perm: 522 SSL connection failed: session reuse required');
  });
});

describe.skipIf(skipped('openssl'))('openssl s_client -starttls ftp', () => {
  test.each(programs)('says USER to %s within TLS', async (name) => {
    await start(name, 'optional');
    const client = program('openssl', [
      's_client',
      '-connect',
      `127.0.0.1:${server.port}`,
      '-starttls',
      'ftp',
      '-servername',
      NAME,
      '-verify_hostname',
      NAME,
      '-verify_return_error',
      '-CAfile',
      at('ca.pem'),
      '-crlf',
      '-quiet',
    ]);
    client.child.stdin?.write('USER learner\n');
    await until(() => client.text.includes('331 '), 'a reply');
    await client.stop();
    expect(client.text).toMatch(/331 [^\n]*password/i);
    expect(handshakes().length).toBe(1);
  });
});
