/** Sessions taken up again: by ticket, by session id, or not. */
import { describe, expect, test } from 'vitest';
import { clientProfiles } from '../../src/tls/profiles/profiles';
import type { Session } from '../../src/tls/handshake/session';
import { client, drawn, EPOCH, meet, server } from './ends';
import { ftplib, vsftpd, talk } from './talk';

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
