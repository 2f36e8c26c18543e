/** Programs of either side, and a few words between two ends that are connected. */
import { expect } from 'vitest';
import { clientProfiles, serverProfiles } from '../../src/tls/profiles/profiles';
import { converse, octets, type Client, type Server } from './ends';

export const lftp = clientProfiles['gnutls-lftp'];
export const ftplib = clientProfiles['ftplib-openssl'];
export const vsftpd = serverProfiles['vsftpd-openssl'];

export function talk(one: Client, other: Server): void {
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
