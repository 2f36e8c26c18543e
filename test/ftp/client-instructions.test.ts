/** What the words of the plans do, one client's manners or another's, as transcripts. */
import { describe, test } from 'vitest';
import { userPi } from '../../src/ftp/user/user-pi.machine';
import type { ClientSetup } from '../../src/ftp/user/session';
import type { Action } from '../../src/ftp/protocol/requests';
import { clientSetup } from './setups';
import { transcript } from './transcript';

const input = (client: string, ...work: readonly Action[]): ClientSetup =>
  clientSetup(client, work, { connectTimeout: 20 });

const loggedIn = (extra = '') => `
    !  started${extra}
       open control control {"address":"198.51.100.21","port":21}
       arm patience 20000000
    =  CONNECTING
    !  opened control
       cancel patience
       arm patience 20000000
    =  WAIT-GREETING
    <- 220 ready
       cancel patience
       -> USER learner
       arm patience 20000000
    =  WAIT-LOGIN
    <- 331 password
       cancel patience
       -> PASS portcall
       arm patience 20000000
    =  WAIT-LOGIN`;

describe('ftplib', () => {
  test('aborts with all of the line urgent, and reads the next reply only when the first was one of an abort', () =>
    transcript(
      userPi,
      input('ftplib', { op: 'abort', path: 'chart.bin', style: 'urgent' }),
      `${loggedIn()}
    <- 230 in
       cancel patience
       -> PASV
       arm patience 20000000
    =  WAIT-REPLY
    <- 227 (198,51,100,21,195,100)
       cancel patience
       () connect {"remote":{"address":"198.51.100.21","port":50020}}
       arm patience 20000000
    =  WAIT-DATA
    () opened
       cancel patience
       -> RETR chart.bin
       arm patience 20000000
    =  WAIT-TRANSFER
    <- 150 here
       cancel patience
       () taste {"octets":100,"patience":20000000}
    =  WAIT-DATA
    () arrived
       think 200
       -> ABOR
       arm patience 20000000
    =  WAIT-TRANSFER
    <- 426 aborted
       cancel patience
       () forget
       arm patience 20000000
    =  WAIT-TRANSFER
    +  20
    !  timeout patience
       cancel patience
       () forget
       close control
       say user TimeoutError: timed out
       achieve 0 false
       exit 1
    =  ENDED
  `,
    ));

  test('says its exception in as many lines as the reply has, and ends', () =>
    transcript(
      userPi,
      input('ftplib', { op: 'list', path: '/' }),
      `${loggedIn()}
    <- 421-Sorry
    =  WAIT-LOGIN
    <- 421 no
       cancel patience
       () forget
       close control
       say user error_temp: 421-Sorry
       say user 421 no
       achieve 0 false
       exit 1
    =  ENDED
  `,
    ));

  test('sleeps without reading: what it sends next is sent before the 421 is read', () =>
    transcript(
      userPi,
      input('ftplib', { op: 'wait', seconds: 5 }, { op: 'quote', line: 'NOOP' }),
      `${loggedIn()}
    <- 230 in
       cancel patience
       think 5000000
       achieve 0 true
       -> NOOP
       arm patience 20000000
    =  WAIT-REPLY
    <- 421 Timeout.
       cancel patience
       () forget
       close control
       say user error_temp: 421 Timeout.
       achieve 1 false
       exit 1
    =  ENDED
  `,
    ));

  test('finds the end of the connection where it wanted a reply', () =>
    transcript(
      userPi,
      input('ftplib', { op: 'list', path: '/' }),
      `${loggedIn()}
    !  peerClosed control
       cancel patience
       () forget
       close control
       say user EOFError:
       achieve 0 false
       exit 1
    =  ENDED
  `,
    ));
});

test('lftp, refused a port, interrupts with a synch and gives up', () =>
  transcript(
    userPi,
    input('lftp', { op: 'list', path: '/' }),
    `
    !  started
       open control control {"address":"198.51.100.21","port":21}
       arm patience 20000000
    =  CONNECTING
    !  opened control
       cancel patience
       arm patience 20000000
    =  WAIT-GREETING
    <- 220 ready
       cancel patience
       -> FEAT
       arm patience 20000000
    =  WAIT-REPLY
    <- 500 what
       cancel patience
       -> USER learner
       arm patience 20000000
    =  WAIT-LOGIN
    <- 230 in
       cancel patience
       -> PWD
       arm patience 20000000
    =  WAIT-REPLY
    <- 257 "/"
       cancel patience
       -> PASV
       arm patience 20000000
    =  WAIT-REPLY
    <- 227 (10,0,0,21,195,100)
       cancel patience
       () connect {"remote":{"address":"198.51.100.21","port":50020}}
       arm patience 20000000
    =  WAIT-DATA
    () unopened {"reason":"ECONNREFUSED"}
       cancel patience
       -> \u00ff\u00f4\u00ff
       -> \u00f2
       close control
       say user ls: Fatal error: max-retries exceeded (Connection refused)
       achieve 0 false
       exit 1
    =  ENDED
  `,
  ));
