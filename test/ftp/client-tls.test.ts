/**
 * TLS in the client's two machines: when it is put on and taken off, which session goes along, and what is said when it
 * fails.
 */
import { describe, expect, test } from 'vitest';
import { checkClientProfile } from '../../src/ftp/user/profile-check';
import { clientProgram } from '../../src/ftp/programs';
import { userDtp } from '../../src/ftp/dtp/user-dtp.machine';
import { userPi } from '../../src/ftp/user/user-pi.machine';
import type { ClientSetup } from '../../src/ftp/user/session';
import type { Action, Security } from '../../src/ftp/protocol/requests';
import { clients } from '../profiles';
import { transcript } from './transcript';

const explicit: Security = { how: 'explicit', protectData: true, sessionReuse: true, clearControlAfterLogin: false };

const setupOf = (client: string, security: Security, ...work: readonly Action[]): ClientSetup =>
  clientProgram({
    profile: clients[client]!,
    server: { name: 'ftp.example.test', address: '198.51.100.21', port: 21 },
    user: 'learner',
    password: 'portcall',
    dataMode: 'PASV',
    ipVersion: 4,
    work,
    settings: { connectTimeout: null, skipPasvAddress: null, security },
  }).machines['pi']!.input as ClientSetup;

const played = (title: string, setup: ClientSetup, script: string) =>
  test(title, () => transcript(userPi, setup, script));

describe("the user's protocol interpreter", () => {
  played(
    'curl asks for SSL, then for TLS; secures the data connection before it says what it wants, with the last session that came, once',
    setupOf('curl', explicit, { op: 'list', path: '/' }),
    `
    !  started
       arm connect 300000000
       open control control {"address":"198.51.100.21","port":21}
    =  CONNECTING
    !  opened control
       option control true
    =  WAIT-REPLY
    <- 220 ready
       -> AUTH SSL
    =  WAIT-REPLY
    <- 504 what?
       -> AUTH TLS
    =  WAIT-REPLY
    <- 234 go
       secure control tls-client {"name":"control"}
    =  SECURING
    !  secured control
       -> USER learner
    =  WAIT-REPLY
    !  resumable control FIRST
    =  WAIT-REPLY
    !  resumable control SECOND
    =  WAIT-REPLY
    <- 230 in
       -> PBSZ 0
    =  WAIT-REPLY
    <- 200 fine
       -> PROT P
    =  WAIT-REPLY
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
    =  WAIT-REPLY
    <- 150 here
       () receive {"path":null,"node":{"uid":0,"gid":0,"owner":"root","group":"root","mode":420}}
    =  WAIT-DATA
    () ended {"size":3,"listing":"abc"}
       arm final 60000000
    =  WAIT-REPLY
    <- 226 done
       cancel final
       achieve 0 true
       -> QUIT
    =  WAIT-REPLY
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
    `
    !  started
       arm connect 300000000
       open control control {"address":"198.51.100.21","port":21}
    =  CONNECTING
    !  opened control
       option control true
    =  WAIT-REPLY
    <- 220 ready
       -> AUTH SSL
    =  WAIT-REPLY
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
    `
    !  started
       open control control {"address":"198.51.100.21","port":21}
       arm patience 300000000
    =  CONNECTING
    !  opened control
       cancel patience
       arm patience 300000000
    =  WAIT-REPLY
    <- 220 ready
       cancel patience
       -> AUTH TLS
       arm patience 300000000
    =  WAIT-REPLY
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
       say user SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)
       achieve 0 false
       exit 1
    =  ENDED
  `,
  );
  played(
    "CCC: TLS comes off, and the server's farewell is not the end",
    setupOf('curl', { ...explicit, protectData: false, clearControlAfterLogin: true }, { op: 'login' }),
    `
    !  started
       arm connect 300000000
       open control control {"address":"198.51.100.21","port":21}
    =  CONNECTING
    !  opened control
       option control true
    =  WAIT-REPLY
    <- 220 ready
       -> AUTH SSL
    =  WAIT-REPLY
    <- 234 go
       secure control tls-client {"name":"control"}
    =  SECURING
    !  secured control
       -> USER learner
    =  WAIT-REPLY
    <- 230 in
       -> PBSZ 0
    =  WAIT-REPLY
    <- 200 fine
       -> PROT C
    =  WAIT-REPLY
    <- 200 fine
       -> CCC
    =  WAIT-REPLY
    <- 200 clear
       unsecure control
    =  SECURING
    !  peerClosed control
    =  SECURING
    !  unsecured control
       -> PWD
    =  WAIT-REPLY
    <- 257 "/"
       cancel connect
       achieve 0 true
       -> QUIT
    =  WAIT-REPLY
  `,
  );
  played(
    'lftp says its first word before it looks at the certificate',
    setupOf('lftp', explicit, { op: 'list', path: '/' }),
    `
    !  started
       open control control {"address":"198.51.100.21","port":21}
       arm patience 300000000
    =  CONNECTING
    !  opened control
       cancel patience
       arm patience 300000000
    =  WAIT-REPLY
    <- 220 ready
       cancel patience
       -> FEAT
       arm patience 300000000
    =  WAIT-REPLY
    <- 500 no
       cancel patience
       -> AUTH TLS
       arm patience 300000000
    =  WAIT-REPLY
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
       say user ls: Fatal error: Certificate verification: The certificate is NOT trusted. The certificate chain uses expired certificate.  (AB:CD)
       achieve 0 false
       exit 1
    =  ENDED
  `,
  );
  played(
    'implicit: TLS from the first octet; a server that greets in clear is a stranger',
    setupOf('lftp', { ...explicit, how: 'implicit' }, { op: 'list', path: '/' }),
    `
    !  started
       open control control {"address":"198.51.100.21","port":21}
       arm patience 300000000
    =  CONNECTING
    !  opened control
       cancel patience
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
    =  WAIT-REPLY
    <- 220 ready
       -> AUTH TLS
    =  WAIT-REPLY
    <- 234 go
       secure control tls-client {"name":"control"}
    =  SECURING
    !  secured control
       -> QUIT
    =  WAIT-REPLY
    <- 221 bye
    =  WAIT-REPLY
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

test("the user's data transfer process unwraps: it closes after the server's farewell", () =>
  transcript(
    userDtp,
    null,
    `
    () connect {"remote":{"address":"198.51.100.21","port":50020}}
       open data-1 data {"address":"198.51.100.21","port":50020}
    =  CONNECTING
    !  secured data-1
       note the data transfer process has no use for 'secured' now
    =  CONNECTING
    !  opened data-1
       () opened
    =  OPEN
    () secure {"farewell":false,"unwraps":true}
       secure data-1 tls-client {"name":"data-1","farewell":false}
    =  SECURING
    !  secured data-9
       note the data transfer process has no use for 'secured' now
    =  SECURING
    !  secured data-1 {"version":"1.3"}
       () dataSecured {"facts":{"version":"1.3"}}
    =  OPEN
    !  resumable data-1 TICKET
       () resumable {"kept":{"session":"TICKET","once":false}}
    =  OPEN
    () receive {"path":"/hello.txt","node":{}}
    =  RECEIVING
    <~ Hello
    =  RECEIVING
    !  peerClosed data-1
       change write /hello.txt
       unsecure data-1
    =  UNSECURING
    !  peerClosed data-1
    =  UNSECURING
    !  unsecured data-1
       close data-1
       () ended {"size":5}
    =  IDLE
`,
  ));

test('a farewell that never came: what arrived is kept, and the fault told', () =>
  transcript(
    userDtp,
    null,
    `
    () connect {"remote":{"address":"198.51.100.21","port":50020},"noDelay":true}
       open data-1 data {"address":"198.51.100.21","port":50020}
    =  CONNECTING
    !  opened data-1
       option data-1 true
       () opened
    =  OPEN
    () secure {"session":"TICKET"}
       secure data-1 tls-client {"name":"data-1","session":"TICKET"}
    =  SECURING
    !  secured data-1
       () dataSecured {"facts":{}}
    =  OPEN
    () receive {"path":"/hello.txt","node":{}}
    =  RECEIVING
    <~ Hel
    =  RECEIVING
    !  broken data-1 truncated
       change write /hello.txt
       close data-1
       () dataInsecure {"fault":{"name":"truncated"},"size":3}
    =  IDLE
    () connect {"remote":{"address":"198.51.100.21","port":50021}}
       open data-2 data {"address":"198.51.100.21","port":50021}
    =  CONNECTING
    !  opened data-2
       () opened
    =  OPEN
    () secure
       secure data-2 tls-client {"name":"data-2"}
    =  SECURING
    !  broken data-2 handshake_failure alert
       close data-2
       () dataInsecure {"fault":{"name":"handshake_failure","detail":"alert"},"size":0}
    =  IDLE
`,
  ));

test('a client that knows TLS has a word for whatever TLS fails with', () => {
  const secured = Object.values(clients).filter(({ tls }) => tls !== undefined);
  expect(secured.map(({ name }) => name)).toEqual(['curl', 'lftp', 'ftplib', 'FileZilla', 'openssl']);
  for (const { tlsErrors = {}, anytime } of secured) {
    expect(Object.keys(tlsErrors)).toEqual(expect.arrayContaining(['stranger', 'handshake_ended']));
    expect(Object.keys(anytime)).toContain('insecure');
  }
});

test('mistakes about TLS are named with their place', () => {
  const broken = { ...clients['ftplib']!, resumes: 'sometimes', tlsErrors: { stranger: 7 } };
  expect(checkClientProfile(broken)).toEqual([
    '/resumes: found "sometimes", expected control or last',
    '/tlsErrors/stranger: expected a text',
  ]);
});
