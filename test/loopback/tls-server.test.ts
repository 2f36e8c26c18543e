/** Our server with OpenSSL's s_client over loopback. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authority, identity } from '../../src/tls/identities';
import { serverProfiles } from '../../src/tls/profiles/profiles';
import type { ServerInput } from '../../src/tls/handshake/context';
import type { Session } from '../../src/tls/handshake/session';
import { skipped } from '../skip';
import { octets } from '../tls/ends';
import { program, serve, serverInput, until } from './tls';
import { folder, files, sClient } from './openssl';

describe.skipIf(skipped('openssl'))('our server with openssl s_client', () => {
  let listener: Awaited<ReturnType<typeof serve>>;
  let input: ServerInput;
  const kept: Session[] = [];
  beforeAll(async () => {
    listener = await serve(() => ({ ...input, sessions: kept }));
  });
  afterAll(() => listener.close());
  const cases: readonly [string, Partial<ServerInput>, readonly string[], Record<string, unknown>][] = [
    ['1.3', {}, [], { version: '1.3', group: 'x25519' }],
    [
      '1.3 with HelloRetryRequest',
      { profile: serverProfiles['vsftpd-openssl'] },
      [],
      { version: '1.3', group: 'secp256r1' },
    ],
    ['1.3 over P-384', {}, ['-groups', 'P-384'], { group: 'secp384r1' }],
    [
      '1.3 with ChaCha20',
      {},
      ['-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256'],
      { suite: 'TLS_CHACHA20_POLY1305_SHA256' },
    ],
    ['1.3 with an application protocol', { alpn: ['ftp'] }, ['-alpn', 'ftp'], { alpn: 'ftp' }],
    [
      "1.3 with a client's certificate",
      { clientCertificate: 'required', anchors: [authority] },
      ['-cert', files['client']!.cert, '-key', files['client']!.key],
      { certificate: { code: 'valid' } },
    ],
    ['1.3 with an Ed25519 certificate', { identity: identity('ed25519') }, [], { version: '1.3' }],
    ['1.2', {}, ['-tls1_2'], { version: '1.2' }],
    [
      '1.2 with ChaCha20',
      {},
      ['-tls1_2', '-cipher', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
      { suite: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256' },
    ],
    [
      "1.2 with a client's certificate",
      { clientCertificate: 'required', anchors: [authority] },
      ['-tls1_2', '-cert', files['client']!.cert, '-key', files['client']!.key],
      { certificate: { code: 'valid' } },
    ],
    ['1.2 with an Ed25519 certificate', { identity: identity('ed25519') }, ['-tls1_2'], { version: '1.2' }],
  ];
  test.each(cases)('%s', async (_, more, args, facts) => {
    input = serverInput(more);
    const before = listener.ends.length;
    const peer = await sClient(listener.port, args);
    await until(() => listener.ends[before]?.state === 'CONNECTED', `a handshake (${peer.text.slice(-300)})`);
    const end = listener.ends[before]!;
    expect(end.facts).toMatchObject(facts);
    expect(peer.text).toContain('Verify return code: 0 (ok)');
    end.step({ type: 'SEND', octets: octets('220 Ready\r\n') });
    await until(() => peer.text.includes('220 Ready'), 'our greeting');
    peer.child.stdin?.write('USER learner\n');
    await until(() => end.text.includes('USER learner'), 'its line');
    peer.child.stdin?.end();
    await until(() => end.heard.includes('Alert close_notify'), 'its farewell');
  });
  test.each([
    ['1.3 by ticket', []],
    ['1.2 by ticket', ['-tls1_2']],
    ['1.2 by session id', ['-tls1_2', '-no_ticket']],
  ] as const)('resumes %s', async (_, args) => {
    input = serverInput({ origin: 'control 1' });
    const path = join(folder, 'session.pem');
    const resumed: unknown[] = [];
    for (const more of [
      ['-sess_out', path],
      ['-sess_in', path],
    ]) {
      const before = listener.ends.length;
      const peer = await sClient(listener.port, [...args, ...more]);
      await until(() => listener.ends[before]?.state === 'CONNECTED', 'a handshake');
      const end = listener.ends[before]!;
      end.step({ type: 'SEND', octets: octets('220 Ready\r\n') });
      await until(() => peer.text.includes('220 Ready'), 'our greeting');
      kept.push(...end.sessions);
      peer.child.stdin?.end();
      await until(() => peer.child.exitCode !== null || end.state === 'CLOSE_RECEIVED', 'its end');
      end.step({ type: 'CLOSE' });
      await until(() => peer.child.exitCode !== null, 'its end');
      resumed.push(end.facts?.['resumed']);
    }
    expect(resumed).toEqual([false, true]);
    expect(listener.ends.at(-1)?.facts).toMatchObject({ origin: 'control 1' });
  });
  test('an old version is refused, and OpenSSL hears why', async () => {
    input = serverInput();
    const peer = program('openssl', [
      's_client',
      '-connect',
      `127.0.0.1:${listener.port}`,
      '-tls1_1',
      '-cipher',
      'DEFAULT@SECLEVEL=0',
    ]);
    await until(() => /alert protocol version/.test(peer.text), 'the alert');
    expect(listener.ends.at(-1)?.failure).toBe('protocol_version');
  });
});
