/** The phases of FTP's two interpreters, and the states of their transfer processes. */
import type { StateWords } from '../../state-words';

export const userPi: StateWords['user-PI'] = {
  BEGIN: 'The program has been called and has done nothing yet.',
  CONNECTING: 'Opens the control connection to the server.',
  'WAIT-GREETING': 'Waits for the 220 with which the server says that it is ready, or the 120 that it will be.',
  SECURING: 'TLS is put on the control connection, after AUTH or before all else.',
  'WAIT-LOGIN': 'Waits for the reply to USER, PASS or ACCT, or to what asks for TLS: AUTH, PBSZ, PROT.',
  'WAIT-REPLY': "Waits for the reply to a command that moves nothing: the state W of RFC 959's first diagrams.",
  CLEARING: 'TLS is taken off the control connection again, after CCC.',
  'WAIT-TRANSFER': 'Waits for a reply to a command that moves a file or a list: 150 before it, 226 after it.',
  'WAIT-DATA': 'Waits for the data transfer process: for a port, for the connection, or for the last octet.',
  'WAIT-QUIT': 'Waits for the 221 that answers QUIT, or for the server to close.',
  ENDED: 'The program has ended with an exit code.',
  greeting: 'The control connection is opened, and the server speaks first.',
  login: 'The server is told who comes, and shown a password.',
  ready: 'Logged in: where to be and how to transfer is said and asked.',
  transfer: 'A file or a list is asked for, and moves.',
};

export const userDtp: StateWords['user-DTP'] = {
  IDLE: 'No data connection, and none expected.',
  BINDING: 'Asks its host for a port that the server can be told.',
  LISTENING: 'A port is open for the server. Whoever calls is connected by the kernel; nobody here has looked yet.',
  ACCEPTING: 'Takes the connection that is there, or waits for the server to call.',
  CONNECTING: 'Dials the address that the server named.',
  OPEN: 'The data connection stands; the transfer command is still to be answered.',
  SECURING: 'TLS is being put on the data connection; the client begins, whoever dialled.',
  UNSECURING: "The transfer is over. Our close_notify is said; the connection is closed after the server's.",
  TASTING: 'Waits for the first octets of a download that it does not want whole.',
  RECEIVING: 'Keeps what comes, until the server closes: that is the end of the file.',
  SENDING: 'Hands the file to TCP, then closes: that is the end of the file.',
};

export const serverPi: StateWords['server-PI'] = {
  'WAIT-CONNECTION': 'A process that waits for its control connection.',
  SECURING: "AUTH was answered with 234, or TLS comes first: the client's hello is awaited, and the handshake's end.",
  'WAIT-USER': 'Nobody has logged in. Few commands are obeyed.',
  'WAIT-PASS': 'A user has a name; the password is to come.',
  READY: 'Logged in: obeys the next command.',
  BINDING: 'PASV or EPSV: the data transfer process asks for a port.',
  CLEARING: 'TLS comes off the control connection: after CCC by both farewells, after a failure without.',
  OPENING: 'A transfer command was found good; the data connection is being opened.',
  PROTECTING:
    'A 150 was sent. The data connection is to be protected: its handshake is awaited; the client speaks first.',
  TRANSFERRING: 'A 150 was sent; the file or the listing moves.',
  CLOSING: 'Everything has moved. The 226 waits until the close of the data connection is acknowledged.',
  ENDED: 'The process has ended; its host closes the control connection.',
  login: 'A client has come, and nobody is logged in yet.',
  ready: 'Somebody is logged in: commands are obeyed, one after another.',
  transfer: 'A transfer command is obeyed: its data connection is opened, used and closed. Other commands wait.',
};

export const serverDtp: StateWords['server-DTP'] = {
  IDLE: 'No data connection, and none expected.',
  BINDING: 'Asks its host for a port of the passive range.',
  LISTENING: 'A port is open. Whoever calls is connected by the kernel; nobody here has looked yet.',
  ACCEPTING: 'A transfer command came: takes the connection that is there, or waits for it.',
  CONNECTING: 'Dials the address that PORT or EPRT named.',
  OPEN: 'The data connection stands, and nothing moves on it.',
  SECURING: "TLS is to lie on the connection: the client's hello is awaited, whoever dialled, and the handshake's end.",
  PARTING: "All has moved, and close_notify is said: the client's own is awaited before the connection is closed.",
  SENDING: 'Hands the file to TCP; a full buffer makes it wait.',
  RECEIVING: 'Stores what comes, until the client closes: that is the end of the file.',
  RESTING: 'Has moved more than its rate allows and does nothing, whatever happens, until the rate is kept again.',
  LINGERING: 'Has shut its own direction and waits for the client to close his.',
  CLOSING: 'Has closed. A lingering close() returns when the FIN is acknowledged.',
};
