/**
 * Our client machines, with curl's, lftp's and ftplib's manners and TLS, talk to Debian's vsftpd over real sockets:
 * explicit and implicit, with 1.3 and 1.2, and where the server demands that data connections resume the control
 * connection's session. What they list, get and put is the same octet for octet.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientProgram } from '../../src/ftp/programs';
import type { Action, DataMode, Security } from '../../src/ftp/protocol/requests';
import { runClient, type LiveResult } from '../../src/live/client';
import { tlsEngine, type ClientTls } from '../../src/tls/layers';
import { clients } from '../profiles';
import { skipped } from '../skip';
import { makeCertificate, type Certificate } from './certificate';
import { downloads, sameOctets, storeOf, uploads } from './files';
import { patience } from './programs';
import { random } from './tls';
import { account, startVsftpd, type Vsftpd } from './vsftpd';

const engine = tlsEngine();
const explicit: Security = { how: 'explicit', protectData: true, sessionReuse: true, clearControlAfterLogin: false };
const implicit: Security = { ...explicit, how: 'implicit' };

interface Wish {
  readonly client: string;
  readonly security: Security;
  readonly dataMode?: DataMode;
  readonly versions?: ClientTls['versions'];
  readonly trusts?: boolean;
  readonly name?: string;
}

let made: Certificate;
beforeAll(async () => {
  made = await makeCertificate();
});
afterAll(() => made.remove());

function talk(
  server: Vsftpd,
  { client, security, dataMode = 'PASV', versions = {}, trusts = true, name = 'localhost' }: Wish,
  files: Readonly<Record<string, Uint8Array>>,
  ...work: readonly Action[]
): Promise<LiveResult> {
  const profile = clients[client]!;
  const program = clientProgram({
    profile,
    server: { name: 'localhost', address: server.address, port: server.port },
    ...account,
    dataMode,
    ipVersion: 4,
    work,
    settings: { connectTimeout: 20, skipPasvAddress: null, security },
    layers: engine.client(
      {
        profile: profile.tls as ClientTls['profile'],
        serverName: name,
        trustCa: trusts,
        anchors: [made.anchor],
        verifyCertificate: true,
        versions,
      },
      random,
    ),
  });
  return runClient(program, { files: storeOf(files, '/inbox/'), signal: AbortSignal.timeout(patience) });
}

/** The facts of each handshake, in order: the control connection's first. */
const handshakes = ({ log }: LiveResult): readonly Readonly<Record<string, unknown>>[] =>
  log.flatMap((entry) => ('event' in entry && entry.event.type === 'secured' ? [entry.event.facts] : []));

const fine = (result: LiveResult, actions: number): void => {
  expect([result.said, result.violations]).toEqual([result.said.filter(() => false), []]);
  expect(result.achieved).toEqual(Array.from({ length: actions }, (_, action) => ({ action, ok: true })));
  expect(result.exitCode).toBe(0);
};

/**
 * A client that closes as soon as its octets are with the kernel cuts a long upload over 1.3: tickets come for nobody,
 * and the kernel resets (as the recorded curl does with vsftpd). ftplib waits for the server's farewell, and 1.2 has no
 * late tickets.
 */
const uploadsOf = (client: string, most: '1.3' | '1.2'): readonly string[] =>
  Object.keys(uploads).filter((name) => client === 'ftplib' || most === '1.2' || name !== 'heavy.bin');

const sessionOf = (puts: readonly string[]): readonly Action[] => [
  { op: 'list', path: '/' },
  ...Object.keys(downloads).map((path) => ({ op: 'get', path }) as const),
  ...puts.map((name) => ({ op: 'put', path: `inbox/${name}` }) as const),
];

describe.skipIf(skipped('vsftpd'))('a vsftpd that demands no resumption', () => {
  let server: Vsftpd;
  beforeAll(async () => {
    server = await startVsftpd('127.0.0.1', downloads, { pem: made.pem, implicit: false, requireReuse: false });
  });
  afterAll(() => server?.stop());

  const whole = (result: LiveResult, puts: readonly string[]): void => {
    fine({ ...result, said: [] }, sessionOf(puts).length);
    for (const name of Object.keys(downloads))
      expect([name, sameOctets(result.files.get(`/${name}`)?.octets, downloads[name]!)]).toEqual([name, 'same']);
    for (const name of puts)
      expect([name, sameOctets(server.read(`inbox/${name}`), uploads[name]!)]).toEqual([name, 'same']);
  };

  for (const client of ['curl', 'lftp', 'ftplib']) {
    for (const most of ['1.3', '1.2'] as const) {
      test(`${client} over TLS ${most}: a session`, async () => {
        const puts = uploadsOf(client, most);
        const result = await talk(
          server,
          { client, security: explicit, versions: { most } },
          uploads,
          ...sessionOf(puts),
        );
        whole(result, puts);
        expect(new Set(handshakes(result).map(({ version }) => version))).toEqual(new Set([most]));
        expect(handshakes(result)).toHaveLength(1 + sessionOf(puts).length);
      });
    }
    test(`${client} with PROT C: one handshake`, async () => {
      const result = await talk(
        server,
        { client, security: { ...explicit, protectData: false }, dataMode: 'PORT' },
        uploads,
        ...sessionOf(Object.keys(uploads)),
      );
      whole(result, Object.keys(uploads));
      expect(handshakes(result)).toHaveLength(1);
    });
  }

  test('in active mode the client is the TLS client all the same', async () => {
    for (const client of ['lftp', 'ftplib'])
      whole(
        await talk(
          server,
          { client, security: explicit, dataMode: 'PORT' },
          uploads,
          ...sessionOf(uploadsOf(client, '1.3')),
        ),
        uploadsOf(client, '1.3'),
      );
  });

  test.each([
    ['curl', { trusts: false }, 'curl: (60) SSL certificate problem: unable to get local issuer certificate', 60],
    [
      'curl',
      { name: 'elsewhere.test' },
      "curl: (60) SSL: no alternative certificate subject name matches target host name 'localhost'",
      60,
    ],
    [
      'lftp',
      { trusts: false },
      new RegExp(
        '^ls: Fatal error: Certificate verification: The certificate is NOT trusted\\. ' +
          'The certificate issuer is unknown\\. {2}\\(([0-9A-F]{2}:){19}[0-9A-F]{2}\\)$',
      ),
      1,
    ],
    [
      'ftplib',
      { trusts: false },
      'SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to ' +
        'get local issuer certificate (_ssl.c:1006)',
      1,
    ],
  ] as const)('%s, %o, refuses the server', async (client, wish, words, code) => {
    const result = await talk(server, { client, security: explicit, ...wish }, {}, { op: 'list', path: '/' });
    expect(result.said).toEqual([words instanceof RegExp ? expect.stringMatching(words) : words]);
    expect(result.exitCode).toBe(code);
  });

  test('s_client shakes hands, says QUIT and finds the connection cut', async () => {
    const result = await talk(server, { client: 'openssl', security: explicit }, {}, { op: 'login' });
    expect([result.achieved, result.exitCode]).toEqual([[{ action: 0, ok: true }], 1]);
  });
});

describe.skipIf(skipped('vsftpd'))('a vsftpd that demands resumption', () => {
  let server: Vsftpd;
  beforeAll(async () => {
    server = await startVsftpd('127.0.0.1', downloads, { pem: made.pem, implicit: false, requireReuse: true });
  });
  afterAll(() => server?.stop());
  const work: readonly Action[] = [
    { op: 'list', path: '/' },
    { op: 'get', path: 'chart.bin' },
    { op: 'put', path: 'inbox/cargo.bin' },
  ];

  test.each([
    ['curl', '1.3'],
    ['curl', '1.2'],
    ['lftp', '1.3'],
    ['lftp', '1.2'],
  ] as const)('%s over TLS %s resumes on every data connection', async (client, most) => {
    const result = await talk(server, { client, security: explicit, versions: { most } }, uploads, ...work);
    fine({ ...result, said: [] }, work.length);
    expect(handshakes(result).map(({ resumed }) => resumed)).toEqual([false, true, true, true]);
    expect(sameOctets(result.files.get('/chart.bin')?.octets, downloads['chart.bin']!)).toBe('same');
    expect(sameOctets(server.read('inbox/cargo.bin'), uploads['cargo.bin']!)).toBe('same');
  });

  test('ftplib never resumes, and is refused by 522', async () => {
    const result = await talk(server, { client: 'ftplib', security: explicit }, {}, ...work);
    expect([result.said.filter((line) => line.startsWith('error')), result.exitCode]).toEqual([
      ['error_perm: 522 SSL connection failed: session reuse required'],
      1,
    ]);
  });
});

describe.skipIf(skipped('vsftpd'))('a vsftpd with implicit TLS', () => {
  let server: Vsftpd;
  beforeAll(async () => {
    server = await startVsftpd('127.0.0.1', downloads, { pem: made.pem, implicit: true, requireReuse: true });
  });
  afterAll(() => server?.stop());
  const work: readonly Action[] = [
    { op: 'list', path: '/' },
    { op: 'get', path: 'large.bin' },
    { op: 'put', path: 'inbox/cargo.bin' },
  ];

  test.each(['curl', 'lftp'])('%s speaks TLS from the first octet', async (client) => {
    const result = await talk(server, { client, security: implicit }, uploads, ...work);
    fine({ ...result, said: [] }, work.length);
    expect(result.messages.some(({ message }) => message.kind === 'request' && message.name === 'AUTH')).toBe(false);
    expect(sameOctets(result.files.get('/large.bin')?.octets, downloads['large.bin']!)).toBe('same');
    expect(sameOctets(server.read('inbox/cargo.bin'), uploads['cargo.bin']!)).toBe('same');
  });
});
