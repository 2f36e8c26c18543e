/** How a connection of TLS ends: farewells, truncation, and TLS taken off. */
import { describe, expect, test } from 'vitest';
import { clientProfiles, serverProfiles } from '../../src/tls/profiles/profiles';
import { client, converse, deliver, meet, octets, server } from './ends';

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
