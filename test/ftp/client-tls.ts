/** Clients that ask for TLS, for the tests of what they do then. */
import { test } from 'vitest';
import type { ClientSetup } from '../../src/ftp/user/session';
import type { Action, Security } from '../../src/ftp/protocol/requests';
import { userPi } from '../../src/ftp/user/user-pi.machine';
import { clientSetup } from './setups';
import { transcript } from './transcript';

export const explicit: Security = {
  how: 'explicit',
  protectData: true,
  sessionReuse: true,
  clearControlAfterLogin: false,
};

export const setupOf = (client: string, security: Security, ...work: readonly Action[]): ClientSetup =>
  clientSetup(client, work, { security });

export const played = (title: string, setup: ClientSetup, script: string) =>
  test(title, () => transcript(userPi, setup, script));

/** curl, until it has asked for SSL. */
export const curl = `
    !  started
       arm connect 300000000
       open control control {"address":"198.51.100.21","port":21}
    =  CONNECTING
    !  opened control
       option control true
    =  WAIT-GREETING
    <- 220 ready
       -> AUTH SSL
    =  WAIT-LOGIN`;

/** lftp and ftplib, until they are connected. */
export const lftp = `
    !  started
       open control control {"address":"198.51.100.21","port":21}
       arm patience 300000000
    =  CONNECTING
    !  opened control
       cancel patience`;
