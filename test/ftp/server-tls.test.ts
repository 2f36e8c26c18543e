/**
 * The server's machines with TLS (RFC 4217), the handshakes themselves left to the layer: what each program says, and
 * when.
 */
import { describe, test } from 'vitest';
import { serverDtp } from '../../src/ftp/dtp/server-dtp.machine';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import { serverProgram } from '../../src/ftp/programs';
import type { ServerSetup } from '../../src/ftp/server/session';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { servers } from '../profiles';
import { transcript } from './transcript';

const input = (server: string, more: Partial<ServerSettings> = {}): ServerSetup =>
  serverProgram({
    profile: servers[server]!,
    accounts: [{ name: 'learner', password: 'portcall', uid: 2001, gid: 2001, group: 'learner' }],
    settings: {
      activeDataPort: 20,
      passiveRange: [50020, 50045],
      passiveAddress: null,
      allowForeignPortAddress: false,
      activeConnectTimeout: 20,
      passiveAcceptTimeout: 20,
      idleTimeout: 60,
      readOnly: false,
      tls: 'optional',
      ...more,
    },
  }).machines['pi']!.input as ServerSetup;

const SELF = '"name":"control 203.0.113.10:40036 21","origin":"203.0.113.10:40036 21","sessions":[]';
const data = (more = ''): string =>
  `() secure {"input":{"name":"data 203.0.113.10:40036 21","origin":"203.0.113.10:40036 21","sessions":[],"further":true},"patience":300000000${more}}`;

const greeted = `
    !  accepted
       option control true
       say log CONNECT: Client "203.0.113.10"
       -> 220 (vsFTPd 3.0.3)
       arm idle 60000000
    =  WAIT-USER`;
const secured = `${greeted}
    <- AUTH TLS
       -> 234 Proceed with negotiation.
       secure control tls-server {${SELF},"farewell":false}
    =  SECURING
    !  secured control
    =  WAIT-USER`;
const loggedIn = `${secured}
    <- USER learner
       -> 331 Please specify the password.
    =  WAIT-PASS
    <- PASS portcall
       think 8000
       say log [learner] OK LOGIN: Client "203.0.113.10"
       -> 230 Login successful.
    =  READY`;
const listing = `${loggedIn}
    <- PROT P
       -> 200 PROT now Private.
    =  READY
    <- PASV
       () listen {"address":"198.51.100.21","port":{"from":50020,"to":50045}}
    =  BINDING
    () listening {"local":{"address":"198.51.100.21","port":50030}}
       -> 227 Entering Passive Mode (198,51,100,21,195,110).
    =  READY
    <- LIST
       () open {"remote":null,"local":null,"peer":"203.0.113.10","patience":20000000,"stall":300000000}
    =  OPENING
    () opened
       -> 150 Here comes the directory listing.
       pause control
       ${data()}
    =  PROTECTING`;

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
    `
    !  accepted
       option control true
       say log CONNECT: Client "203.0.113.10"
       -> 220 (vsFTPd 3.0.3)
       arm idle 60000000
    =  WAIT-USER
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
  played(
    'a listing within TLS: the reply waits for both farewells and the close',
    `${listing}
    () secured {"facts":{"resumed":false}}
       resume control
       () send {"octets":"264 octets"}
    =  TRANSFERRING
    () sent {"size":264}
       () part {"noDelay":true}
    =  CLOSING
    () parted
       () close
    =  CLOSING
    () closed
       -> 226 Directory send OK.
    =  READY
  `,
  );
  played(
    'a session of TLS 1.2 is kept, and goes to the data connection',
    `${loggedIn}
    !  resumable control one
    =  READY
    () resumable {"session":"two"}
    =  READY
    <- PROT P
       -> 200 PROT now Private.
    =  READY
    <- PORT 203,0,113,10,195,80
       -> 200 PORT command successful. Consider using PASV.
    =  READY
    <- LIST
       () open {"remote":{"address":"203.0.113.10","port":50000},"local":{"address":"198.51.100.21","port":20,"reuseAddress":true},"peer":"203.0.113.10","patience":20000000,"stall":300000000}
    =  OPENING
    () opened
       -> 150 Here comes the directory listing.
       pause control
       () secure {"input":{"name":"data 203.0.113.10:40036 21","origin":"203.0.113.10:40036 21","sessions":["one","two"],"further":true},"patience":300000000}
    =  PROTECTING
  `,
  );
  played(
    'a stranger to its session gets nothing, and the session is over',
    `${listing}
    () secured {"facts":{"resumed":false}}
       resume control
       () part {"noDelay":true}
    =  CLOSING
    () parted
       -> 522 SSL connection failed: session reuse required
       exit 1
    =  ENDED
  `,
    { requireTlsSessionReuse: true },
  );
  played(
    "nor does one who resumes another client's session",
    `${listing}
    () secured {"facts":{"resumed":true,"origin":"203.0.113.99:40036 21"}}
       resume control
       () part {"noDelay":true}
    =  CLOSING
    () parted
       -> 522 SSL connection failed: session reuse required
       exit 1
    =  ENDED
  `,
    { requireTlsSessionReuse: true },
  );
  played(
    'its own client it knows again',
    `${listing}
    () secured {"facts":{"resumed":true,"origin":"203.0.113.10:40036 21"}}
       resume control
       () send {"octets":"264 octets"}
    =  TRANSFERRING
  `,
    { requireTlsSessionReuse: true },
  );
  played(
    'a data connection that is no TLS kills it, in the clear',
    `${listing}
    () notSecured {"failure":{"name":"unexpected_message","detail":"stranger"}}
       unsecure control true
    =  CLEARING
    !  unsecured control
       -> 500 OOPS: 
       -> error:0A00010B:SSL routines::wrong version number
       -> 
       -> 500 OOPS: 
       -> priv_sock_get_result
       -> 
       exit 1
    =  ENDED
  `,
  );
  played(
    "nobody makes the data connection's handshake",
    `${listing}
    () stalled
       -> 421 Data timeout. Reconnect. Sorry.
       exit 0
    =  ENDED
  `,
  );
  played(
    'a client that goes without close_notify',
    `${loggedIn}
    !  broken control truncated
       note TLS on the control connection failed: truncated
       think 300
       unsecure control true
    =  CLEARING
    !  unsecured control
       -> 500 OOPS: 
       -> vsf_sysutil_recv_peek
       -> 
       -> 500 OOPS: 
       -> priv_sock_get_cmd
       -> 
       exit 1
    =  ENDED
  `,
  );
  played(
    'data in the clear where they must not be',
    `${loggedIn}
    <- PASV
       () listen {"address":"198.51.100.21","port":{"from":50020,"to":50045}}
    =  BINDING
    () listening {"local":{"address":"198.51.100.21","port":50030}}
       -> 227 Entering Passive Mode (198,51,100,21,195,110).
    =  READY
    <- LIST
       -> 522 Data connections must be encrypted.
    =  READY
    <- PROT C
       -> 200 PROT now Clear.
    =  READY
  `,
    { requireTlsData: true },
  );
});

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

describe('Pure-FTPd', () => {
  const played = (title: string, script: string, more: Partial<ServerSettings> = {}) =>
    test(title, () => transcript(serverPi, input('pure-ftpd', more), script));
  const greeting = (port = 21): string => `
    !  accepted
       option control true
       say log (?@203.0.113.10) [INFO] New connection from 203.0.113.10
       -> 220---------- Welcome to Pure-FTPd [privsep] [TLS] ---------- / 220-You are user number 1 of 13 allowed. / 220-Local time is now 00:53. Server port: ${port}. / 220-This is a private system - No anonymous login / 220 You will be disconnected after 1 minutes of inactivity.
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

describe("the server's data transfer process", () => {
  const played = (title: string, script: string) => test(title, () => transcript(serverDtp, null, script));
  const secure = '() secure {"input":{"name":"data 203.0.113.10:40036 21"},"patience":300000000}';
  const open = `
    () open {"remote":{"address":"203.0.113.10","port":50000},"local":null,"peer":null,"patience":20000000,"stall":300000000}
       open data-1 data {"address":"203.0.113.10","port":50000}
       arm patience 20000000
    =  CONNECTING
    !  opened data-1
       cancel patience
       () opened
    =  OPEN`;
  const securing = `${open}
    ${secure}
       secure data-1 tls-server {"name":"data-1 data 203.0.113.10:40036 21"}
       arm stall 300000000
    =  SECURING`;
  const failed = '{"failure":{"name":"handshake_ended"}}';

  played(
    "it waits for the client's hello, sends, and for both farewells",
    `${securing}
    !  resumable data-1 one
       () resumable {"session":"one"}
    =  SECURING
    !  secured data-1 {"resumed":true}
       cancel stall
       () secured {"facts":{"resumed":true}}
    =  OPEN
    () part {"noDelay":true}
       option data-1 true
       unsecure data-1
       arm stall 300000000
    =  PARTING
    !  unsecured data-1
       cancel stall
       () parted
    =  OPEN
    !  peerClosed data-1
    =  OPEN
    () close
       close data-1
    =  CLOSING
  `,
  );
  played(
    'the client closes in the midst of a handshake',
    `${securing}
    !  peerClosed data-1
       cancel stall
       () notSecured ${failed}
    =  OPEN
    () close
       close data-1
    =  CLOSING
  `,
  );
  played(
    'the connection fails in the midst of a handshake',
    `${securing}
    !  failed data-1 ECONNRESET
       cancel stall
       () notSecured ${failed}
    =  IDLE
  `,
  );
  played(
    'it cannot be secured when it is over',
    `${open}
    !  peerClosed data-1
    =  OPEN
    ${secure}
       cancel stall
       () notSecured ${failed}
    =  OPEN
  `,
  );
  played(
    'nobody says hello',
    `${securing}
    !  timeout stall
       () stalled
    =  SECURING
    () forget
       close data-1
    =  IDLE
  `,
  );
  played(
    'it is told to give up while it waits',
    `${securing}
    () abort {"lingering":10000000}
       cancel stall
       cancel pace
       shutdownWrite data-1
       arm linger 10000000
    =  LINGERING
  `,
  );
  played(
    'a farewell that never comes',
    `${securing}
    !  secured data-1
       cancel stall
       () secured {"facts":{}}
    =  OPEN
    () part
       unsecure data-1
       arm stall 300000000
    =  PARTING
    !  peerClosed data-1
    =  PARTING
    !  timeout stall
       () stalled
    =  PARTING
    () forget
       close data-1
    =  IDLE
  `,
  );
  for (const [title, event] of [
    ['is cut short', 'broken data-1 truncated'],
    ['fails', 'failed data-1 ECONNRESET'],
  ] as const) {
    played(
      `a farewell ${title}`,
      `${securing}
    !  secured data-1
       cancel stall
       () secured {"facts":{}}
    =  OPEN
    () part
       unsecure data-1
       arm stall 300000000
    =  PARTING
    !  ${event}
       cancel stall
       () parted
    =  OPEN
  `,
    );
  }
  played(
    'an upload without close_notify is kept as far as it came, and is no whole file',
    `${securing}
    !  secured data-1
       cancel stall
       () secured {"facts":{}}
    =  OPEN
    () receive {"path":"/new.txt","before":[],"node":{"uid":1,"gid":1,"owner":"a","group":"a","mode":420}}
       arm stall 300000000
    =  RECEIVING
    <~ half of
    =  RECEIVING
    !  broken data-1 truncated
       cancel stall
       change write /new.txt
       close data-1
       () broken {"reason":"ECONNRESET","size":7}
    =  IDLE
  `,
  );
  played(
    'a record that nobody could have sent',
    `${securing}
    !  secured data-1
       cancel stall
       () secured {"facts":{}}
    =  OPEN
    !  broken data-1 bad_record_mac
       cancel stall
       close data-1
       () broken {"reason":"ECONNRESET","size":0}
    =  IDLE
  `,
  );
});
