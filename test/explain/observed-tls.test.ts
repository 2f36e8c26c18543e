/**
 * Runs with TLS as the recordings tell of them: what was negotiated and said, message by message, and what was said
 * inside.
 */
import { describe, expect, test } from 'vitest';
import { observed, type Observed } from '../../src/explain/observed/observed';
import { readers } from '../../src/explain/exposure/readers';
import { seesText } from '../../src/strings/en/sees';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { readScenario } from '../../src/scenario/text/file';
import type { Trace } from '../../src/trace/trace';

async function ran(...lines: readonly string[]): Promise<Trace> {
  const given = new Set(lines.map((line) => line.split(':')[0]));
  const basic = ['security: explicit', 'server.tls: optional', 'actions: get hello.txt'].filter(
    (line) => !given.has(line.split(':')[0]),
  );
  const found = readScenario([...basic, ...lines].join('\n'), 'tls');
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  return run(found.scenario, await load(needs(found.scenario)));
}

/** One line a connection: `0 TLSv1.3 ...` and the messages, `>` the client's. */
const sessions = ({ tls }: Observed) =>
  tls.flatMap(
    ({ connection, version, cipherSuite, established, resumed, clientHello, messages, closeNotify, alert }) => [
      [
        connection,
        version,
        cipherSuite,
        established && 'established',
        resumed && 'resumed',
        clientHello?.offersSession && `offers ${clientHello.offersSession}`,
        closeNotify.client && 'client said farewell',
        closeNotify.server && 'server said farewell',
        alert && `${alert.from}: ${alert.level} ${alert.description}`,
      ]
        .filter((word) => word !== false && word !== null)
        .join(', '),
      messages.map(({ from, type }) => `${from === 'client' ? '>' : '<'}${type}`).join(' '),
    ],
  );

const words = ({ control }: Observed) =>
  control.map(({ verb, code, event, raw }) => verb ?? code ?? event ?? `raw ${raw}`).join(' ');

describe('what TLS came to', () => {
  test('1.3 with curl and vsftpd: a retry for the group, then a session resumed on the data connection', async () => {
    const seen = observed(await ran());
    expect(sessions(seen)).toEqual([
      '0, TLSv1.3, TLS_AES_256_GCM_SHA384, established, client said farewell',
      '>ClientHello <HelloRetryRequest <ChangeCipherSpec >ChangeCipherSpec >ClientHello <ServerHello ' +
        '<EncryptedExtensions <CertificateRequest <Certificate <CertificateVerify <Finished >Certificate ' +
        '>Finished >ApplicationData <NewSessionTicket <NewSessionTicket <ApplicationData >Alert ' +
        'close_notify',
      '1, TLSv1.3, TLS_AES_256_GCM_SHA384, established, resumed, offers psk, client said farewell, server ' +
        'said farewell',
      '>ClientHello <HelloRetryRequest <ChangeCipherSpec >ChangeCipherSpec >ClientHello <ServerHello ' +
        '<EncryptedExtensions <Finished >Finished <NewSessionTicket <ApplicationData <Alert close_notify ' +
        '>Alert close_notify',
    ]);
    expect(seen.tls[0]?.clientHello).toEqual({
      sni: 'ftp.example.test',
      alpn: null,
      versions: ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1.0'],
      offersSession: null,
    });
  });

  test('1.2: Finished in the other order where it is resumed', async () => {
    const seen = observed(await ran('tls.clientMaxTls: 1.2'));
    expect(sessions(seen)[0]).toMatch(/^0, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, established/);
    expect(sessions(seen).slice(2)).toEqual([
      '1, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, established, resumed, client said farewell, ' +
        'server said farewell',
      '>ClientHello <ServerHello <ChangeCipherSpec <Finished >ChangeCipherSpec >Finished <ApplicationData ' +
        '<Alert close_notify >Alert close_notify',
    ]);
  });

  test.each([
    [
      'an authority that is not trusted',
      ['client.software: ftplib', 'server.software: pure-ftpd', 'tls.trustCa: false'],
      'certificate-rejected',
      'client: fatal unknown_ca',
    ],
    [
      'no version in common',
      ['tls.clientMinTls: 1.3', 'server.maxTls: 1.2'],
      'tls-alert',
      'server: fatal protocol_version',
    ],
  ])('%s', async (_, lines, failure, alert) => {
    const seen = observed(await ran(...lines));
    expect([seen.outcome, seen.failure]).toEqual(['failed', failure]);
    expect(sessions(seen)[0]).toContain(alert);
    expect(seen.tls[0]?.established).toBe(false);
  });

  test('a client that speaks TLS at once to a server that does not: a hello, and nothing that came of it', async () => {
    const seen = observed(await ran('security: implicit', 'client.connectPort: 21'));
    expect([seen.failure, sessions(seen), words(seen)]).toEqual(['protocol-mismatch', ['0', '>ClientHello'], '']);
  });
});

describe('what was said inside', () => {
  test('stands in the dialogue, after the moment at which TLS was established', async () => {
    const seen = observed(await ran());
    expect(words(seen)).toBe(
      '220 AUTH 234 tls-established USER 331 PASS 230 PBSZ 200 PROT 200 PWD 257 PASV 227 TYPE 200 SIZE ' +
        '213 RETR 150 226 QUIT 221',
    );
    expect(seen.timeline[2]).toEqual(['message', 0]);
    expect(seen.connections.map(({ applicationBytes }) => applicationBytes)).toEqual([
      { toClient: expect.any(Number) as number, toServer: expect.any(Number) as number },
      { toClient: 300, toServer: 0 },
    ]);
  });
  test('in clear on data connections with PROT C, and then there is nothing inside', async () => {
    const seen = observed(await ran('tls.protectData: false', 'actions: list /'));
    expect(seen.connections[1]).toMatchObject({
      applicationBytes: null,
      listing: expect.stringContaining('hello.txt') as string,
    });
    expect(seen.tls.map(({ connection }) => connection)).toEqual([0]);
  });
  test('a listing that is read with the key alone', async () => {
    const seen = observed(await ran('actions: list /'));
    expect(seen.connections[1]?.listing).toContain('hello.txt');
    expect(seen.connections[1]?.payloadBytes.toClient).toBeGreaterThan(
      seen.connections[1]?.applicationBytes?.toClient ?? Infinity,
    );
  });
});

describe('who can read, between two edges that translate', () => {
  const view = (trace: Trace, moment: string) =>
    Object.fromEntries(
      readers(trace, trace.entries[trace.moments.get(moment) ?? -1]!).map(({ who, sees, believes }) => [
        who,
        believes &&
          `${sees.map(seesText).join(' + ').trim()}, from ${believes.from.address}, to ${believes.to.address}`,
      ]),
    );
  test('the password: the ends alone, and nobody between knows more than whose address is on it', async () => {
    const trace = await ran('clientEdge.nat: true', 'serverEdge.nat: true', 'server.passiveAddress: 198.51.100.21');
    expect(view(trace, 'control 1 / PASS')).toEqual({
      client: 'PASS portcall, from 192.168.1.10, to 198.51.100.21',
      clientEdge: 'sealed, 32 octets, from 192.168.1.10, to 198.51.100.21',
      wan: 'sealed, 32 octets, from 203.0.113.7, to 198.51.100.21',
      serverEdge: 'sealed, 32 octets, from 203.0.113.7, to 198.51.100.21',
      server: 'PASS portcall, from 203.0.113.7, to 10.0.0.21',
    });
    expect(view(trace, 'control 1 / AUTH')['wan']).toBe('AUTH SSL, from 203.0.113.7, to 198.51.100.21');
  });
  test('what a helper rewrites in clear each side reads in its own way', async () => {
    const trace = await ran(
      'security: none',
      'server.tls: off',
      'dataMode: PORT',
      'clientEdge.nat: true',
      'clientEdge.ftpHelper: true',
    );
    const seen = view(trace, 'control 1 / PORT');
    expect(seen['clientEdge']).toMatch(/^PORT 192,168,1,10,/);
    expect(seen['wan']).toMatch(/^PORT 203,0,113,7,/);
    expect(seen['server']).toMatch(/^PORT 203,0,113,7,/);
  });
  test('beyond where a packet was dropped nobody sees it', async () => {
    const trace = await ran('serverEdge.firewall: control-only');
    expect(view(trace, 'data 1 / SYN')).toMatchObject({
      wan: expect.stringContaining('from') as string,
      serverEdge: expect.stringContaining('from') as string,
      server: null,
    });
  });
});
