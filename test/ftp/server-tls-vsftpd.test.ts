/**
 * vsftpd with TLS (RFC 4217) on its control connection, the handshake itself left to the layer: what it says, and
 * when.
 */
import { describe, test } from 'vitest';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { transcript } from './transcript';
import { input, SELF, greeted } from './server-tls';

describe('vsftpd', () => {
  const played = (title: string, script: string, more: Partial<ServerSettings> = {}) =>
    test(title, () => transcript(serverPi, input('vsftpd', more), script));

  played(
    'AUTH and its kin, before TLS and with it',
    `${greeted}
    <- AUTH KERBEROS_V4
       -> 504 Unknown AUTH type.
    =  WAIT-USER
    <- PBSZ 0
       -> 503 PBSZ needs a secure connection.
    =  WAIT-USER
    <- PROT P
       -> 503 PROT needs a secure connection.
    =  WAIT-USER
    <- FEAT
       -> 211-Features:
       ->  AUTH TLS
       ->  EPRT
       ->  EPSV
       ->  MDTM
       ->  PASV
       ->  PBSZ
       ->  PROT
       ->  REST STREAM
       ->  SIZE
       ->  TVFS
       -> 211 End
    =  WAIT-USER
    <- AUTH ssl
       -> 234 Proceed with negotiation.
       secure control tls-server {${SELF},"farewell":false}
    =  SECURING
    !  secured control
    =  WAIT-USER
    <- AUTH TLS
       -> 530 Please login with USER and PASS.
    =  WAIT-USER
    <- PBSZ 0
       -> 200 PBSZ set to 0.
    =  WAIT-USER
    <- PROT S
       -> 536 PROT not supported.
    =  WAIT-USER
    <- PROT E
       -> 536 PROT not supported.
    =  WAIT-USER
    <- PROT X
       -> 504 PROT not recognized.
    =  WAIT-USER
    <- PROT C
       -> 200 PROT now Clear.
    =  WAIT-USER
    <- CCC
       -> 530 Please login with USER and PASS.
    =  WAIT-USER
    <- REIN
       -> 530 Please login with USER and PASS.
    =  WAIT-USER
  `,
  );
  played(
    'a user who was named before AUTH gives the password within',
    `${greeted}
    <- USER learner
       -> 331 Please specify the password.
    =  WAIT-PASS
    <- AUTH TLS
       -> 234 Proceed with negotiation.
       secure control tls-server {${SELF},"farewell":false}
    =  SECURING
    !  secured control
    =  WAIT-PASS
  `,
  );
  played(
    'a command in the clear behind AUTH is read as TLS, and that is the end',
    `${greeted}
    <- AUTH TLS / USER learner
       -> 234 Proceed with negotiation.
       note what came in the clear behind AUTH is read as TLS, and is none RFC 4217 15
       -> 500 OOPS: 
       -> error:0A00010B:SSL routines::wrong version number
       -> 
       exit 1
    =  ENDED
  `,
  );
  played(
    'a handshake fails: its words are in the clear',
    `${greeted}
    <- AUTH TLS
       -> 234 Proceed with negotiation.
       secure control tls-server {${SELF},"farewell":false}
    =  SECURING
    !  broken control unknown_ca alert
       note TLS on the control connection failed: unknown_ca
       think 300
       unsecure control true
    =  CLEARING
    !  peerClosed control
    =  CLEARING
    !  unsecured control
       -> 500 OOPS: 
       -> error:0A000418:SSL routines::tlsv1 alert unknown ca
       -> 
       exit 1
    =  ENDED
  `,
  );
  played(
    'the client never says hello',
    `${greeted}
    <- AUTH TLS
       -> 234 Proceed with negotiation.
       secure control tls-server {${SELF},"farewell":false}
    =  SECURING
    + 30
    !  timeout idle
       arm idle 30000000
    =  SECURING
    + 30
    !  timeout idle
       exit 0
    =  ENDED
  `,
  );
  played(
    'a login in the clear where TLS is required',
    `${greeted}
    <- USER learner
       -> 530 Non-anonymous sessions must use encryption.
       exit 0
    =  ENDED
  `,
    { tls: 'required' },
  );
  played(
    'implicit: TLS comes before the greeting, and data are protected unasked',
    `
    !  accepted
       option control true
       secure control tls-server {${SELF},"farewell":false}
       arm idle 60000000
    =  SECURING
    !  secured control
       say log CONNECT: Client "203.0.113.10"
       -> 220 (vsFTPd 3.0.3)
    =  WAIT-USER
  `,
    { tls: 'implicit' },
  );
});
