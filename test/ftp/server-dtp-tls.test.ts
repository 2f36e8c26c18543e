/** The server's data transfer process with TLS: securing, parting, and what is left of a transfer that TLS breaks. */
import { describe, test } from 'vitest';
import { serverDtp } from '../../src/ftp/dtp/server-dtp.machine';
import { transcript } from './transcript';

describe("the server's data transfer process", () => {
  const played = (title: string, script: string) => test(title, () => transcript(serverDtp, null, script));
  const secure = '() secure {"input":{"name":"data 203.0.113.10:40036 21"},"patience":300000000}';
  const open = `
    () open {"remote":{"address":"203.0.113.10","port":50000},"local":null,"peer":null,"patience":20000000,
       ..."stall":300000000}
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
