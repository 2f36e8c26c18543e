/** vsftpd with TLS (RFC 4217) on its data connections: farewells, sessions known again, strangers, and deaths. */
import { describe, test } from 'vitest';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { transcript } from './transcript';
import { input, loggedIn, listing } from './server-tls';

describe('vsftpd, data connections', () => {
  const played = (title: string, script: string, more: Partial<ServerSettings> = {}) =>
    test(title, () => transcript(serverPi, input('vsftpd', more), script));

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
       () open {"remote":{"address":"203.0.113.10","port":50000},"local":{"address":"198.51.100.21","port":20,
          ..."reuseAddress":true},"peer":"203.0.113.10","patience":20000000,"stall":300000000}
    =  OPENING
    () opened
       -> 150 Here comes the directory listing.
       pause control
       () secure {"input":{"name":"data 203.0.113.10:40036 21","origin":"203.0.113.10:40036 21","sessions":["one",
          ..."two"],"further":true},"patience":300000000}
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
