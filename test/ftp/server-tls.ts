/** Servers with TLS for the tests of what they say, and how their sessions begin. */
import type { ServerSetup } from '../../src/ftp/server/session/session';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { serverSetup, timed } from './setups';

export const input = (server: string, more: Partial<ServerSettings> = {}): ServerSetup =>
  serverSetup(server, { ...timed, tls: 'optional', ...more });

export const SELF = '"name":"control 203.0.113.10:40036 21","origin":"203.0.113.10:40036 21","sessions":[]';
export const data = (more = ''): string =>
  `() secure {"input":{"name":"data 203.0.113.10:40036 21","origin":"203.0.113.10:40036 21","sessions":[],` +
  `"further":true},"patience":300000000${more}}`;

export const greeted = `
    !  accepted
       option control true
       say log CONNECT: Client "203.0.113.10"
       -> 220 (vsFTPd 3.0.3)
       arm idle 60000000
    =  WAIT-USER`;
export const secured = `${greeted}
    <- AUTH TLS
       -> 234 Proceed with negotiation.
       secure control tls-server {${SELF},"farewell":false}
    =  SECURING
    !  secured control
    =  WAIT-USER`;
export const loggedIn = `${secured}
    <- USER learner
       -> 331 Please specify the password.
    =  WAIT-PASS
    <- PASS portcall
       think 8000
       say log [learner] OK LOGIN: Client "203.0.113.10"
       -> 230 Login successful.
    =  READY`;
export const listing = `${loggedIn}
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
