/** The server's data transfer process, as transcripts. */
import { describe, test } from 'vitest';
import { serverDtp } from '../../src/ftp/dtp/server-dtp.machine';
import { transcript } from './transcript';

describe("the server's data transfer process", () => {
  const played = (title: string, script: string) => test(title, () => transcript(serverDtp, null, script));

  played(
    'takes the connection when it is asked to, sends, and lingers in its close',
    `
    () listen {"address":"198.51.100.21","port":{"from":50020,"to":50045}}
       listen passive-1 data 198.51.100.21 {"from":50020,"to":50045}
    =  BINDING
    !  listening passive-1 50020
       () listening {"local":{"address":"198.51.100.21","port":50020}}
    =  LISTENING
    () open {"remote":null,"local":null,"peer":"203.0.113.10","patience":20000000,"stall":300000000}
       accept passive-1 data-1
       arm patience 20000000
    =  ACCEPTING
    !  accepted passive-1
       cancel patience
       () opened
    =  OPEN
    () send {"octets":[1]}
       ~> data-1 1 octets
       arm stall 300000000
    =  SENDING
    !  drained data-1
       cancel stall
       () sent {"size":1}
    =  OPEN
    () close
       close data-1
       unlisten passive-1
    =  CLOSING
    !  closed data-1
       () closed
    =  IDLE
  `,
  );
  played(
    'turns a stranger away',
    `
    () listen {"address":"198.51.100.21","port":{"from":50020,"to":50045}}
       listen passive-1 data 198.51.100.21 {"from":50020,"to":50045}
    =  BINDING
    !  listening passive-1 50020
       () listening {"local":{"address":"198.51.100.21","port":50020}}
    =  LISTENING
    () open {"remote":null,"local":null,"peer":"203.0.113.10","patience":20000000,"stall":300000000}
       accept passive-1 data-1
       arm patience 20000000
    =  ACCEPTING
    !  accepted passive-1 203.0.113.99
       cancel patience
       close data-1
       unlisten passive-1
       () unopened {"reason":"stranger"}
    =  IDLE
  `,
  );
  played(
    'dials, waits so long, and says why not',
    `
    () open {"remote":{"address":"203.0.113.10","port":40036},"local":null,"peer":null,"patience":20000000,
       ..."stall":300000000}
       open data-1 data {"address":"203.0.113.10","port":40036}
       arm patience 20000000
    =  CONNECTING
    !  timeout patience
       close data-1
       () unopened {"reason":"timeout"}
    =  IDLE
    () open {"remote":{"address":"203.0.113.10","port":40036},"local":null,"peer":null,"patience":20000000,
       ..."stall":300000000}
       open data-2 data {"address":"203.0.113.10","port":40036}
       arm patience 20000000
    =  CONNECTING
    !  failed data-2 ECONNREFUSED
       cancel patience
       () unopened {"reason":"ECONNREFUSED"}
    =  IDLE
    () close
    =  IDLE
    () send {"octets":[]}
       note the data transfer process has no use for 'send' now
    =  IDLE
  `,
  );
});
