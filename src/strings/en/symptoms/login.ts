/** Symptoms of getting in: the connection, the greeting, TLS and the login. */
import type { LOGIN_SYMPTOMS } from '../../../explain/logs/symptoms-login';
import type { WordsOf } from '../../symptom-words';

export const login: WordsOf<typeof LOGIN_SYMPTOMS> = {
  'too-many-connections': {
    means: 'The server bears no more connections from this address at a time.',
    tells: ({ port }) =>
      `Count them on the server while it happens: ss -tn state established "( sport = :${port} )". Other programs ` +
      'of the same user, or other users behind the same NAT, count too.',
  },
  'tls-required': {
    means: 'The server lets nobody log in without TLS, and the client did not ask for it.',
    tells: ({ server }) =>
      `Ask for TLS: curl --ssl-reqd ftp://${server}/ (explicit, AUTH TLS). If the login then works, this was all.`,
  },
  'wrong-password': {
    means: 'The server does not accept this user with this password.',
    tells:
      'Log in by hand with the same name and password. If that works, the client sends others: look at its saved ' +
      'site, and for a character that a URL must escape (@, :, #).',
  },
  'idle-timeout': {
    means: 'The server closed a session in which no command came for too long.',
    tells:
      "Compare the time between the last command and the 421 with the server's idle_session_timeout, " +
      'TimeoutIdle or -I.',
  },
  'control-port-closed': {
    means: ({ port }) => `The machine is there, and nothing listens on port ${port}.`,
    tells: ({ port }) =>
      `On the server: ss -ltn "( sport = :${port} )". No line means that the server does not run or ` +
      'listens on another port.',
  },
  'control-port-elsewhere': {
    means: ({ port }) => `The server runs, and listens on another port than ${port}.`,
    tells: 'On the server: ss -ltnp shows on which port vsftpd, proftpd or pure-ftpd listens.',
  },
  'control-port-rejected': {
    means: ({ port }) => `A firewall in front of the server answers for it and refuses port ${port}.`,
    tells: ({ port }) =>
      `On the server: tcpdump -n "tcp port ${port}" while the client tries. No SYN arrives: something before it ` +
      "answers. Its TTL in the client's capture differs from that of other packets.",
  },
  'control-port-filtered': {
    means: ({ port }) =>
      `Nothing answers on port ${port}: a firewall drops the SYN without a word, or there is no such machine.`,
    tells: ({ port }) =>
      `On the server: tcpdump -n "tcp port ${port}" while the client tries. SYNs that arrive are dropped by the ` +
      "server's own firewall, SYNs that do not by one before it.",
  },
  'implicit-port-without-tls': {
    means:
      'The connection opens and no greeting comes: the server waits for TLS from the first octet, ' +
      'and the client for a 220.',
    tells: ({ server, port }) =>
      `openssl s_client -connect ${server}:${port}: if a certificate comes and then 220, call it with ftps://.`,
  },
  'implicit-tls-on-plain-port': {
    means:
      'The client speaks TLS from the first octet (implicit, ftps://), and on this port the server ' +
      'first speaks plain FTP.',
    tells: ({ server, port }) =>
      `nc ${server} ${port}: a 220 in plain text means explicit TLS. Call it with ftp:// and AUTH TLS (curl ` +
      '--ssl-reqd), or with ftps:// on port 990.',
  },
  'tls-unavailable': {
    means: 'The client insists on TLS, and the server refuses AUTH: it has none.',
    tells:
      "Look for AUTH TLS in what FEAT answers, and for ssl_enable, TLSEngine or --tls in the server's configuration.",
  },
  'certificate-untrusted': {
    means: "The client does not know the authority that signed the server's certificate.",
    tells: ({ server, port }) =>
      `openssl s_client -starttls ftp -connect ${server}:${port} -showcerts shows who signed it, and whether a ` +
      'certificate in between is missing.',
  },
  'tls-version': {
    means: 'The two ends have no version of TLS in common.',
    tells: ({ server, port }) =>
      `openssl s_client -starttls ftp -connect ${server}:${port} -tls1_2, and the same with -tls1_3: which of the ` +
      'two works is what the server speaks.',
  },
};
