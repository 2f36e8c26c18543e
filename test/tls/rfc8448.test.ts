/**
 * The published traces of RFC 8448: key schedule, record protection, transcript; and our client in the client's place.
 */
import { describe, expect, test } from 'vitest';
import { isFault } from '../../src/tls/messages/alerts';
import { hexOf } from '../../src/tls/messages/codec';
import type { ClientProfile } from '../../src/tls/profiles/profile';
import { clientProfiles } from '../../src/tls/profiles/profiles';
import { concat } from '../../src/wire/octets';
import { hash, primitives } from '../../src/tls/crypto/primitives';
import { open, protection, seal, type Protection } from '../../src/tls/record/record';
import {
  binderKey,
  deriveSecret,
  earlySecret,
  finishedData,
  handshakeSecret,
  masterSecret,
  resumptionPsk,
} from '../../src/tls/crypto/schedule';
import { client, deliver } from './ends';
import data from './rfc8448.json';

const hex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, 'hex'));
const SUITE = 0x1301;
/** The 32 octets after group and length of an X25519 share. */
const keyOf = (message: Uint8Array): Uint8Array => {
  const at = Buffer.from(message).indexOf('001d0020', 'hex') + 4;
  return message.subarray(at, at + 32);
};
const body = (record: string): Uint8Array => hex(record).subarray(5);

/** Opens a record, or fails the test. */
function opened(p: Protection, record: string) {
  const octets = hex(record);
  const result = open(p, octets.subarray(0, 5), octets.subarray(5));
  if (isFault(result)) throw new Error(result.why.code);
  return result;
}

describe('section 3, the simple handshake', () => {
  const { simple } = data;
  const shared = primitives.sharedSecret('x25519', hex(simple.clientSecret), keyOf(body(simple.serverHello)))!;
  const hellos = concat(body(simple.clientHello), body(simple.serverHello));
  const handshake = handshakeSecret('sha256', earlySecret('sha256', null), shared);
  const of = (label: string, secret: Uint8Array, transcript: Uint8Array) =>
    deriveSecret('sha256', secret, label, hash('sha256', transcript));
  const server = of('s hs traffic', handshake, hellos);
  const clientSide = of('c hs traffic', handshake, hellos);
  const flight = opened(protection(SUITE, server), simple.serverFlight).content.octets;
  const upToServer = concat(hellos, flight);
  const master = masterSecret('sha256', handshake);
  const clientFinished = opened(protection(SUITE, clientSide), simple.clientFinished).content.octets;
  const whole = concat(upToServer, clientFinished);

  test('both ends find one secret', () =>
    expect(
      primitives.sharedSecret(
        'x25519',
        hex(simple.serverSecret),
        primitives.publicKey('x25519', hex(simple.clientSecret)),
      ),
    ).toEqual(shared));
  test("the handshake's traffic secret", () => expect(hexOf(server)).toBe(simple.serverHandshakeTraffic));
  test("the server's Finished", () => {
    expect(hexOf(flight.subarray(-32))).toBe(simple.serverFinished);
    expect(hexOf(finishedData('sha256', server, hash('sha256', concat(hellos, flight.subarray(0, -36)))))).toBe(
      simple.serverFinished,
    );
  });
  test("the client's Finished", () =>
    expect(clientFinished.subarray(4)).toEqual(finishedData('sha256', clientSide, hash('sha256', upToServer))));
  test('data, ticket and farewells of both ends, opened and sealed again', () => {
    const text = Uint8Array.from({ length: 50 }, (_, i) => i);
    let fromClient = protection(SUITE, of('c ap traffic', master, upToServer));
    let fromServer = protection(SUITE, of('s ap traffic', master, upToServer));
    const ticket = opened(fromServer, simple.newSessionTicket);
    expect(ticket.content).toMatchObject({ type: 22 });
    const nonce = ticket.content.octets.subarray(13, 13 + ticket.content.octets[12]!);
    expect(hexOf(resumptionPsk('sha256', of('res master', master, whole), nonce))).toBe(simple.resumptionPsk);
    fromServer = ticket.next;
    expect(hexOf(seal(fromClient, 23, text).record)).toBe(simple.clientData);
    expect(hexOf(seal(fromServer, 23, text).record)).toBe(simple.serverData);
    fromClient = opened(fromClient, simple.clientData).next;
    fromServer = opened(fromServer, simple.serverData).next;
    expect([
      ...opened(fromClient, simple.clientClose).content.octets,
      ...opened(fromServer, simple.serverClose).content.octets,
    ]).toEqual([1, 0, 1, 0]);
  });
});

test('section 4, the binder of a resumption', () => {
  const hello = body(data.resumed.clientHello);
  const psk = hex(data.simple.resumptionPsk);
  expect(hello.subarray(-32)).toEqual(
    finishedData('sha256', binderKey('sha256', psk), hash('sha256', hello.subarray(0, -35))),
  );
});

/** NSS, as the traces show it. */
const nss: ClientProfile = {
  ...clientProfiles['curl-openssl'],
  name: 'nss',
  suites: ['TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_256_GCM_SHA384'],
  versions: ['1.3'],
  groups: [
    'x25519',
    'secp256r1',
    'secp384r1',
    'secp521r1',
    'ffdhe2048',
    'ffdhe3072',
    'ffdhe4096',
    'ffdhe6144',
    'ffdhe8192',
  ],
  schemes: [
    'ecdsa_secp256r1_sha256',
    'ecdsa_secp384r1_sha384',
    'ecdsa_secp521r1_sha512',
    'ecdsa_sha1',
    'rsa_pss_rsae_sha256',
    'rsa_pss_rsae_sha384',
    'rsa_pss_rsae_sha512',
    'rsa_pkcs1_sha256',
    'rsa_pkcs1_sha384',
    'rsa_pkcs1_sha512',
    'rsa_pkcs1_sha1',
    'dsa_sha256',
    'dsa_sha384',
    'dsa_sha512',
    'dsa_sha1',
  ],
  extensions: [
    'server_name',
    'renegotiation_info',
    'supported_groups',
    'key_share',
    'supported_versions',
    'signature_algorithms',
    'cookie',
    'psk_key_exchange_modes',
    'record_size_limit',
  ],
  renegotiationSuite: false,
  narrowsSchemes: false,
  compatibilityMode: false,
  checks: { chain: 'never', name: 'never' },
};
const drawing = (octets: Readonly<Record<string, string>>) => (purpose: string, length: number) =>
  hex(octets[purpose] ?? '01'.repeat(length));
const trace = (profile: ClientProfile, octets: Readonly<Record<string, string>>) =>
  client({ profile, serverName: 'server', anchors: [], random: drawing(octets) });

test('section 3: our client writes the hello, and refuses the RSA certificate by name', () => {
  const { simple } = data;
  const extensions = nss.extensions.flatMap((name) =>
    name === 'key_share' ? (['session_ticket', name] as const) : [name],
  );
  const one = trace({ ...nss, extensions }, { random: simple.clientRandom, 'key share x25519': simple.clientSecret });
  one.step({ type: 'started' });
  expect(hexOf(one.drain())).toBe(simple.clientHello);
  deliver(one, hex(simple.serverHello + simple.serverFlight));
  expect([one.states.at(-2), one.failure]).toEqual(['WAIT_CERT_CR', 'unsupported_certificate']);
});

test('section 5: our client writes both hellos around a HelloRetryRequest', () => {
  const { retry } = data;
  const one = trace(
    { ...nss, groups: ['x25519', 'secp256r1', 'secp384r1'] },
    { random: retry.clientRandom, 'key share x25519': retry.x25519, 'key share secp256r1': retry.secp256r1 },
  );
  one.step({ type: 'started' });
  expect(hexOf(one.drain())).toBe(retry.clientHello);
  deliver(one, hex(retry.helloRetryRequest));
  expect(hexOf(one.drain())).toBe(retry.secondHello);
});

test('section 6: our client follows a server with an ECDSA certificate to the end', () => {
  const { clientAuthentication: auth } = data;
  const one = trace(nss, { random: auth.clientRandom, 'key share x25519': auth.x25519 });
  one.step({ type: 'started' });
  expect(hexOf(one.drain())).toBe(auth.clientHello);
  deliver(one, hex(auth.serverHello + auth.serverFlight));
  expect(one.heard).toEqual([
    'ServerHello',
    'EncryptedExtensions',
    'CertificateRequest',
    'Certificate',
    'CertificateVerify',
    'Finished',
  ]);
  expect([one.failure, one.state, one.said]).toEqual([
    undefined,
    'CONNECTED',
    ['ClientHello', 'Certificate', 'Finished'],
  ]);
});
