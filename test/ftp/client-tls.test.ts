/**
 * TLS in the client's two machines: when it is put on and taken off, which session goes along, and what is said when it
 * fails.
 */
import { describe } from 'vitest';
import { curl, explicit, lftp, played, setupOf } from './client-tls';

describe("the user's protocol interpreter", () => {
  played(
    'curl asks for SSL, then for TLS; secures data before it says what it wants, with the last session, once',
    setupOf('curl', explicit, { op: 'list', path: '/' }),
    `${curl}
    <- 504 what?
       -> AUTH TLS
    =  WAIT-LOGIN
    <- 234 go
       secure control tls-client {"name":"control"}
    =  SECURING
    !  secured control
       -> USER learner
    =  WAIT-LOGIN
    !  resumable control FIRST
    =  WAIT-LOGIN
    !  resumable control SECOND
    =  WAIT-LOGIN
    <- 230 in
       -> PBSZ 0
    =  WAIT-LOGIN
    <- 200 fine
       -> PROT P
    =  WAIT-LOGIN
    <- 200 fine
       -> PWD
    =  WAIT-REPLY
    <- 257 "/"
       -> PASV
    =  WAIT-REPLY
    <- 227 (198,51,100,21,195,100)
       () connect {"remote":{"address":"198.51.100.21","port":50020},"noDelay":true}
    =  WAIT-DATA
    () opened
       cancel connect
       () secure {"session":"SECOND"}
       -> TYPE A
    =  WAIT-REPLY
    () dataSecured {"facts":{}}
    =  WAIT-REPLY
    <- 200 text
       -> LIST
    =  WAIT-TRANSFER
    <- 150 here
       () receive {"path":null,"node":{"uid":0,"gid":0,"owner":"root","group":"root","mode":420}}
    =  WAIT-DATA
    () ended {"size":3,"listing":"abc"}
       arm final 60000000
    =  WAIT-TRANSFER
    <- 226 done
       cancel final
       achieve 0 true
       -> QUIT
    =  WAIT-QUIT
    <- 221 bye
       unsecure control
       think 100
       close control
       exit 0
    =  ENDED
  `,
  );
  played(
    'curl calls an answer weird when more comes along in clear',
    setupOf('curl', explicit, { op: 'list', path: '/' }),
    `${curl}
    <- 234 go / 230 welcome, whoever you are
       close control
       say user curl: (8) Weird server reply
       cancel connect
       achieve 0 false
       exit 8
    =  ENDED
  `,
  );
  played(
    'ftplib discards what came in clear after 234, and is never told of it',
    setupOf('ftplib', explicit, { op: 'login' }),
    `${lftp}
       arm patience 300000000
    =  WAIT-GREETING
    <- 220 ready
       cancel patience
       -> AUTH TLS
       arm patience 300000000
    =  WAIT-LOGIN
    <- 234 go / 230 welcome, whoever you are
       cancel patience
       note what came in clear before TLS is discarded RFC 4217 15
       secure control tls-client {"name":"control","farewell":false}
       arm patience 300000000
    =  SECURING
    !  broken control unknown_ca unknown-ca
       cancel patience
       () forget
       close control
       say user SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get
          ... local issuer certificate (_ssl.c:1006)
       achieve 0 false
       exit 1
    =  ENDED
  `,
  );
  played(
    "CCC: TLS comes off, and the server's farewell is not the end",
    setupOf('curl', { ...explicit, protectData: false, clearControlAfterLogin: true }, { op: 'login' }),
    `${curl}
    <- 234 go
       secure control tls-client {"name":"control"}
    =  SECURING
    !  secured control
       -> USER learner
    =  WAIT-LOGIN
    <- 230 in
       -> PBSZ 0
    =  WAIT-LOGIN
    <- 200 fine
       -> PROT C
    =  WAIT-LOGIN
    <- 200 fine
       -> CCC
    =  WAIT-REPLY
    <- 200 clear
       unsecure control
    =  CLEARING
    !  peerClosed control
    =  CLEARING
    !  unsecured control
       -> PWD
    =  WAIT-REPLY
    <- 257 "/"
       cancel connect
       achieve 0 true
       -> QUIT
    =  WAIT-QUIT
  `,
  );
});
