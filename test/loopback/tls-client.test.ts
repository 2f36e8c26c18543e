/** Our client with OpenSSL's s_server over loopback. */
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identity } from '../../src/tls/identities';
import { clientProfiles } from '../../src/tls/profiles/profiles';
import type { ClientInput } from '../../src/tls/handshake/context';
import type { Session } from '../../src/tls/handshake/session';
import { skipped } from '../skip';
import { octets } from '../tls/ends';
import { clientInput, dial, program, until } from './tls';
import { reversing, folder, files, sServer } from './openssl';

/** A handshake, and a line there and back. */
async function reversed(port: number, input: ClientInput) {
  const end = await dial(port, input);
  await until(() => end.state === 'CONNECTED' || end.state === 'FAILED', 'a handshake');
  expect([end.failure, end.state]).toEqual([undefined, 'CONNECTED']);
  end.step({ type: 'SEND', octets: octets('harbour\n') });
  await until(() => end.text.includes('ruobrah'), 'an answer');
  end.step({ type: 'CLOSE' });
  return end;
}

describe.skipIf(skipped('openssl'))('our client with openssl s_server', () => {
  const cases: readonly [string, readonly string[], Partial<ClientInput>, Record<string, unknown>][] = [
    ['1.3', [], {}, { version: '1.3', suite: 'TLS_AES_256_GCM_SHA384', group: 'x25519' }],
    ['1.3 as lftp asks', [], { profile: clientProfiles['gnutls-lftp'] }, { version: '1.3' }],
    ['1.3 with HelloRetryRequest for P-256', ['-groups', 'P-256'], {}, { version: '1.3', group: 'secp256r1' }],
    ['1.3 with HelloRetryRequest for P-384', ['-groups', 'P-384'], {}, { version: '1.3', group: 'secp384r1' }],
    ['1.3 with AES-128', ['-ciphersuites', 'TLS_AES_128_GCM_SHA256'], {}, { suite: 'TLS_AES_128_GCM_SHA256' }],
    [
      '1.3 with ChaCha20',
      ['-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256'],
      {},
      { suite: 'TLS_CHACHA20_POLY1305_SHA256' },
    ],
    [
      "1.3 with a client's certificate",
      ['-Verify', '1', '-verify_return_error'],
      { identity: identity('client') },
      { version: '1.3' },
    ],
    ['1.2', ['-tls1_2'], {}, { version: '1.2', suite: 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384' }],
    [
      '1.2 with AES-128',
      ['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
      {},
      { suite: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256' },
    ],
    [
      '1.2 with ChaCha20',
      ['-tls1_2', '-cipher', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
      {},
      { suite: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256' },
    ],
    [
      "1.2 with a client's certificate",
      ['-tls1_2', '-Verify', '1', '-verify_return_error'],
      { identity: identity('client') },
      { version: '1.2' },
    ],
    ['1.2 where a certificate is wished for in vain', ['-tls1_2', '-verify', '1'], {}, { version: '1.2' }],
  ];
  test.each(cases)('%s', async (_, args, input, facts) => {
    const peer = await reversing(args);
    const end = await reversed(peer.port, clientInput(input));
    expect(end.facts).toMatchObject({ ...facts, certificate: { code: 'valid' } });
  });
  test('an Ed25519 certificate', async () => {
    const peer = await reversing([], 'ed25519');
    await reversed(peer.port, clientInput());
  });
  test.each([
    ['1.3 by ticket', []],
    ['1.3 by ticket, with HelloRetryRequest', ['-groups', 'P-256']],
    ['1.2 by ticket', ['-tls1_2']],
  ] as const)('resumes %s', async (_, args) => {
    const peer = await reversing(args);
    const input = clientInput({ profile: clientProfiles['ftplib-openssl'] });
    const first = await reversed(peer.port, input);
    const second = await reversed(peer.port, { ...input, session: first.sessions.at(-1) as Session });
    expect([first.facts?.['resumed'], second.facts?.['resumed']]).toEqual([false, true]);
  });
  test('resumes 1.2 by session id', async () => {
    const peer = await reversing(['-tls1_2', '-no_ticket']);
    const first = await reversed(peer.port, clientInput());
    expect(first.sessions[0]?.ticket).toHaveLength(0);
    const second = await reversed(peer.port, clientInput({ session: first.sessions[0] as Session }));
    expect(second.facts).toMatchObject({ resumed: true });
  });
  test('refuses a server that it does not trust, and OpenSSL hears why', async () => {
    const peer = await reversing([]);
    const end = await dial(peer.port, clientInput({ anchors: [] }));
    await until(() => peer.text.includes('alert unknown ca'), 'the alert');
    expect(end.failure).toBe('unknown_ca');
  });
  test('changes its key when OpenSSL wants it', async () => {
    const peer = await sServer(files['server']!);
    const end = await dial(peer.port, clientInput());
    await until(() => end.state === 'CONNECTED', 'a handshake');
    peer.child.stdin?.write('K\n'); // update keys, and ask for ours
    await until(() => end.heard.includes('KeyUpdate'), 'a KeyUpdate');
    end.step({ type: 'SEND', octets: octets('after the update\n') });
    await until(() => peer.text.includes('after the update'), 'what we sent');
    expect(end.said).toContain('KeyUpdate');
  });
  test('a server that has only RSA', async () => {
    const rsa = program('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=ftp.example.test',
      '-keyout',
      join(folder, 'rsa.key'),
      '-out',
      join(folder, 'rsa.crt'),
    ]);
    await once(rsa.child, 'close');
    const peer = await sServer({ cert: join(folder, 'rsa.crt'), key: join(folder, 'rsa.key') });
    const end = await dial(peer.port, clientInput());
    await until(() => end.failure !== undefined, 'a failure');
    expect(end.failure).toBe('unsupported_certificate');
  });
});
