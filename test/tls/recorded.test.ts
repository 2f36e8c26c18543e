/**
 * Lengths of what real programs sent, as recorded on real connections, and of what our profiles send in their place.
 */
import { describe, expect, test } from 'vitest';
import type { ClientInput, ServerInput } from '../../src/tls/handshake/context';
import { clientProfiles, serverProfiles } from '../../src/tls/profiles/profiles';
import { client, drawn, server, type Client, type Server } from './ends';

/** Octets of each write, end by end, in the order in which they leave. */
function writes(
  mine: Partial<ClientInput>,
  theirs: Partial<ServerInput>,
): { lengths: number[]; one: Client; other: Server } {
  const one = client({ ...mine, random: drawn('mine') });
  const other = server({ ...theirs, random: drawn('theirs') });
  const lengths: number[] = [];
  one.step({ type: 'started' });
  for (let round = 0; round < 6; round += 1) {
    for (const [from, to, sign] of [
      [one, other, 1],
      [other, one, -1],
    ] as const) {
      const out = from.out;
      from.out = [];
      for (const octets of out) {
        lengths.push(sign * octets.length);
        to.step({ type: 'arrived', octets });
      }
    }
  }
  return { lengths, one, other };
}

const { 'curl-openssl': curl, 'ftplib-openssl': ftplib, 'gnutls-lftp': lftp } = clientProfiles;
const { 'vsftpd-openssl': vsftpd, 'proftpd-openssl': proftpd } = serverProfiles;

/** A client's writes are positive, a server's negative; each as one segment recorded it. */
describe('the recorded lengths', () => {
  test('curl and vsftpd, 1.3, control connection', () => {
    const { lengths, one } = writes({ profile: curl }, { profile: vsftpd });
    expect(lengths).toEqual([517, -99, 523, -(160 + 28 + 67 + 499 + 101 + 74), 104, -255, -255]);
    const again = writes({ profile: curl, session: one.sessions.at(-1)! }, { profile: vsftpd });
    expect(again.lengths).toEqual([593, -99, 632, -(166 + 28 + 74), 74, -255]);
  });
  test('curl and ProFTPD, 1.3', () =>
    expect(writes({ profile: curl }, { profile: proftpd }).lengths).toEqual([
      517,
      -(127 + 6 + 32 + 499 + 101 + 74),
      80,
      -303,
      -303,
    ]));
  test('lftp and ProFTPD, 1.3, then resumed', () => {
    const { lengths, one } = writes({ profile: lftp }, { profile: proftpd });
    expect(lengths).toEqual([394, -898, 6, 74, -303, -303]);
    const again = writes({ profile: lftp, session: one.sessions.at(-1)! }, { profile: proftpd });
    expect(again.lengths).toEqual([713, -300, 6, 74, -303]);
  });
  test('curl that wants 1.3, and vsftpd that has 1.2', () =>
    expect(
      writes({ profile: curl, versions: { least: '1.3' } }, { profile: vsftpd, versions: { most: '1.2' } }).lengths,
    ).toEqual([250, -7]));
  test('ftplib and vsftpd, 1.2', () =>
    expect(writes({ profile: ftplib, versions: { most: '1.2' } }, { profile: vsftpd }).lengths).toEqual([
      187, -768, 138, -242,
    ]));
  test('curl and vsftpd, 1.2, then resumed by id', () => {
    const { lengths, one, other } = writes({ profile: curl, versions: { most: '1.2' } }, { profile: vsftpd });
    expect(lengths).toEqual([209, -(98 + 479 + 153 + 57 + 9), 12 + 75 + 6 + 45, -51]);
    const again = writes(
      { profile: curl, versions: { most: '1.2' }, session: one.sessions[0]! },
      { profile: vsftpd, sessions: other.sessions },
    );
    expect(again.lengths).toEqual([241, -(90 + 6 + 45), 51]);
  });
});
