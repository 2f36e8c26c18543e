/** Where a value turns from one answer to the other: the last on this side, and the first on that. */
import { describe, expect, test } from 'vitest';
import { isFault } from '../../src/tls/messages/alerts';
import { clientProfiles } from '../../src/tls/profiles/profiles';
import { headerFault, protection, seal, type Protection } from '../../src/tls/record/record';
import { suites, type Version } from '../../src/tls/messages/registry';
import { isFresh } from '../../src/tls/handshake/session';
import { client, deliver, drawn, meet, server } from './ends';

/** The name of the alert that a record's header alone is answered with. */
function judged(type: number, length: number, read: Protection | null, version: Version): string {
  const found = headerFault({ type, version: 0x0303, length }, read, version);
  return found && isFault(found) ? found.alert : 'none';
}

describe('the header of a record', () => {
  const APPLICATION_DATA = 23;
  const keys = protection(suites.TLS_AES_128_GCM_SHA256, drawn('keys')('secret', 32));

  // RFC 8446 section 5.1: change_cipher_spec 20, alert 21, handshake 22, application_data 23; another type ends the
  // connection with unexpected_message. 24 is heartbeat (RFC 6520), which nobody here has offered.
  test.each([
    [19, 'unexpected_message'],
    [20, 'none'],
    [21, 'none'],
    [22, 'none'],
    [23, 'none'],
    [24, 'unexpected_message'],
  ])('of type %d: %s', (type, alert) => expect(judged(type, 1, null, '1.2')).toBe(alert));

  // RFC 8446 section 5.1 and 5.2: 2^14 octets in the clear, 2^14 + 256 protected in 1.3; 2^14 + 2048 in 1.2 (RFC 5246
  // section 6.2.3).
  test.each([
    ['in the clear', null, '1.3', 2 ** 14],
    ['protected in 1.3', keys, '1.3', 2 ** 14 + 256],
    ['protected in 1.2', { ...keys, version: '1.2' }, '1.2', 2 ** 14 + 2048],
  ] as const)('%s', (_, read, version, most) => {
    expect(judged(APPLICATION_DATA, most, read, version)).toBe('none');
    expect(judged(APPLICATION_DATA, most + 1, read, version)).toBe('record_overflow');
  });
});

describe('a ticket may be used from the moment of its issue until its lifetime is over', () => {
  // RFC 8446 section 4.6.1: ticket_lifetime, in seconds from the time of issuance. What was issued in the future, as a
  // clock that was set back shows it, has no age that could be told (section 4.2.11.1).
  const issuedAt = 1_705_320_000_000;
  const session = {
    version: '1.3',
    suite: suites.TLS_AES_128_GCM_SHA256,
    secret: new Uint8Array(32),
    ticket: new Uint8Array(32),
    sessionId: new Uint8Array(0),
    ageAdd: 0,
    lifetime: 7200,
    issuedAt,
    serverName: 'ftp.example.test',
    alpn: '',
    extendedMasterSecret: true,
    origin: '',
  } as const;
  test.each([
    ['a millisecond before', -1, false],
    ['at once', 0, true],
    ['in its last millisecond', 7_200_000, true],
    ['a millisecond later', 7_200_001, false],
  ])('%s', (_, after, fresh) => expect(isFresh(session, issuedAt + after)).toBe(fresh));

  test('the client offers none from the future', () => {
    const { one } = meet(client(), server());
    const kept = { ...one.sessions[0]!, issuedAt: (one.epoch + 1) * 1000 };
    const { one: again } = meet(client({ session: kept }), server());
    expect(again.facts).toMatchObject({ resumed: false });
    const { one: known } = meet(client({ session: { ...kept, issuedAt: one.epoch * 1000 } }), server());
    expect(known.facts).toMatchObject({ resumed: true });
  });
});

describe('an alert of level warning', () => {
  // RFC 5246 section 7.2.2: whether to go on is left to the reader. RFC 8446 section 6: in 1.3 the level says nothing,
  // and every alert but close_notify and user_canceled is an error.
  const [WARNING, FATAL] = [1, 2];
  const [ALERT, HANDSHAKE_FAILURE, USER_CANCELED] = [21, 40, 90];
  const heard = (most: Version, level: number, code: number): (string | undefined)[] => {
    const { one, other } = meet(client({ versions: { most } }), server());
    const keys = one.snapshot.context.write;
    if (!keys) throw new Error('the client protects nothing');
    deliver(other, seal(keys, ALERT, Uint8Array.of(level, code)).record);
    return [other.state, other.failure];
  };
  const lives = ['CONNECTED', undefined];
  const ends = ['FAILED', 'handshake_failure'];
  test.each([
    ['1.2', WARNING, HANDSHAKE_FAILURE, lives],
    ['1.2', FATAL, HANDSHAKE_FAILURE, ends],
    ['1.3', WARNING, HANDSHAKE_FAILURE, ends],
    ['1.3', FATAL, HANDSHAKE_FAILURE, ends],
    ['1.3', WARNING, USER_CANCELED, lives],
    ['1.3', FATAL, USER_CANCELED, lives],
  ] as const)('in %s, level %d, alert %d: %j', (version, level, code, expected) => {
    expect(heard(version, level, code)).toEqual(expected);
  });
});

describe('OpenSSL pads a ClientHello of 256 to 511 octets to 512 or just above', () => {
  // RFC 7685 section 4: some servers hang at just those lengths. The extension's own four octets, and one of padding at
  // the least, are more than what is missing from 508 on. Each row as OpenSSL 3.0.19's `s_client -bugs` sent it, in 1.3
  // and in 1.2, lengths made with -alpn.
  const HEADER = 5;
  const short = {
    ...clientProfiles['curl-openssl'],
    extensions: ['server_name', 'supported_versions', 'key_share'],
  } as const;
  const long = clientProfiles['curl-openssl'];
  type Profile = typeof long;
  const length = (profile: Profile, name: string, padsHello: boolean): number => {
    const one = client({ profile: { ...profile, padsHello }, serverName: name });
    one.step({ type: 'started' });
    return one.drain().length - HEADER;
  };
  /** A name with which the hello has a length before it is padded. */
  const nameFor = (profile: Profile, wanted: number): string => {
    const name = 'a'.repeat(1 + wanted - length(profile, 'a', false));
    expect(length(profile, name, false)).toBe(wanted);
    return name;
  };
  test.each([
    [255, 255, short],
    [256, 512, short],
    [507, 512, long],
    [508, 513, long],
    [509, 514, long],
    [510, 515, long],
    [511, 516, long],
    [512, 512, long],
  ])('%d: %d', (bare, padded, profile) => {
    expect(length(profile, nameFor(profile, bare), true)).toBe(padded);
  });
});
