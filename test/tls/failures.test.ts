/** How each failure of a handshake is named, at both ends. */
import { describe, expect, test } from 'vitest';
import { identity } from '../../src/tls/identities';
import { clientProfiles } from '../../src/tls/profiles/profiles';
import { client, converse, deliver, EPOCH, meet, octets, server, type Client, type Server } from './ends';
import { lftp, ftplib, vsftpd } from './talk';

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
    expect(one.facts).toMatchObject({ certificate: { code: 'unknown-ca' } });
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
