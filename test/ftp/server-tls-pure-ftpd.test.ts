/** Pure-FTPd with TLS (RFC 4217), the handshakes themselves left to the layer: what it says, and when. */
import { describe, test } from 'vitest';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { transcript } from './transcript';
import { input, SELF } from './server-tls';

describe('Pure-FTPd', () => {
  const played = (title: string, script: string, more: Partial<ServerSettings> = {}) =>
    test(title, () => transcript(serverPi, input('pure-ftpd', more), script));
  const greeting = (port = 21): string => `
    !  accepted
       option control true
       say log (?@203.0.113.10) [INFO] New connection from 203.0.113.10
       -> 220---------- Welcome to Pure-FTPd [privsep] [TLS] ---------- / 220-You are user number 1 of 13 allowed.
          ... / 220-Local time is now 00:53. Server port: ${port}. / 220-This is a private system - No anonymous
          ... login / 220 You will be disconnected after 1 minutes of inactivity.
       arm idle 60000000
    =  WAIT-USER`;
  const inside = `${greeting()}
    <- AUTH TLS
       -> 234 AUTH TLS OK.
       secure control tls-server {${SELF},"farewell":false}
    =  SECURING
    !  secured control
    =  WAIT-USER`;

  played(
    'it has its own idea of PROT',
    `${greeting()}
    <- AUTH SSL
       -> 500 This security scheme is not implemented
    =  WAIT-USER
    <- PROT P
       -> 503 PROT must be preceded by a successful PBSZ command
    =  WAIT-USER
    ${inside.slice(greeting().length).trimStart()}
    <- AUTH TLS
       -> 234 AUTH TLS OK.
    =  WAIT-USER
    <- PROT
       -> 503 Missing argument
    =  WAIT-USER
    <- PROT S
       -> 200 Protection level S not understood. Fallback to "private"
    =  WAIT-USER
    <- PROT X
       -> 534 Fallback to [C]
    =  WAIT-USER
    <- CCC
       -> 534 CCC not allowed at this point
    =  WAIT-USER
  `,
  );
  played(
    'a ClientHello is no command, and is answered by nothing',
    `${greeting()}
    <- ${'\u0016\u0003\u0001\u0002'}
       note a line with Telnet commands or control characters in it is lost on this server
    =  WAIT-USER
  `,
  );
  played(
    'a handshake fails: it goes without a word',
    `${greeting()}
    <- AUTH TLS
       -> 234 AUTH TLS OK.
       secure control tls-server {${SELF},"farewell":false}
    =  SECURING
    !  broken control unknown_ca alert
       note TLS on the control connection failed: unknown_ca
       think 300
       exit 1
    =  ENDED
  `,
  );
  played(
    'its lines are records of their own',
    `${inside}
    <- USER learner
       -> 331 User learner OK. Password required
    =  WAIT-PASS
    <- PASS portcall
       think 8000
       say log (learner@203.0.113.10) [INFO] learner is now logged in
       -> 230 OK. Current restricted directory is /
    =  READY
    <- QUIT
       say log (learner@203.0.113.10) [INFO] Logout.
       -> 221-Goodbye. You uploaded 0 and downloaded 0 kbytes.
       -> 221 Logout.
       think 500
       exit 0
    =  ENDED
  `,
  );
});
