/** Our two ends with real peers over loopback: OpenSSL's s_server and s_client. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authority, identity } from '../../src/tls/identities';
import { clientProfiles, serverProfiles } from '../../src/tls/profiles/profiles';
import type { ClientInput, ServerInput } from '../../src/tls/handshake/context';
import type { Session } from '../../src/tls/handshake/session';
import { skipped } from '../skip';
import { octets } from '../tls/ends';
import { clientInput, dial, keyPem, pem, program, serve, serverInput, until, type Program } from './tls';

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const ca = file('ca.pem', pem(authority));
const files = Object.fromEntries(
  (['server', 'ed25519', 'client'] as const).map((name) => [
    name,
    {
      cert: file(`${name}.crt`, identity(name).chain.map(pem).join('')),
      key: file(`${name}.key`, keyPem(identity(name))),
    },
  ]),
);
afterAll(() => rmSync(folder, { recursive: true }));

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  listener.close();
  await once(listener, 'close');
  return port;
}

async function sServer(
  args: readonly string[],
  which: keyof typeof files = 'server',
): Promise<Program & { port: number }> {
  const port = await freePort();
  const running = program('openssl', [
    's_server',
    '-accept',
    `127.0.0.1:${port}`,
    '-cert',
    files[which]!.cert,
    '-key',
    files[which]!.key,
    '-CAfile',
    ca,
    '-rev',
    ...args,
  ]);
  await until(() => running.text.includes('ACCEPT'), 's_server listens');
  return Object.assign(running, { port });
}

/** s_server -rev sends every line back turned round. */
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
    const peer = await sServer(args);
    try {
      const end = await reversed(peer.port, clientInput(input));
      expect(end.facts).toMatchObject({ ...facts, certificate: { name: 'valid' } });
    } finally {
      await peer.stop();
    }
  });
  test('an Ed25519 certificate', async () => {
    const peer = await sServer([], 'ed25519');
    try {
      await reversed(peer.port, clientInput());
    } finally {
      await peer.stop();
    }
  });
  test.each([
    ['1.3 by ticket', []],
    ['1.3 by ticket, with HelloRetryRequest', ['-groups', 'P-256']],
    ['1.2 by ticket', ['-tls1_2']],
  ] as const)('resumes %s', async (_, args) => {
    const peer = await sServer(args);
    try {
      const input = clientInput({ profile: clientProfiles['ftplib-openssl'] });
      const first = await reversed(peer.port, input);
      const second = await reversed(peer.port, { ...input, session: first.sessions.at(-1) as Session });
      expect([first.facts?.['resumed'], second.facts?.['resumed']]).toEqual([false, true]);
    } finally {
      await peer.stop();
    }
  });
  test('resumes 1.2 by session id', async () => {
    const peer = await sServer(['-tls1_2', '-no_ticket']);
    try {
      const first = await reversed(peer.port, clientInput());
      expect(first.sessions[0]?.ticket).toHaveLength(0);
      const second = await reversed(peer.port, clientInput({ session: first.sessions[0] as Session }));
      expect(second.facts).toMatchObject({ resumed: true });
    } finally {
      await peer.stop();
    }
  });
  test('refuses a server that it does not trust, and OpenSSL hears why', async () => {
    const peer = await sServer([]);
    try {
      const end = await dial(peer.port, clientInput({ anchors: [] }));
      await until(() => peer.text.includes('alert unknown ca'), 'the alert');
      expect(end.failure).toBe('unknown_ca');
    } finally {
      await peer.stop();
    }
  });
  test('changes its key when OpenSSL wants it', async () => {
    const port = await freePort();
    const peer = program('openssl', [
      's_server',
      '-accept',
      `127.0.0.1:${port}`,
      '-cert',
      files['server']!.cert,
      '-key',
      files['server']!.key,
    ]);
    try {
      await until(() => peer.text.includes('ACCEPT'), 's_server listens');
      const end = await dial(port, clientInput());
      await until(() => end.state === 'CONNECTED', 'a handshake');
      peer.child.stdin?.write('K\n'); // update keys, and ask for ours
      await until(() => end.heard.includes('KeyUpdate'), 'a KeyUpdate');
      end.step({ type: 'SEND', octets: octets('after the update\n') });
      await until(() => peer.text.includes('after the update'), 'what we sent');
      expect(end.said).toContain('KeyUpdate');
    } finally {
      await peer.stop();
    }
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
    const port = await freePort();
    const peer = program('openssl', [
      's_server',
      '-accept',
      `127.0.0.1:${port}`,
      '-cert',
      join(folder, 'rsa.crt'),
      '-key',
      join(folder, 'rsa.key'),
    ]);
    try {
      await until(() => peer.text.includes('ACCEPT'), 's_server listens');
      const end = await dial(port, clientInput());
      await until(() => end.failure !== undefined, 'a failure');
      expect(end.failure).toBe('unsupported_certificate');
    } finally {
      await peer.stop();
    }
  });
});

async function sClient(port: number, args: readonly string[]): Promise<Program> {
  const running = program('openssl', [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    '-servername',
    'ftp.example.test',
    '-CAfile',
    ca,
    ...args,
  ]);
  await until(
    () => running.text.includes('Verify return code') || running.child.exitCode !== null,
    's_client shakes hands',
  );
  return running;
}

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
      { certificate: { name: 'valid' } },
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
      { certificate: { name: 'valid' } },
    ],
    ['1.2 with an Ed25519 certificate', { identity: identity('ed25519') }, ['-tls1_2'], { version: '1.2' }],
  ];
  test.each(cases)('%s', async (_, more, args, facts) => {
    input = serverInput(more);
    const before = listener.ends.length;
    const peer = await sClient(listener.port, args);
    try {
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
    } finally {
      await peer.stop();
    }
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
      try {
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
      } finally {
        await peer.stop();
      }
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
    try {
      await until(() => /alert protocol version/.test(peer.text), 'the alert');
      expect(listener.ends.at(-1)?.failure).toBe('protocol_version');
    } finally {
      await peer.stop();
    }
  });
});
