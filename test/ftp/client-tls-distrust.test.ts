/** Clients with TLS that distrust, are surprised or are cut off. */
import { describe } from 'vitest';
import { explicit, lftp, played, setupOf } from './client-tls';

describe("the user's protocol interpreter", () => {
  played(
    'lftp says its first word before it looks at the certificate',
    setupOf('lftp', explicit, { op: 'list', path: '/' }),
    `${lftp}
       arm patience 300000000
    =  WAIT-GREETING
    <- 220 ready
       cancel patience
       -> FEAT
       arm patience 300000000
    =  WAIT-REPLY
    <- 500 no
       cancel patience
       -> AUTH TLS
       arm patience 300000000
    =  WAIT-LOGIN
    <- 234 go
       cancel patience
       secure control tls-client {"name":"control"}
       arm patience 300000000
    =  SECURING
    !  secured control {"distrust":"expired","fingerprint":"AB:CD"}
       cancel patience
       -> USER learner
       () forget
       close control
       say user ls: Fatal error: Certificate verification: The certificate is NOT trusted. The certificate chain
          ... uses expired certificate.  (AB:CD)
       achieve 0 false
       exit 1
    =  ENDED
  `,
  );
  played(
    'implicit: TLS from the first octet; a server that greets in clear is a stranger',
    setupOf('lftp', { ...explicit, how: 'implicit' }, { op: 'list', path: '/' }),
    `${lftp}
       secure control tls-client {"name":"control","farewell":false}
       arm patience 300000000
    =  SECURING
    !  broken control unexpected_message stranger
       cancel patience
       () forget
       close control
       say user ls: Fatal error: gnutls_handshake: An unexpected TLS packet was received.
       achieve 0 false
       exit 1
    =  ENDED
  `,
  );
  played(
    's_client ends with 1 where it finds the connection cut after 221',
    setupOf('openssl', explicit, { op: 'login' }),
    `
    !  started
       open control control {"address":"198.51.100.21","port":21}
    =  CONNECTING
    !  opened control
       option control true
    =  WAIT-GREETING
    <- 220 ready
       -> AUTH TLS
    =  WAIT-LOGIN
    <- 234 go
       secure control tls-client {"name":"control"}
    =  SECURING
    !  secured control
       -> QUIT
    =  WAIT-QUIT
    <- 221 bye
    =  WAIT-QUIT
    !  broken control truncated
       close control
       achieve 0 true
       exit 1
    =  ENDED
  `,
  );
  played(
    'what belongs to no connection of its own is noted or let go',
    setupOf('ftplib', explicit, { op: 'login' }),
    `
    !  secured control
       note the protocol interpreter has no use for 'secured' now
    =  BEGIN
    !  started
       open control control {"address":"198.51.100.21","port":21}
       arm patience 300000000
    =  CONNECTING
    !  secured elsewhere
    =  CONNECTING
    !  broken elsewhere truncated
    =  CONNECTING
    !  unsecured elsewhere
    =  CONNECTING
  `,
  );
});
