/** Symptoms of getting in: the connection, the greeting, TLS and the login. */
import { certain, EXPLICIT, likely, possible, unless, type Symptom } from './symptom';

export const LOGIN_SYMPTOMS: readonly Symptom[] = [
  {
    id: 'too-many-connections',
    shown: [certain('tooMany')],
    ends: ['too-many-connections'],
    means: 'The server bears no more connections from this address at a time.',
    tells:
      'Count them on the server while it happens: ss -tn state established "( sport = :{port} )". Other programs ' +
      'of the same user, or other users behind the same NAT, count too.',
    replay: { 'client.software': 'ftplib', 'server.maxClientsPerAddress': '1', actions: 'second-login' },
  },
  {
    id: 'tls-required',
    shown: [certain('tlsDemanded')],
    ends: ['tls-required'],
    means: 'The server lets nobody log in without TLS, and the client did not ask for it.',
    tells: 'Ask for TLS: curl --ssl-reqd ftp://{server}/ (explicit, AUTH TLS). If the login then works, this was all.',
    replay: { security: 'none', 'server.tls': 'required' },
  },
  {
    id: 'wrong-password',
    shown: [certain('deniedInWords'), unless(likely('denied'), 'tlsDemanded', 'tooMany', 'helloAsCommand')],
    ends: ['login-denied'],
    means: 'The server does not accept this user with this password.',
    tells:
      'Log in by hand with the same name and password. If that works, the client sends others: look at its saved ' +
      'site, and for a character that a URL must escape (@, :, #).',
    replay: { passwordOk: 'false' },
  },
  {
    id: 'idle-timeout',
    shown: [certain('idle')],
    ends: ['idle-timeout'],
    means: 'The server closed a session in which no command came for too long.',
    tells:
      "Compare the time between the last command and the 421 with the server's idle_session_timeout, " +
      'TimeoutIdle or -I.',
    replay: { 'client.software': 'ftplib', 'server.idleTimeout': '3', actions: 'login; wait 6; list /' },
  },
  {
    id: 'control-port-closed',
    shown: [unless(certain('refused@dialling', 'dialled'), 'spoke'), unless(likely('refused@dialling'), 'spoke')],
    ends: ['control-connect-refused'],
    means: 'The machine is there, and nothing listens on port {port}.',
    tells:
      'On the server: ss -ltn "( sport = :{port} )". No line means that the server does not run or ' +
      'listens on another port.',
    replay: { 'server.software': 'none' },
  },
  {
    id: 'control-port-elsewhere',
    shown: [unless(possible('refused@dialling'), 'spoke')],
    ends: ['control-connect-refused'],
    means: 'The server runs, and listens on another port than {port}.',
    tells: 'On the server: ss -ltnp shows on which port vsftpd, proftpd or pure-ftpd listens.',
    replay: { 'server.controlPort': '2121', 'client.connectPort': '21' },
  },
  {
    id: 'control-port-rejected',
    shown: [likely('unreachable@dialling'), unless(possible('refused@dialling'), 'spoke')],
    ends: ['control-connect-refused'],
    means: 'A firewall in front of the server answers for it and refuses port {port}.',
    tells:
      'On the server: tcpdump -n "tcp port {port}" while the client tries. No SYN arrives: something before it ' +
      "answers. Its TTL in the client's capture differs from that of other packets.",
    replay: {
      'serverEdge.firewall': 'block-all',
      'serverEdge.action': 'reject',
      'serverEdge.rejectWith': 'icmp-admin-prohibited',
    },
  },
  {
    id: 'control-port-filtered',
    shown: [
      likely('timedOut@dialling', 'dialled'),
      likely('curlControlTimeout'),
      unless(possible('timedOut@dialling'), 'spoke'),
    ],
    ends: ['control-connect-timeout'],
    means: 'Nothing answers on port {port}: a firewall drops the SYN without a word, or there is no such machine.',
    tells:
      'On the server: tcpdump -n "tcp port {port}" while the client tries. SYNs that arrive are dropped by the ' +
      "server's own firewall, SYNs that do not by one before it.",
    replay: { 'serverEdge.firewall': 'block-all' },
  },
  {
    id: 'implicit-port-without-tls',
    shown: [likely('timedOut@connected')],
    ends: ['protocol-mismatch'],
    means:
      'The connection opens and no greeting comes: the server waits for TLS from the first octet, ' +
      'and the client for a 220.',
    tells: 'openssl s_client -connect {server}:{port}: if a certificate comes and then 220, call it with ftps://.',
    replay: { security: 'none', 'server.tls': 'implicit', 'server.controlPort': '990', 'client.connectPort': '990' },
  },
  {
    id: 'implicit-tls-on-plain-port',
    shown: [unless(certain('wrongVersion'), 'tlsOn', 'authAsked'), certain('helloAsCommand')],
    ends: ['protocol-mismatch'],
    means:
      'The client speaks TLS from the first octet (implicit, ftps://), and on this port the server ' +
      'first speaks plain FTP.',
    tells:
      'nc {server} {port}: a 220 in plain text means explicit TLS. Call it with ftp:// and AUTH TLS (curl ' +
      '--ssl-reqd), or with ftps:// on port 990.',
    replay: { security: 'implicit', 'server.tls': 'optional', 'server.controlPort': '21', 'client.connectPort': '21' },
  },
  {
    id: 'tls-unavailable',
    shown: [unless(certain('authRefused'), 'userAsked')],
    ends: ['tls-unavailable'],
    means: 'The client insists on TLS, and the server refuses AUTH: it has none.',
    tells:
      "Look for AUTH TLS in what FEAT answers, and for ssl_enable, TLSEngine or --tls in the server's configuration.",
    replay: { security: 'explicit', 'server.tls': 'off' },
  },
  {
    id: 'certificate-untrusted',
    shown: [certain('untrusted')],
    ends: ['certificate-rejected'],
    means: "The client does not know the authority that signed the server's certificate.",
    tells:
      'openssl s_client -starttls ftp -connect {server}:{port} -showcerts shows who signed it, and whether a ' +
      'certificate in between is missing.',
    replay: { ...EXPLICIT, 'tls.trustCa': 'false' },
  },
  {
    id: 'tls-version',
    shown: [certain('oldTls')],
    ends: ['tls-alert'],
    means: 'The two ends have no version of TLS in common.',
    tells:
      'openssl s_client -starttls ftp -connect {server}:{port} -tls1_2, and the same with -tls1_3: which of the ' +
      'two works is what the server speaks.',
    replay: { ...EXPLICIT, 'server.maxTls': '1.2', 'tls.clientMinTls': '1.3' },
  },
];
