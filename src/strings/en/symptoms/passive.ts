/** Symptoms of the data connection that the client opens. */
import type { PASSIVE_SYMPTOMS } from '../../../explain/logs/symptoms-passive';
import type { WordsOf } from '../../symptom-words';

export const passive: WordsOf<typeof PASSIVE_SYMPTOMS> = {
  'session-reuse': {
    means:
      'The server demands that a data connection resume the TLS session of its control connection, ' +
      'and this client does not.',
    tells:
      'Try a client that does resume, such as curl or lftp. If that works, change the client, or allow new ' +
      'sessions: require_ssl_reuse=NO, TLSOptions NoSessionReuseRequired.',
  },
  'private-address-in-227': {
    means: ({ told }) =>
      `The server names ${told} in 227, an address of its own network that means nothing to the client.`,
    tells: ({ told }) =>
      `Compare ${told} with the address that the client called. EPSV names no address: if curl without ` +
      '--disable-epsv works, only the address is wrong.',
  },
  'loopback-in-227': {
    means: ({ told }) => `The server names ${told} in 227: the client would call itself.`,
    tells:
      'Look at pasv_address, MasqueradeAddress or -P, and at whether a name given there resolves to ' +
      '127.0.0.1 on the server.',
  },
  'passive-ports-not-forwarded': {
    means: ({ port }) =>
      `The server stands behind a router that forwards port ${port} and not the passive ports: ` +
      'the router itself refuses.',
    tells: ({ toldPort }) =>
      `On the router: look for a forward of port ${toldPort}. On the server: tcpdump -n "tcp port ` +
      `${toldPort}" sees no SYN.`,
  },
  'passive-ports-rejected': {
    means: ({ toldPort }) =>
      `A firewall refuses the passive port ${toldPort} with an answer, so the client fails at once.`,
    tells: ({ toldPort }) =>
      `On the server: tcpdump -n "tcp port ${toldPort}" while the client tries. No SYN arrives: a firewall before ` +
      'it answered; a SYN and an RST: its own.',
  },
  'blind-helper-passive': {
    means: ({ toldPort }) =>
      'Under TLS no firewall can read 227: one that relies on an FTP helper opens nothing, and drops the data ' +
      `connection to port ${toldPort}.`,
    tells:
      'Try the same without TLS, where the server allows it. If that works, a helper opened the port; ' +
      'if it hangs too, the passive ports are closed to everything. Either way: open the passive range.',
  },
  'passive-ports-closed': {
    means: ({ toldPort }) =>
      'The control connection works, and a firewall drops the data connection to the passive port ' +
      `${toldPort} without a word.`,
    tells: ({ toldPort }) =>
      `On the server: tcpdump -n "tcp port ${toldPort}" while the client tries. No SYN arrives: a firewall before ` +
      'it. From another network it fails the same way.',
  },
  'second-source-address': {
    means:
      'The data connection reached the server from another address than the control connection, and the server ' +
      'took it for a thief.',
    tells: ({ toldPort }) =>
      `Compare the two addresses in the server's log, or in tcpdump -n "tcp port ${toldPort}" on the server. ` +
      "Carriers' NATs and two lines to the Internet do this; so does a thief (RFC 2577).",
  },
  'passive-ports-exhausted': {
    means: 'The server found no free port in its passive range: other sessions hold them all.',
    tells:
      'Count them on the server while it happens: ss -tan. A range needs about as many ports as there are ' +
      'transfers in a minute, since a closed connection holds its port for that long.',
  },
  'control-forgotten': {
    means:
      'The transfer began and its end was never told: while it ran, a NAT or firewall forgot the control ' +
      'connection, on which nothing was said.',
    tells:
      "Compare the file's size: it may be whole. If only transfers of more than so many minutes fail, " +
      'set keep-alives below that (curl --keepalive-time 30) and try again.',
  },
  'strict-way-out': {
    means: ({ toldPort }) => `The client's own network lets connections to port 21 out, and none to port ${toldPort}.`,
    tells:
      "Try from another network, such as a telephone's. If it works there, the client's network is the one that drops.",
  },
  'passive-forbidden': {
    means: 'The server refuses PASV: passive mode is switched off.',
    tells: "Look for pasv_enable=NO in the server's configuration; active mode (curl --ftp-port -) may still work.",
  },
};
