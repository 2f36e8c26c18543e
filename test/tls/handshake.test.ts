/** Our client and our server, without a network: which messages go, and where both ends stand. */
import { describe, expect, test } from 'vitest';
import { identity } from '../../src/tls/identities';
import { client, meet, octets, server, type Client, type Server } from './ends';
import { lftp, ftplib, vsftpd, talk } from './talk';

const suites = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
] as const;

describe('a handshake', () => {
  test('1.3, as lftp and ProFTPD have it', () => {
    const { one, other } = meet(client({ profile: lftp }), server());
    expect(one.states).toEqual([
      'START',
      'WAIT_SH',
      'WAIT_EE',
      'WAIT_CERT_CR',
      'WAIT_CV',
      'WAIT_FINISHED',
      'CONNECTED',
    ]);
    expect(other.states).toEqual(['START', 'RECVD_CH', 'NEGOTIATED', 'WAIT_FINISHED', 'CONNECTED']);
    expect(one.said).toEqual(['ClientHello', 'ChangeCipherSpec', 'Finished']);
    expect(other.said).toEqual([
      'ServerHello',
      'ChangeCipherSpec',
      'EncryptedExtensions',
      'Certificate',
      'CertificateVerify',
      'Finished',
      'NewSessionTicket',
      'NewSessionTicket',
    ]);
    talk(one, other);
  });
  test('1.3 with HelloRetryRequest and a certificate wished for, as curl and vsftpd have it', () => {
    const { one, other } = meet(client(), server({ profile: vsftpd }));
    expect(one.said).toEqual(['ClientHello', 'ChangeCipherSpec', 'ClientHello', 'Certificate', 'Finished']);
    expect(other.said).toEqual([
      'HelloRetryRequest',
      'ChangeCipherSpec',
      'ServerHello',
      'EncryptedExtensions',
      'CertificateRequest',
      'Certificate',
      'CertificateVerify',
      'Finished',
      'NewSessionTicket',
      'NewSessionTicket',
    ]);
    expect(one.facts).toMatchObject({ version: '1.3', group: 'secp256r1', resumed: false });
    talk(one, other);
  });
  test('1.2, as ftplib and vsftpd have it', () => {
    const { one, other } = meet(client({ profile: ftplib, versions: { most: '1.2' } }), server({ profile: vsftpd }));
    expect(one.states).toEqual([
      'START',
      'WAIT_SH',
      'TLS12_WAIT_CERT',
      'TLS12_WAIT_SKE',
      'TLS12_WAIT_SHD',
      'TLS12_WAIT_CCS',
      'TLS12_WAIT_FINISHED',
      'CONNECTED',
    ]);
    expect(one.said).toEqual(['ClientHello', 'Certificate', 'ClientKeyExchange', 'ChangeCipherSpec', 'Finished']);
    expect(other.said).toEqual([
      'ServerHello',
      'Certificate',
      'ServerKeyExchange',
      'CertificateRequest',
      'ServerHelloDone',
      'NewSessionTicket',
      'ChangeCipherSpec',
      'Finished',
    ]);
    talk(one, other);
  });
  test.each(suites)('with %s', (suite) => {
    const { one, other } = meet(
      client({ profile: { ...ftplib, suites: [suite] }, versions: suite.includes('ECDHE') ? { most: '1.2' } : {} }),
      server(),
    );
    expect(one.facts).toMatchObject({ suite });
    talk(one, other);
  });
  test.each(['x25519', 'secp256r1', 'secp384r1'] as const)('over %s, in both versions', (group) => {
    for (const most of ['1.3', '1.2'] as const) {
      const { one, other } = meet(
        client({ profile: { ...ftplib, groups: [group], keyShares: [group] }, versions: { most } }),
        server(),
      );
      expect(one.facts).toMatchObject({ version: most, group });
      talk(one, other);
    }
  });
  test('with an Ed25519 certificate, in both versions', () => {
    for (const most of ['1.3', '1.2'] as const) {
      const { one, other } = meet(client({ versions: { most } }), server({ identity: identity('ed25519') }));
      talk(one, other);
    }
  });
  test("with a client's certificate, required, in both versions", () => {
    for (const most of ['1.3', '1.2'] as const) {
      const { one, other } = meet(
        client({ identity: identity('client'), versions: { most } }),
        server({ clientCertificate: 'required', anchors: [client().snapshot.context.own.anchors[0]!] }),
      );
      talk(one, other);
      expect(other.facts).toMatchObject({ certificate: { code: 'valid' } });
      expect(other.heard).toContain('CertificateVerify');
    }
  });
  test('with an application protocol', () => {
    for (const most of ['1.3', '1.2'] as const) {
      const { one, other } = meet(
        client({ alpn: ['x-filezilla-ftp', 'ftp'], versions: { most } }),
        server({ alpn: ['ftp'] }),
      );
      expect([one.facts?.['alpn'], other.facts?.['alpn']]).toEqual(['ftp', 'ftp']);
      talk(one, other);
    }
  });
  test('cut into single octets', () => {
    for (const most of ['1.3', '1.2'] as const) {
      const { one, other } = meet(client({ versions: { most } }), server({ profile: vsftpd }), 1);
      talk(one, other);
    }
  });
  test('what is sent too early waits for it', () => {
    const other = server();
    other.step({ type: 'SEND', octets: octets('220 Ready\r\n') });
    const { one } = meet(client(), other);
    expect(one.text).toBe('220 Ready\r\n');
  });
  test('the same draws make the same octets', () => {
    const hello = () => {
      const one = client();
      one.step({ type: 'started' });
      return one.drain();
    };
    expect(hello()).toEqual(hello());
  });
  test('a key log line for every secret, alike at both ends', () => {
    const { one, other } = meet(client(), server());
    const lines = (end: Client | Server) =>
      end.of('secret').map(({ label, clientRandom, secret }) => `${label} ${clientRandom} ${secret}`);
    expect(lines(one)).toEqual(lines(other));
    expect(one.of('secret').map(({ label }) => label)).toEqual([
      'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
      'SERVER_HANDSHAKE_TRAFFIC_SECRET',
      'CLIENT_TRAFFIC_SECRET_0',
      'SERVER_TRAFFIC_SECRET_0',
      'EXPORTER_SECRET',
    ]);
  });
});
