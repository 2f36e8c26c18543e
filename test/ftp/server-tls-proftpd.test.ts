/** ProFTPD with TLS (RFC 4217), the handshakes themselves left to the layer: what it says, and when. */
import { describe, test } from 'vitest';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { transcript } from './transcript';
import { input, SELF, data } from './server-tls';

describe('ProFTPD', () => {
  const played = (title: string, script: string, more: Partial<ServerSettings> = {}) =>
    test(title, () => transcript(serverPi, input('proftpd', more), script));
  const greeting = `
    !  accepted
       option control true
       say log 203.0.113.10: FTP session opened.
       -> 220 ProFTPD Server (Portcall) [198.51.100.21]
       arm idle 60000000
    =  WAIT-USER`;
  const inside = `${greeting}
    <- AUTH TLS-P
       -> 234 AUTH TLS-P successful
       secure control tls-server {${SELF},"farewell":true}
    =  SECURING
    !  secured control
    =  WAIT-USER
    <- USER learner
       -> 331 Password required for learner
    =  WAIT-PASS
    <- PASS portcall
       think 8000
       say log USER learner: Login successful.
       -> 230 User learner logged in
    =  READY`;
  const opening = `${inside}
    <- PASV
       () listen {"address":"198.51.100.21","port":{"from":50020,"to":50045}}
    =  BINDING
    () listening {"local":{"address":"198.51.100.21","port":50030}}
       -> 227 Entering Passive Mode (198,51,100,21,195,110).
    =  READY
    <- NLST
       () open {"remote":null,"local":null,"peer":"203.0.113.10","patience":20000000,"stall":3600000000}
    =  OPENING
    () opened
       -> 150 Opening ASCII mode data connection for file list
       ${data(',"noDelay":true')}
    =  PROTECTING`;

  played(
    'CCC takes TLS off the control connection, not off the data',
    `${inside}
    <- CCC
       -> 200 Clearing control channel protection
       unsecure control
    =  CLEARING
    !  unsecured control
    =  READY
    <- PWD
       -> 257 "/" is the current directory
    =  READY
    <- PBSZ 0
       -> 503 PBSZ not allowed on insecure control connection
    =  READY
    <- CCC
       -> 533 CCC not allowed on insecure control connection
    =  READY
    <- AUTH TLS
       -> 534 Unwilling to accept security parameters
    =  READY
    <- PORT 203,0,113,10,195,80
       -> 200 PORT command successful
    =  READY
    <- QUIT
       say log 203.0.113.10: FTP session closed.
       -> 221 Goodbye.
       exit 0
    =  ENDED
  `,
  );
  played(
    'the client dies between CCC and its farewell',
    `${inside}
    <- CCC
       -> 200 Clearing control channel protection
       unsecure control
    =  CLEARING
    !  broken control truncated
       note TLS on the control connection failed: truncated
       think 300
       close control
       exit 1
    =  ENDED
  `,
  );
  played(
    'where TLS is required, only what leads to it is obeyed without',
    `${greeting}
    <- NOOP
       -> 550 SSL/TLS required on the control channel
    =  WAIT-USER
    <- SYST
       -> 215 UNIX Type: L8
    =  WAIT-USER
    <- AUTH
       -> 504 AUTH requires at least one argument
    =  WAIT-USER
    <- AUTH TLS
       -> 234 AUTH TLS successful
       secure control tls-server {${SELF},"farewell":true}
    =  SECURING
    !  secured control
    =  WAIT-USER
    <- AUTH TLS
       -> 503 Unwilling to accept second AUTH
    =  WAIT-USER
    <- PROT C
       -> 534 Unwilling to accept security parameters
    =  WAIT-USER
    <- PBSZ 1024
       -> 200 PBSZ=0 successful
    =  WAIT-USER
    <- PBSZ
       -> 501 Invalid number of parameters
    =  WAIT-USER
    <- USER learner
       -> 331 Password required for learner
    =  WAIT-PASS
    <- PASS portcall
       think 8000
       say log USER learner: Login successful.
       -> 230 User learner logged in
    =  READY
    <- CCC
       -> 534 Unwilling to accept security parameters
    =  READY
    <- LIST
       -> 522 SSL/TLS required on the data channel
    =  READY
  `,
    { tls: 'required' },
  );
  played(
    'what came in the clear behind AUTH is thrown away',
    `${greeting}
    <- AUTH TLS / USER root
       -> 234 AUTH TLS successful
       note what came in the clear behind AUTH is thrown away RFC 4217 15
       secure control tls-server {${SELF},"farewell":true}
    =  SECURING
    !  secured control
    =  WAIT-USER
  `,
  );
  played(
    'a handshake fails',
    `${greeting}
    <- AUTH TLS
       -> 234 AUTH TLS successful
       secure control tls-server {${SELF},"farewell":true}
    =  SECURING
    !  broken control protocol_version
       note TLS on the control connection failed: protocol_version
       think 300
       unsecure control true
    =  CLEARING
    !  unsecured control
       -> 421 TLS handshake failed
       exit 1
    =  ENDED
  `,
  );
  played(
    "a data connection's handshake fails, and the session goes on",
    `${opening}
    () notSecured {"failure":{"name":"handshake_ended"}}
       () close
       -> 425 Unable to build data connection: Operation not permitted
    =  READY
    <- QUIT
       say log 203.0.113.10: FTP session closed.
       -> 221 Goodbye.
       close control
       exit 0
    =  ENDED
  `,
  );
  played(
    "nobody makes the data connection's handshake",
    `${opening}
    () stalled
       () close
       -> 425 Unable to build data connection: Operation not permitted
    =  READY
  `,
  );
  played(
    'a stranger to its session is refused, and the session goes on',
    `${opening}
    () secured {"facts":{"resumed":false}}
       () close {"lingering":10000000}
    =  CLOSING
    () closed
       -> 425 Unable to build data connection: Operation not permitted
    =  READY
  `,
    { requireTlsSessionReuse: true },
  );
});
