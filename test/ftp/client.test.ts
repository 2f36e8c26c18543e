import { describe, test } from 'vitest';
import { userDtp } from '../../src/ftp/dtp/user-dtp.machine';
import { userPi } from '../../src/ftp/user/user-pi.machine';
import { clientSetup } from './setups';
import { open, transcript } from './transcript';

const input = clientSetup('curl', [{ op: 'get', path: 'docs/manual.txt' }], { connectTimeout: 20 });

describe("the user's protocol interpreter, with curl's plans", () => {
  const played = (title: string, script: string) => test(title, () => transcript(userPi, input, script));

  played(
    'downloads: it dials before it says what it wants, and ignores the address in 227',
    `
    !  started
       arm connect 20000000
       open control control {"address":"198.51.100.21","port":21}
    =  CONNECTING
    !  opened control
       option control true
    =  WAIT-GREETING
    <- 220 ready
       -> USER learner
    =  WAIT-LOGIN
    <- 331 password
       -> PASS portcall
    =  WAIT-LOGIN
    <- 230 in
       -> PWD
    =  WAIT-REPLY
    <- 257 "/" is it
       -> CWD docs
    =  WAIT-REPLY
    <- 250 there
       -> PASV
    =  WAIT-REPLY
    <- 227 (10,0,0,21,195,100)
       () connect {"remote":{"address":"198.51.100.21","port":50020},"noDelay":true}
    =  WAIT-DATA
    () opened
       cancel connect
       -> TYPE I
    =  WAIT-REPLY
    <- 200 type
       -> SIZE manual.txt
    =  WAIT-REPLY
    <- 213 14
       -> RETR manual.txt
    =  WAIT-TRANSFER
    <- 150 here
       () receive {"path":"/manual.txt","node":{"uid":0,"gid":0,"owner":"root","group":"root","mode":420}}
    =  WAIT-DATA
    () ended {"size":14}
       arm final 60000000
    =  WAIT-TRANSFER
    <- 226 done
       cancel final
       achieve 0 true
       -> QUIT
    =  WAIT-QUIT
    <- 221 bye
       close control
       exit 0
    =  ENDED
  `,
  );
  played(
    '421 ends everything at once',
    `
    !  started
       arm connect 20000000
       open control control {"address":"198.51.100.21","port":21}
    =  CONNECTING
    !  opened control
       option control true
    =  WAIT-GREETING
    <- 421 too many
       () forget
       close control
       say user curl: (28) Timeout was reached
       cancel connect
       achieve 0 false
       exit 28
    =  ENDED
  `,
  );
});

test("the user's data transfer process keeps what comes before it is asked, and listens", () =>
  transcript(
    userDtp,
    null,
    `${open}
    <~ Hello
    =  OPEN
    !  peerClosed data-1
    =  OPEN
    () receive {"path":"/hello.txt","node":{}}
       change write /hello.txt
       close data-1
       () ended {"size":5}
    =  IDLE
    !  closed data-1
    =  IDLE
    () listen {"address":"203.0.113.10"}
       listen active-2 data 203.0.113.10 ephemeral
    =  BINDING
    !  listening active-2 40037
       () listening {"local":{"address":"198.51.100.21","port":40037}}
    =  LISTENING
    () accept
       accept active-2 data-2
    =  ACCEPTING
    () forget
       unlisten active-2
    =  IDLE
    !  drained data-9
    =  IDLE
    !  peerClosed data-9
       note the data transfer process has no use for 'peerClosed' now
    =  IDLE
`,
  ));
