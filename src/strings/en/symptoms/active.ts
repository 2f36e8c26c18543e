/** Symptoms of the data connection that the server opens. */
import type { ACTIVE_SYMPTOMS } from '../../../explain/logs/symptoms-active';
import type { WordsOf } from '../../symptom-words';

export const active: WordsOf<typeof ACTIVE_SYMPTOMS> = {
  'blind-helper-port': {
    means: ({ named }) =>
      `PORT names ${named}, a private address, and under TLS no FTP helper can read and replace it.`,
    tells:
      "Try the same without TLS. If that works, a helper in the client's router did the work: use passive mode, " +
      'or clear the control connection with CCC.',
  },
  'blind-helper-active': {
    means:
      "Under TLS no firewall can read PORT: one on the client's side that relies on an FTP helper drops " +
      "the server's call.",
    tells:
      'Try the same without TLS, where the server allows it. If that works, a helper let the call in. ' +
      'Passive mode needs no call to the client.',
  },
  'port-behind-nat-refused': {
    means: ({ named }) => `PORT names ${named}, a private address, and the server dials only whom it sees.`,
    tells: 'Passive mode needs no address of the client: if curl --ftp-pasv works, this was all.',
  },
  'port-behind-nat-redirected': {
    means: ({ named }) =>
      `PORT names ${named}, a private address; the server called the address that it sees instead, ` +
      "and the client's router knows of no such port.",
    tells:
      'Passive mode needs no call to the client: if it works, this was all. On the client: tcpdump sees no ' +
      'SYN from the server.',
  },
  'port-behind-nat-hangs': {
    means: ({ named }) => `PORT names ${named}, a private address, and the server calls it: nobody answers there.`,
    tells: ({ named }) =>
      `On the server: tcpdump -n "host ${named}" shows SYNs without an answer. Passive mode needs no ` +
      'call to the client.',
  },
  'foreign-port-refused': {
    means: ({ named }) =>
      `PORT names ${named}, which is not the client: the server refuses to call others (RFC 2577, the bounce).`,
    tells: ({ named }) =>
      `Compare ${named} with the client's address in the server's log. A client with two addresses, or one behind ` +
      'a proxy, can name the wrong one in good faith.',
  },
  'low-port-refused': {
    means: 'PORT names a port below 1024, where no client waits: the server refuses to call it (RFC 2577).',
    tells: 'Look at the last two numbers of PORT: the port is the first times 256 plus the second.',
  },
  'active-forbidden': {
    means: 'The server refuses PORT whatever it names: active mode is switched off.',
    tells: "Look for port_enable=NO in the server's configuration; passive mode (curl --ftp-pasv) may still work.",
  },
  'active-tls-stalled': {
    means:
      "The server's data connection came and TLS never began on it: this client waits for the other side to start.",
    tells:
      'In a capture of the data connection no octet follows the three packets that open it. Passive mode, ' +
      'or a newer client, does not stall.',
  },
  'active-rejected': {
    means:
      "The server called the client for the data connection, and a firewall on the client's side " +
      'refused with an answer.',
    tells:
      'Look at the time between LIST and 425: none means refused, twenty seconds or more means dropped. ' +
      'Passive mode needs no call to the client.',
  },
  'active-blocked': {
    means:
      "The server called the client for the data connection, and a firewall on the client's side dropped the call.",
    tells: ({ server }) =>
      `On the client: tcpdump -n "src host ${server} and src port 20" sees SYNs and no answers, or nothing. ` +
      'Passive mode (curl --ftp-pasv) needs no call to the client.',
  },
  'server-cannot-bind': {
    means: 'The server cannot use port 20 for the data connection: it has given up the right to by then.',
    tells: 'Look for port_promiscuous=YES beside connect_from_port_20=YES in vsftpd.conf: together they cannot work.',
  },
};
