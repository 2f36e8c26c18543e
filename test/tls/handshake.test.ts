/**
 * Our client and our server, without a network: which messages go, where both ends stand, and how each failure is
 * named.
 */
import { describe, expect, test } from 'vitest';
import { identity } from '../../src/tls/identities';
import { clientProfiles, serverProfiles } from '../../src/tls/profiles/profiles';
import type { Session } from '../../src/tls/handshake/session';
import { client, converse, deliver, drawn, EPOCH, meet, octets, server, type Client, type Server } from './ends';

const lftp = clientProfiles['gnutls-lftp'];
const ftplib = clientProfiles['ftplib-openssl'];
const vsftpd = serverProfiles['vsftpd-openssl'];

function talk(one: Client, other: Server): void {
  expect([one.failure, other.failure, one.state, other.state]).toEqual([
    undefined,
    undefined,
    'CONNECTED',
    'CONNECTED',
  ]);
  one.step({ type: 'SEND', octets: octets('USER learner\r\n') });
  other.step({ type: 'SEND', octets: octets('331 Please\r\n') });
  converse(one, other);
  expect([other.text, one.text]).toEqual(['USER learner\r\n', '331 Please\r\n']);
}

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
      expect(other.facts).toMatchObject({ certificate: { name: 'valid' } });
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

describe('resumption', () => {
  const first = (most: '1.2' | '1.3', profile = ftplib): { session: Session; kept: Session[] } => {
    const { one, other } = meet(client({ profile, versions: { most } }), server({ origin: 'control 1' }));
    return { session: one.sessions[0]!, kept: other.sessions };
  };
  test('1.3 by ticket, which remembers where the session began', () => {
    const { session } = first('1.3');
    const { one, other } = meet(
      client({ profile: ftplib, session, random: drawn('other') }),
      server({ origin: 'data 2' }),
    );
    expect(one.states).toEqual(['START', 'WAIT_SH', 'WAIT_EE', 'WAIT_FINISHED', 'CONNECTED']);
    expect(other.facts).toMatchObject({ resumed: true, origin: 'control 1' });
    expect(other.said).toEqual([
      'ServerHello',
      'ChangeCipherSpec',
      'EncryptedExtensions',
      'Finished',
      'NewSessionTicket',
    ]);
    talk(one, other);
  });
  test('1.3 by ticket, through a HelloRetryRequest', () => {
    const { one } = meet(client(), server({ profile: vsftpd }));
    const again = meet(client({ session: one.sessions[1]! }), server({ profile: vsftpd }));
    expect(again.one.facts).toMatchObject({ resumed: true });
    talk(again.one, again.other);
  });
  test('1.2 by ticket', () => {
    const { session } = first('1.2');
    expect(session.ticket.length).toBe(224); // 16 of them for the name that the client called
    const { one, other } = meet(client({ profile: ftplib, session, versions: { most: '1.2' } }), server());
    expect(other.facts).toMatchObject({ resumed: true, origin: 'control 1' });
    expect(other.said).toEqual(['ServerHello', 'ChangeCipherSpec', 'Finished']);
    talk(one, other);
  });
  test('1.2 by session id, which the server keeps', () => {
    const { session, kept } = first('1.2', clientProfiles['curl-openssl']);
    expect([session.ticket.length, session.sessionId.length, kept.length]).toEqual([0, 32, 1]);
    const { one, other } = meet(client({ session, versions: { most: '1.2' } }), server({ sessions: kept }));
    expect(one.facts).toMatchObject({ resumed: true });
    talk(one, other);
    const forgotten = meet(client({ session, versions: { most: '1.2' } }), server({ random: drawn('another') }));
    expect(forgotten.one.facts).toMatchObject({ resumed: false });
  });
  test('a ticket of another server, or too old, is passed over', () => {
    const { session } = first('1.3');
    expect(meet(client({ session }), server({ ticketKey: new Uint8Array(32) })).one.facts).toMatchObject({
      resumed: false,
    });
    expect(meet(client({ session }, EPOCH + 7201), server({}, EPOCH + 7201)).one.facts).toMatchObject({
      resumed: false,
    });
    expect(meet(client({ session }), server({}, EPOCH + 7201)).one.facts).toMatchObject({ resumed: false });
  });
  test('a binder made with another key ends it', () => {
    const { session } = first('1.3');
    const { one, other } = meet(
      client({ session: { ...session, secret: session.secret.map((octet) => octet ^ 1) } }),
      server(),
    );
    expect([one.failure, other.failure]).toEqual(['decrypt_error', 'decrypt_error']);
  });
});

describe('a failure has its name at both ends', () => {
  const ends = (one: Client, other: Server) => {
    meet(one, other);
    return [one.failure, other.failure, one.state, other.state];
  };
  const both = (name: string) => [name, name, 'FAILED', 'FAILED'];
  test('no version in common', () => {
    expect(ends(client({ versions: { least: '1.3' } }), server({ versions: { most: '1.2' } }))).toEqual(
      both('protocol_version'),
    );
    expect(ends(client({ versions: { most: '1.1' } }), server())).toEqual(both('protocol_version'));
  });
  test('no suite in common', () => {
    const weak = {
      ...clientProfiles['curl-openssl'],
      suites: ['TLS_RSA_WITH_RC4_128_SHA', 'TLS_RSA_EXPORT_WITH_RC4_40_MD5'] as const,
    };
    expect(ends(client({ profile: weak, versions: { most: '1.2' } }), server())).toEqual(both('handshake_failure'));
  });
  test('no group in common', () =>
    expect(ends(client({ profile: { ...ftplib, groups: ['x448'], keyShares: [] } }), server())).toEqual(
      both('handshake_failure'),
    ));
  test('no application protocol in common', () =>
    expect(ends(client({ alpn: ['http/1.1'] }), server({ alpn: ['ftp'] }))).toEqual(both('no_application_protocol')));
  test('unknown authority', () => expect(ends(client({ anchors: [] }), server())).toEqual(both('unknown_ca')));
  test('self-signed', () =>
    expect(ends(client(), server({ identity: identity('selfSigned') }))).toEqual(both('unknown_ca')));
  test('expired, and not yet valid', () => {
    expect(ends(client({}, EPOCH + 10 * 366 * 86400), server())).toEqual(both('certificate_expired'));
    expect(ends(client({}, EPOCH - 2 * 366 * 86400), server())).toEqual(both('certificate_expired'));
  });
  test('wrong name', () =>
    expect(ends(client({ profile: ftplib }), server({ identity: identity('other') }))).toEqual(
      both('bad_certificate'),
    ));
  test('a client without a certificate where one is required', () => {
    const [, theirs, , state] = ends(client(), server({ clientCertificate: 'required' }));
    expect([theirs, state]).toEqual(['certificate_required', 'FAILED']);
    expect(ends(client({ versions: { most: '1.2' } }), server({ clientCertificate: 'required' }))).toEqual(
      both('handshake_failure'),
    );
  });
  test('what is checked afterwards is told, not refused', () => {
    const { one } = meet(client({ profile: lftp, anchors: [] }), server());
    expect(one.facts).toMatchObject({ certificate: { name: 'unknown-ca' } });
  });
  test("a downgrade by somebody between: the server's random tells", () => {
    const one = client();
    const other = server();
    one.step({ type: 'started' });
    const hello = one.drain();
    // supported_versions loses 1.3: its numbers become unknown ones.
    const at = Buffer.from(hello).indexOf(Buffer.from([0, 43]));
    hello[at + 6] = 9;
    deliver(other, hello);
    converse(one, other);
    expect([one.failure, other.failure]).toEqual(['illegal_parameter', 'illegal_parameter']);
  });
  test('a fallback that was not needed', () => {
    const profile = { ...ftplib, suites: [...ftplib.suites, 'TLS_FALLBACK_SCSV' as const] };
    expect(ends(client({ profile, versions: { most: '1.2' } }), server())).toEqual(both('inappropriate_fallback'));
  });
  test('no TLS at all', () => {
    const one = client();
    one.step({ type: 'started' });
    one.drain();
    deliver(one, octets('220 (vsFTPd 3.0.3)\r\n'));
    expect([one.failure, one.drain().length]).toEqual(['unexpected_message', 0]);
    const other = server({ profile: { ...vsftpd, answersStrangers: true } });
    deliver(other, octets('USER learner\r\n'));
    expect([other.failure, Buffer.from(other.drain()).toString('hex')]).toEqual([
      'unexpected_message',
      '1503030002020a',
    ]);
  });
  test('the connection breaks off', () => {
    const one = client();
    one.step({ type: 'started' });
    one.step({ type: 'ended' });
    expect(one.failure).toBe('handshake_ended');
  });
});

describe('the end', () => {
  test('a farewell each', () => {
    const { one, other } = meet(client(), server());
    one.step({ type: 'CLOSE' });
    expect(one.of('closed')).toHaveLength(1);
    converse(one, other);
    expect([one.state, other.state, other.of('peerClosed').length]).toEqual(['CLOSE_SENT', 'CLOSE_RECEIVED', 1]);
    other.step({ type: 'SEND', octets: octets('still') });
    other.step({ type: 'CLOSE' });
    converse(one, other);
    expect([one.state, other.state, one.text, one.said.at(-1), one.heard.at(-1)]).toEqual([
      'CLOSED',
      'CLOSED',
      'still',
      'Alert close_notify',
      'Alert close_notify',
    ]);
  });
  test('an end without farewell is a truncation, by name, unless the program does not mind', () => {
    const { one, other } = meet(client({ profile: clientProfiles['ftplib-openssl'] }), server());
    one.step({ type: 'ended' });
    other.step({ type: 'ended' });
    expect([one.failure, one.state, one.said.at(-1), other.failure, other.state]).toEqual([
      'truncated',
      'FAILED',
      'Alert decode_error',
      undefined,
      'CLOSED',
    ]);
    // After the fatal alert that OpenSSL says to it, nothing more is said; who does not mind at all may still be closed
    // in good manners.
    other.step({ type: 'CLOSE' });
    expect([other.state, other.said.at(-1), other.of('closed').length]).toEqual(['CLOSED', 'Alert decode_error', 1]);
    const calm = meet(
      client(),
      server({ profile: { ...serverProfiles['proftpd-openssl'], alertsTruncation: false } }),
    ).other;
    for (const type of ['ended', 'CLOSE'] as const) calm.step({ type });
    expect([calm.state, calm.said.at(-1), calm.of('closed').length]).toEqual(['CLOSED', 'Alert close_notify', 1]);
  });
  test.each(['ftplib-openssl', 'openssl-s-client'] as const)(
    'a record whose length says more than came, then the end, is a truncation: %s',
    (name) => {
      const { one, other } = meet(client({ profile: clientProfiles[name] }), server());
      other.step({ type: 'SEND', octets: octets('the first') });
      deliver(one, other.drain());
      other.step({ type: 'SEND', octets: octets('the second') });
      const record = other.drain();
      record[4] = record[4]! + 1;
      deliver(one, record);
      expect([one.state, one.text]).toEqual(['CONNECTED', 'the first']);
      one.step({ type: 'ended' });
      expect([one.failure, one.state, one.text]).toEqual(['truncated', 'FAILED', 'the first']);
    },
  );
  test('TLS comes off only after both farewells, and what follows is clear', () => {
    const { one, other } = meet(client(), server());
    one.step({ type: 'REMOVE' });
    expect([one.state, one.of('closed').length]).toEqual(['REMOVING', 0]);
    deliver(other, one.drain());
    other.step({ type: 'REMOVE' });
    deliver(one, Buffer.concat([other.drain(), octets('200 clear\r\n')]));
    expect([one.state, other.state, one.of('closed').length, other.of('closed').length, one.text]).toEqual([
      'CLOSED',
      'CLOSED',
      1,
      1,
      '200 clear\r\n',
    ]);
  });
});
