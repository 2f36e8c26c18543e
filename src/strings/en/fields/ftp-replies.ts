/** What the digits of a reply say (RFC 959 section 4.2.1), and each code that a document defines. */
const R959 = 'RFC 959 section 4.2';
const R2228 = 'RFC 2228 section 5.1';
const R1123 = 'RFC 1123 section 4.1.3.4';

/** What the first digit asks of the client. */
export const firstDigit: Readonly<Record<number, string>> = {
  1: '1: begun. Another reply to the same command will come; wait for it before the next command.',
  2: '2: done. The next command may be sent.',
  3: '3: so far so good. The command is kept until another one completes it: send that.',
  4: '4: not now. The same command may succeed later: try again, from the first of those that belong together.',
  5: '5: no. The same command will not succeed as things are: change something first.',
  6: '6: a reply within a reply, protected: unwrap it.',
};

/** What the second digit says the reply is about. */
export const secondDigit: Readonly<Record<number, string>> = {
  0: '0: about syntax, or about a command that is of no other group, not there, or not needed.',
  1: '1: information that was asked for, such as status or help.',
  2: '2: about the control or the data connection.',
  3: '3: about the login, accounts, and since RFC 2228 security.',
  4: '4: about nothing: no document has given it a meaning.',
  5: '5: about the file system.',
};

/** The third digit gives the finer meaning: what the three say together, and where that is written. */
export const codes: Readonly<Record<number, readonly [string, string]>> = {
  110: ['a restart marker, while blocks are sent', R1123],
  120: ['ready in some minutes; 220 follows then', R959],
  125: ['the data connection is there already, and the transfer begins', R959],
  150: ['accepted: the server is about to open the data connection, or to use the one that was opened', R959],
  200: ['the command has succeeded, and there is nothing more to say', R959],
  202: ['not needed here: as good as done', R959],
  211: ["the system's status, help, or the list of features", `${R959}, RFC 2389 section 3.2`],
  212: ['status of a directory', R959],
  213: [
    'status of a file: its size, or when it was changed, in a fixed form',
    `${R959}, RFC 3659 sections 3.1 and 4.1`,
  ],
  214: ['help, for a person', R959],
  215: ['the name of the system', R959],
  220: ['ready for a user: the greeting', R959],
  221: ['the server closes the control connection, as it was asked to', R959],
  225: ['a data connection is open, and nothing is being transferred', R959],
  226: ['the server has closed or closes the data connection: the transfer has succeeded on its side', R959],
  227: ['the server listens; address and port follow as six numbers', R959],
  228: ['the server listens; a long address follows', 'RFC 1639'],
  229: ['the server listens; the port follows, the address is the one that was called', 'RFC 2428 section 3'],
  230: ['logged in', R959],
  232: ['logged in by what TLS has shown: no password is needed', `${R2228}, RFC 4217 section 12.2`],
  234: [
    'the way to secure the connection is accepted: with TLS the handshake begins now',
    `${R2228}, RFC 4217 section 4`,
  ],
  235: ['the security exchange has ended well', R2228],
  250: ['the file action is done', `${R959}, RFC 3659 section 7.2`],
  257: ['a path, in double quotes', `${R959}, RFC 959 appendix II`],
  331: ['the name is taken; a password is wanted. Whether there is such a user it does not say', R959],
  332: ['an account is wanted for the login', R959],
  334: ['the mechanism is accepted, and more data are wanted for it', R2228],
  335: ['the security data are good so far; more are wanted', R2228],
  336: ['the name is taken; the answer to the challenge in the text is wanted', R2228],
  350: ['kept: the command that completes it is wanted', `${R959}, RFC 3659 section 5.3`],
  421: ['the service is not available, and the control connection is being closed: may answer any command', R959],
  425: ['no data connection could be opened', R959],
  426: ['the data connection was closed in the middle, and the transfer given up', R959],
  431: ['something that security needs is missing just now', R2228],
  450: ['the file cannot be had now: it is busy, for instance', R959],
  451: ['given up because of an error on the server', R959],
  452: ['not enough room on the server', R959],
  500: ['the command was not recognised', R959],
  501: ['something is wrong with the arguments', R959],
  502: ['the command is not implemented', R959],
  503: ['the command came at the wrong place in a sequence', R959],
  504: ['the command is there, but not with this argument', R959],
  521: ['no data connection at the present level of protection', 'RFC 4217 section 10.2'],
  522: [
    'after EPRT or EPSV: that network protocol is not known; after a transfer: the data connection was not protected ' +
      'as it must be',
    'RFC 2428 section 2, RFC 4217 section 10.2',
  ],
  530: ['not logged in', R959],
  532: ['an account is wanted for storing files', R959],
  533: ['the command must be protected, and was not', `${R2228}, RFC 4217 section 5`],
  534: ['refused by the policy of security', R2228],
  535: ['a check of security has failed', R2228],
  536: ['the mechanism does not have that level of protection', R2228],
  537: ['the mechanism cannot protect commands that way', R2228],
  550: ['the file cannot be had: it is not there, or one may not', R959],
  551: ['the page type is not known', R959],
  552: ['more than the storage that is allowed', R959],
  553: ['that name is not allowed', R959],
  554: ['the place that REST gave cannot be used', R1123],
  555: ['TYPE or STRU does not fit the file', R1123],
  631: ['a reply with a proof that it is whole', 'RFC 2228 section 5.2'],
  632: ['a reply sealed, with a proof that it is whole', 'RFC 2228 section 5.2'],
  633: ['a reply sealed', 'RFC 2228 section 5.2'],
};
