/**
 * Every client that speaks TLS in whole simulated runs: explicit and implicit, in both modes, and what each says when
 * TLS fails.
 */
import { describe, expect, test } from 'vitest';
import { observed } from '../../src/explain/observed/observed';
import { entriesOf, type Trace } from '../../src/trace/trace';
import { runOf } from '../knobbed';

const work = 'list /; get hello.txt; get chart.bin; put notes.txt';
const explicit = { security: 'explicit', 'server.tls': 'optional' };
const implicit = {
  security: 'implicit',
  'server.tls': 'implicit',
  'server.controlPort': '990',
  'client.connectPort': '990',
};
const resumed = (trace: Trace): readonly unknown[] => observed(trace).tls.map((one) => one.resumed);

describe.each(['curl', 'lftp', 'ftplib', 'filezilla'])('%s', (client) => {
  // Python's ftplib knows no implicit TLS; this curl never begins TLS on a data connection that the server opened.
  const ways = [
    ['explicit, PASV, 1.3', explicit],
    ['explicit, PASV, 1.2', { ...explicit, 'tls.clientMaxTls': '1.2' }],
    ['explicit, PROT C, PORT', { ...explicit, 'tls.protectData': 'false', dataMode: 'PORT' }],
    ...(client === 'curl' ? [] : [['explicit, PORT', { ...explicit, dataMode: 'PORT' }] as const]),
    ...(client === 'ftplib' ? [] : [['implicit, PASV', implicit] as const]),
  ] as const;
  test.each(
    ['vsftpd', 'proftpd', 'pure-ftpd'].flatMap((server) => ways.map(([name, knobs]) => [server, name, knobs] as const)),
  )('does all its work with %s: %s', async (server, _, knobs) => {
    const trace = await runOf({ 'client.software': client, 'server.software': server, ...knobs, actions: work });
    if (server === 'pure-ftpd' && knobs.security === 'implicit') return; // it has no such thing
    expect(entriesOf(trace, 'violation')).toEqual([]);
    const { outcome, exitCode, achieved } = observed(trace);
    expect([outcome, exitCode, achieved.filter((one) => one !== true)]).toEqual(['ok', 0, []]);
    for (const [node, other, name] of [
      ['client', 'server', 'hello.txt'],
      ['client', 'server', 'chart.bin'],
      ['server', 'client', 'notes.txt'],
    ] as const) {
      expect([name, trace.files.get(node)?.get(`/${name}`)?.octets]).toEqual([
        name,
        trace.files.get(other)?.get(`/${name}`)?.octets,
      ]);
    }
    expect(trace.entries.every((entry) => entry.causes.length > 0 || ['knob', 'end'].includes(entry.kind))).toBe(true);
  });
});

// As recorded: curl closes without reading the tickets that come after the handshake, its kernel resets, and what is
// unsent is lost.
test('curl cuts its own long upload over 1.3, and not over 1.2', async () => {
  const put = { ...explicit, 'client.software': 'curl', 'server.software': 'vsftpd', actions: 'put cargo.bin' };
  const { exitCode, achieved, clientSays } = observed(await runOf(put));
  expect([exitCode, achieved, clientSays]).toEqual([18, [false], ['curl: (18) server did not report OK, got 426']]);
  expect(observed(await runOf({ ...put, 'tls.clientMaxTls': '1.2' })).achieved).toEqual([true]);
});

const said = (trace: Trace): readonly string[] => observed(trace).clientSays ?? [];

test("who resumes what: curl the last session, each but once; lftp the control connection's; ftplib none", async () => {
  const three = { ...explicit, 'server.software': 'vsftpd', actions: 'list /; put notes.txt; get hello.txt' };
  expect(resumed(await runOf({ 'client.software': 'curl', ...three }))).toEqual([false, true, true, false]);
  expect(resumed(await runOf({ 'client.software': 'lftp', ...three }))).toEqual([false, true, true, true]);
  expect(resumed(await runOf({ 'client.software': 'ftplib', ...three }))).toEqual([false, false, false, false]);
  expect(resumed(await runOf({ 'client.software': 'curl', ...three, 'tls.sessionReuse': 'false' }))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test.each([
  [
    'curl',
    { 'tls.trustCa': 'false' },
    60,
    'curl: (60) SSL certificate problem: unable to get local issuer certificate',
  ],
  [
    'ftplib',
    { 'tls.trustCa': 'false' },
    1,
    'SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get ' +
      'local issuer certificate (_ssl.c:1006)',
  ],
  ['filezilla', { 'tls.trustCa': 'false' }, 1, 'Error: Remote certificate not trusted.'],
  [
    'curl',
    { 'tls.clientMinTls': '1.3', 'server.maxTls': '1.2' },
    35,
    'curl: (35) OpenSSL/3.0.22: error:0A00042E:SSL routines::tlsv1 alert protocol version',
  ],
  [
    'lftp',
    { 'tls.clientMinTls': '1.3', 'server.maxTls': '1.2' },
    1,
    'ls: Fatal error: gnutls_handshake: A TLS fatal alert has been received.',
  ],
  [
    'ftplib',
    { 'tls.clientMinTls': '1.3', 'server.maxTls': '1.2' },
    1,
    'SSLError: [SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version (_ssl.c:1006)',
  ],
  [
    'filezilla',
    { 'tls.clientMinTls': '1.3', 'server.maxTls': '1.2' },
    1,
    'Error: GnuTLS error -12: A TLS fatal alert has been received.',
  ],
  ['curl', { 'server.tls': 'off' }, 64, 'curl: (64) Requested SSL level failed'],
  [
    'lftp',
    { 'server.tls': 'off' },
    1,
    'ls: Login failed: ftp:ssl-force is set and server does not support or allow SSL',
  ],
  ['ftplib', { 'server.tls': 'off' }, 1, 'error_perm: 530 Please login with USER and PASS.'],
  [
    'curl',
    { security: 'implicit', 'server.tls': 'off' },
    35,
    'curl: (35) OpenSSL/3.0.22: error:0A00010B:SSL routines::wrong version number',
  ],
  [
    'filezilla',
    { security: 'implicit', 'server.tls': 'off' },
    1,
    'Error: GnuTLS error -15: An unexpected TLS packet was received.',
  ],
  [
    'ftplib',
    { 'server.requireTlsSessionReuse': 'true' },
    1,
    'error_perm: 522 SSL connection failed: session reuse required',
  ],
  ['openssl', { actions: 'list /' }, 1, 'openssl has no way to list'],
])('%s, %o', async (client, knobs, code, words) => {
  const trace = await runOf({ 'client.software': client, 'server.software': 'vsftpd', ...explicit, ...knobs });
  expect([observed(trace).exitCode, said(trace).filter((line) => line.includes(words))]).toEqual([code, [words]]);
});
