/** vsftpd's protocol interpreter, as transcripts. */
import { describe, test } from 'vitest';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import { greeted } from './server-tls';
import { serverSetup } from './setups';
import { transcript } from './transcript';

const input = serverSetup('vsftpd');

const login = `${greeted}
    <- USER learner
       -> 331 Please specify the password.
    =  WAIT-PASS
    <- PASS portcall
       think 8000
       say log [learner] OK LOGIN: Client "203.0.113.10"
       -> 230 Login successful.
    =  READY
`;

/** A password that is wrong, and what is said to it. */
const wrong = (password: string) => `
    <- USER learner
       -> 331 Please specify the password.
    =  WAIT-PASS
    <- PASS ${password}
       think 3000000
       say log [learner] FAIL LOGIN: Client "203.0.113.10"
       -> 530 Login incorrect.`;

describe("the server's protocol interpreter", () => {
  const played = (title: string, script: string) => test(title, () => transcript(serverPi, input, script));

  played(
    'before login it obeys little, and a wrong password costs time',
    `${greeted}
    <- RETR hello.txt
       -> 530 Please login with USER and PASS.
    =  WAIT-USER
    <- PASS portcall
       -> 503 Login with USER first.
    =  WAIT-USER
    <- USER learner
       -> 331 Please specify the password.
    =  WAIT-PASS
    <- PASS wrong
       think 3000000
       say log [learner] FAIL LOGIN: Client "203.0.113.10"
       -> 530 Login incorrect.
    =  WAIT-USER
    <- NOSUCH
       -> 530 Please login with USER and PASS.
    =  WAIT-USER
    <- USER learner
       -> 331 Please specify the password.
    =  WAIT-PASS
    <- PASS portcall
       think 8000
       say log [learner] OK LOGIN: Client "203.0.113.10"
       -> 230 Login successful.
    =  READY
    <- USER root
       -> 530 Can't change to another user.
    =  READY
    !  timeout idle
       arm idle 60000000
    =  READY
  `,
  );
  played(
    'the third wrong password ends the session',
    `${greeted}${wrong('a')}
    =  WAIT-USER${wrong('b')}
    =  WAIT-USER${wrong('c')}
       exit 0
    =  ENDED
  `,
  );
  played(
    'it minds whom it dials, and what was offered last',
    `${login}
    <- PORT 203,0,113,99,31,144
       -> 500 Illegal PORT command.
    =  READY
    <- PORT 203,0,113,10,0,80
       -> 500 Illegal PORT command.
    =  READY
    <- PORT 203,0,113,10
       -> 500 Illegal PORT command.
    =  READY
    <- EPRT |2|2001:db8::1|50000|
       -> 500 Bad EPRT protocol.
    =  READY
    <- EPRT |1|203.0.113.10|50000|
       -> 200 EPRT command successful. Consider using EPSV.
    =  READY
    <- LIST
       () open {"remote":{"address":"203.0.113.10","port":50000},"local":{"address":"198.51.100.21","port":20,
          ..."reuseAddress":true},"peer":"203.0.113.10","patience":20000000,"stall":300000000}
    =  OPENING
    () unopened {"reason":"ECONNREFUSED"}
       -> 425 Failed to establish connection.
    =  READY
    <- LIST
       -> 425 Use PORT or PASV first.
    =  READY
    <- EPSV 2
       -> 522 Bad network protocol.
    =  READY
    <- EPSV ALL
       -> 200 EPSV ALL ok.
    =  READY
    <- PASV
       -> 550 Permission denied.
    =  READY
  `,
  );
  played(
    'what comes while a file moves waits its turn',
    `${login}
    <- PASV
       () listen {"address":"198.51.100.21","port":{"from":50020,"to":50045}}
    =  BINDING
    () listening {"local":{"address":"198.51.100.21","port":50020}}
       -> 227 Entering Passive Mode (198,51,100,21,195,100).
    =  READY
    # busy
    <- RETR hello.txt
       () open {"remote":null,"local":null,"peer":"203.0.113.10","patience":20000000,"stall":300000000}
    =  OPENING
    <- NOOP
    =  OPENING
    () opened
       -> 150 Opening BINARY mode data connection for hello.txt (300 bytes).
       () send {"octets":"300 octets"}
    =  TRANSFERRING
    () sent {"size":300}
       () close
    =  CLOSING
    () closed
       say log [learner] OK DOWNLOAD: Client "203.0.113.10", "/hello.txt", 300 bytes
       -> 226 Transfer complete.
       -> 200 NOOP ok.
    =  READY
    # active
    <- PORT 203,0,113,10,156,200
       -> 200 PORT command successful. Consider using PASV.
    =  READY
    <- LIST
       () open {"remote":{"address":"203.0.113.10","port":40136},"local":{"address":"198.51.100.21","port":20,
          ..."reuseAddress":true},"peer":"203.0.113.10","patience":20000000,"stall":300000000}
    =  OPENING
    () opened
       -> 150 Here comes the directory listing.
       () send {"octets":"264 octets"}
    =  TRANSFERRING
    () sent {"size":264}
       -> 226 Directory send OK.
       () close
    =  READY
    () closed
    =  READY
    # upload
    <- PORT 203,0,113,10,156,200
       -> 200 PORT command successful. Consider using PASV.
    =  READY
    <- STOR notes.txt
       change write /notes.txt
       () open {"remote":{"address":"203.0.113.10","port":40136},"local":{"address":"198.51.100.21","port":20,
          ..."reuseAddress":true},"peer":"203.0.113.10","patience":20000000,"stall":300000000}
    =  OPENING
    () opened
       -> 150 Ok to send data.
       () receive {"path":"/notes.txt","before":"0 octets","node":{"uid":2001,"gid":2001,"owner":"learner",
          ..."group":"learner","mode":384}}
    =  TRANSFERRING
    !  peerClosed control
    =  TRANSFERRING
    () ended {"size":180}
       () close
    =  CLOSING
    () closed
       say log [learner] OK UPLOAD: Client "203.0.113.10", "/notes.txt", 180 bytes
       -> 226 Transfer complete.
       exit 0
    =  ENDED
  `,
  );
  played(
    'an idle session is closed',
    `${login}
    +  59
    !  timeout idle
       arm idle 1000000
    =  READY
    +  1
    !  timeout idle
       -> 421 Timeout.
       exit 0
    =  ENDED
  `,
  );
});
