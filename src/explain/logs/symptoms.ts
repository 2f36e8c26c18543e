/**
 * The symptoms that a log can show: by which signs (signs.ts, facts.ts), what each means, what tells it from its
 * neighbours, and the scenario in which it happens. Among equally certain ones the order here decides: what is told by
 * more comes first. Placeholders: {server} and {port} of the control connection, {told} and {toldPort} of 227 or 229,
 * {named} of PORT.
 */
import type { SettingsText } from '../../scenario/knobs/table';

export type Certainty = 'certain' | 'likely' | 'possible';

export interface Showing {
  readonly certainty: Certainty;
  /** All of them must be there ... */
  readonly by: readonly string[];
  /** ... and none of these. */
  readonly without?: readonly string[];
}

export interface Symptom {
  readonly id: string;
  readonly means: string;
  readonly tells: string;
  /** The first that fits counts. */
  readonly shown: readonly Showing[];
  /**
   * Knobs as text, as in scenario files; what the log tells of the programs and the data mode is added where it is not
   * said here.
   */
  readonly replay: SettingsText;
  /** How the replay ends, in the recordings' words. */
  readonly ends: readonly string[];
}

const certain = (...by: readonly string[]): Showing => ({ certainty: 'certain', by });
const likely = (...by: readonly string[]): Showing => ({ certainty: 'likely', by });
const possible = (...by: readonly string[]): Showing => ({ certainty: 'possible', by });
const unless = (showing: Showing, ...without: readonly string[]): Showing => ({ ...showing, without });

/** Ways to learn what became of a passive data connection. */
const FAILED = ['refused@passive', 'timedOut@passive', 'unreachable@passive', 'noData@passive', 'mismatch'];

const EXPLICIT = { security: 'explicit', 'server.tls': 'optional' } as const;

export const SYMPTOMS: readonly Symptom[] = [
  // --- getting in -----------------------------------------------------------------------------
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

  // --- the data connection, passive -----------------------------------------------------------
  {
    id: 'session-reuse',
    shown: [certain('reuseDemanded'), likely('tlsOn', 'notPermitted')],
    ends: ['no-session-reuse'],
    means:
      'The server demands that a data connection resume the TLS session of its control connection, ' +
      'and this client does not.',
    tells:
      'Try a client that does resume, such as curl or lftp. If that works, change the client, or allow new ' +
      'sessions: require_ssl_reuse=NO, TLSOptions NoSessionReuseRequired.',
    replay: { ...EXPLICIT, 'client.software': 'ftplib', 'server.requireTlsSessionReuse': 'true' },
  },
  {
    id: 'private-address-in-227',
    ends: ['unroutable-passive-address', 'passive-address-rejected-by-client'],
    shown: [
      certain('private227', 'mismatch'),
      unless(certain('private227', 'timedOut@passive'), 'mended227'),
      unless(likely('private227', 'unreachable@passive'), 'mended227'),
      unless(possible('private227', 'endedAt227'), 'mended227', ...FAILED),
    ],
    means: 'The server names {told} in 227, an address of its own network that means nothing to the client.',
    tells:
      'Compare {told} with the address that the client called. EPSV names no address: if curl without ' +
      '--disable-epsv works, only the address is wrong.',
    replay: { 'serverEdge.nat': 'true', 'client.skipPasvAddress': 'false', dataMode: 'PASV' },
  },
  {
    id: 'loopback-in-227',
    shown: [
      certain('loopback227', 'refused@passive'),
      certain('loopback227', 'timedOut@passive'),
      likely('loopback227'),
    ],
    ends: ['data-connect-refused', 'data-connect-timeout'],
    means: 'The server names {told} in 227: the client would call itself.',
    tells:
      'Look at pasv_address, MasqueradeAddress or -P, and at whether a name given there resolves to ' +
      '127.0.0.1 on the server.',
    replay: { 'server.passiveAddress': '127.0.0.1', 'client.skipPasvAddress': 'false', dataMode: 'PASV' },
  },
  {
    id: 'passive-ports-not-forwarded',
    shown: [likely('private227', 'refused@passive'), unless(possible('refused@passive'), 'loopback227')],
    ends: ['data-connect-refused'],
    means:
      'The server stands behind a router that forwards port {port} and not the passive ports: ' +
      'the router itself refuses.',
    tells:
      'On the router: look for a forward of port {toldPort}. On the server: tcpdump -n "tcp port ' +
      '{toldPort}" sees no SYN.',
    replay: { 'serverEdge.nat': 'true', 'serverEdge.forwards': '21' },
  },
  {
    id: 'passive-ports-rejected',
    shown: [
      unless(likely('refused@passive'), 'private227', 'loopback227'),
      unless(likely('unreachable@passive'), 'private227'),
      unless(possible('refused@passive'), 'loopback227'),
    ],
    ends: ['data-connect-refused'],
    means: 'A firewall refuses the passive port {toldPort} with an answer, so the client fails at once.',
    tells:
      'On the server: tcpdump -n "tcp port {toldPort}" while the client tries. No SYN arrives: a firewall before ' +
      'it answered; a SYN and an RST: its own.',
    replay: { 'serverEdge.firewall': 'control-only', 'serverEdge.action': 'reject' },
  },
  {
    id: 'blind-helper-passive',
    shown: [unless(likely('tlsOn', 'timedOut@passive'), 'private227', 'loopback227', 'began')],
    ends: ['data-connect-timeout'],
    means:
      'Under TLS no firewall can read 227: one that relies on an FTP helper opens nothing, and drops the data ' +
      'connection to port {toldPort}.',
    tells:
      'Try the same without TLS, where the server allows it. If that works, a helper opened the port; ' +
      'if it hangs too, the passive ports are closed to everything. Either way: open the passive range.',
    replay: { ...EXPLICIT, 'serverEdge.firewall': 'control-only', 'serverEdge.ftpHelper': 'true' },
  },
  {
    id: 'passive-ports-closed',
    ends: ['data-connect-timeout'],
    shown: [
      unless(likely('timedOut@passive'), 'private227', 'loopback227', 'began'),
      unless(likely('timedOut@passive', 'mended227'), 'began'),
      unless(likely('curlDataTimeout'), 'private227'),
      unless(likely('noData@passive'), 'notPermitted', 'reuseDemanded', 'otherSource'),
      unless(possible('endedAt227'), 'loopback227', ...FAILED),
      unless(possible('timedOut@passive'), 'began'),
      unless(possible('timedOut@dialling'), 'spoke', 'dialled'),
    ],
    means:
      'The control connection works, and a firewall drops the data connection to the passive port ' +
      '{toldPort} without a word.',
    tells:
      'On the server: tcpdump -n "tcp port {toldPort}" while the client tries. No SYN arrives: a firewall before ' +
      'it. From another network it fails the same way.',
    replay: { 'serverEdge.firewall': 'control-only' },
  },
  {
    id: 'second-source-address',
    shown: [certain('otherSource')],
    ends: ['data-connection-failed'],
    means:
      'The data connection reached the server from another address than the control connection, and the server ' +
      'took it for a thief.',
    tells:
      'Compare the two addresses in the server\'s log, or in tcpdump -n "tcp port {toldPort}" on the server. ' +
      "Carriers' NATs and two lines to the Internet do this; so does a thief (RFC 2577).",
    replay: { 'clientEdge.nat': 'true', 'clientEdge.pooling': 'arbitrary' },
  },
  {
    id: 'passive-ports-exhausted',
    shown: [certain('noPassivePort')],
    ends: ['server-error', 'passive-command-refused'],
    means: 'The server found no free port in its passive range: other sessions hold them all.',
    tells:
      'Count them on the server while it happens: ss -tan. A range needs about as many ports as there are ' +
      'transfers in a minute, since a closed connection holds its port for that long.',
    replay: { 'server.passiveRange': '50020-50020', 'faults.heldPassivePorts': '1' },
  },
  {
    id: 'control-forgotten',
    shown: [
      unless(certain('responseTimedOut', 'began'), 'ended'),
      unless(likely('began', 'timedOut'), 'ended', 'accepted'),
      unless(likely('began', 'reset'), 'ended'),
      possible('responseTimedOut'),
    ],
    ends: ['other'],
    means:
      'The transfer began and its end was never told: while it ran, a NAT or firewall forgot the control ' +
      'connection, on which nothing was said.',
    tells:
      "Compare the file's size: it may be whole. If only transfers of more than so many minutes fail, " +
      'set keep-alives below that (curl --keepalive-time 30) and try again.',
    replay: {
      'clientEdge.nat': 'true',
      'clientEdge.lifetime': '60',
      'server.maxRate': '2000',
      actions: 'get big.bin 200000',
    },
  },
  {
    id: 'strict-way-out',
    shown: [
      unless(possible('timedOut@passive'), 'private227', 'loopback227', 'began'),
      unless(possible('timedOut@passive', 'mended227'), 'began'),
    ],
    ends: ['data-connect-timeout'],
    means: "The client's own network lets connections to port 21 out, and none to port {toldPort}.",
    tells:
      "Try from another network, such as a telephone's. If it works there, the client's network is the one that drops.",
    replay: { 'clientEdge.firewall': 'egress-filter' },
  },
  {
    id: 'passive-forbidden',
    shown: [certain('passiveRefused')],
    ends: ['passive-command-refused'],
    means: 'The server refuses PASV: passive mode is switched off.',
    tells: "Look for pasv_enable=NO in the server's configuration; active mode (curl --ftp-port -) may still work.",
    replay: { 'server.forbids': 'passive' },
  },

  // --- the data connection, active ------------------------------------------------------------
  {
    id: 'blind-helper-port',
    shown: [likely('tlsOn', 'privatePort', 'portRefused')],
    ends: ['port-command-refused'],
    means: 'PORT names {named}, a private address, and under TLS no FTP helper can read and replace it.',
    tells:
      "Try the same without TLS. If that works, a helper in the client's router did the work: use passive mode, " +
      'or clear the control connection with CCC.',
    replay: { ...EXPLICIT, dataMode: 'PORT', 'clientEdge.nat': 'true', 'clientEdge.ftpHelper': 'true' },
  },
  {
    id: 'blind-helper-active',
    shown: [
      unless(likely('tlsOn', 'noData@active'), 'privatePort', 'notPermitted', 'oopsBind', 'reuseDemanded'),
      unless(likely('tlsOn', 'timedOut@active'), 'privatePort', 'accepted'),
    ],
    ends: ['data-connect-timeout'],
    means:
      "Under TLS no firewall can read PORT: one on the client's side that relies on an FTP helper drops " +
      "the server's call.",
    tells:
      'Try the same without TLS, where the server allows it. If that works, a helper let the call in. ' +
      'Passive mode needs no call to the client.',
    replay: { ...EXPLICIT, dataMode: 'PORT', 'clientEdge.firewall': 'block-inbound', 'clientEdge.ftpHelper': 'true' },
  },
  {
    id: 'port-behind-nat-refused',
    shown: [
      unless(certain('privatePort', 'portRefused'), 'tlsOn'),
      possible('privatePort', 'portRefused'),
      unless(likely('portRefused'), 'named'),
    ],
    ends: ['port-command-refused'],
    means: 'PORT names {named}, a private address, and the server dials only whom it sees.',
    tells: 'Passive mode needs no address of the client: if curl --ftp-pasv works, this was all.',
    replay: { dataMode: 'PORT', 'clientEdge.nat': 'true' },
  },
  {
    id: 'port-behind-nat-redirected',
    shown: [likely('privatePort', 'noDataRefused@active'), possible('privatePort', 'timedOut@active')],
    ends: ['data-connect-refused'],
    means:
      'PORT names {named}, a private address; the server called the address that it sees instead, ' +
      "and the client's router knows of no such port.",
    tells:
      'Passive mode needs no call to the client: if it works, this was all. On the client: tcpdump sees no ' +
      'SYN from the server.',
    replay: { dataMode: 'PORT', 'clientEdge.nat': 'true', 'server.software': 'proftpd' },
  },
  {
    id: 'port-behind-nat-hangs',
    shown: [
      unless(certain('privatePort', 'noData@active'), 'noDataRefused', 'portRefused'),
      likely('privatePort', 'timedOut@active'),
    ],
    ends: ['data-connect-timeout'],
    means: 'PORT names {named}, a private address, and the server calls it: nobody answers there.',
    tells:
      'On the server: tcpdump -n "host {named}" shows SYNs without an answer. Passive mode needs no ' +
      'call to the client.',
    replay: {
      dataMode: 'PORT',
      'clientEdge.nat': 'true',
      'server.allowForeignPortAddress': 'true',
      'server.activeDataPort': 'ephemeral',
    },
  },
  {
    id: 'foreign-port-refused',
    shown: [
      certain('foreignPort', 'portRefused'),
      unless(likely('publicPort', 'portRefused'), 'lowPort', 'portForbidden'),
    ],
    ends: ['port-command-refused'],
    means: 'PORT names {named}, which is not the client: the server refuses to call others (RFC 2577, the bounce).',
    tells:
      "Compare {named} with the client's address in the server's log. A client with two addresses, or one behind " +
      'a proxy, can name the wrong one in good faith.',
    replay: {
      'client.software': 'ftplib',
      dataMode: 'PORT',
      'faults.bystander': 'listens-8080',
      actions: 'quote PORT 203,0,113,99,31,144',
    },
  },
  {
    id: 'low-port-refused',
    shown: [likely('lowPort', 'portRefused')],
    ends: ['port-command-refused'],
    means: 'PORT names a port below 1024, where no client waits: the server refuses to call it (RFC 2577).',
    tells: 'Look at the last two numbers of PORT: the port is the first times 256 plus the second.',
    replay: { 'client.software': 'ftplib', dataMode: 'PORT', actions: 'quote PORT 203,0,113,10,0,80' },
  },
  {
    id: 'active-forbidden',
    shown: [
      likely('publicPort', 'portForbidden'),
      unless(possible('portRefused'), 'privatePort', 'foreignPort', 'lowPort'),
    ],
    ends: ['port-command-refused'],
    means: 'The server refuses PORT whatever it names: active mode is switched off.',
    tells: "Look for port_enable=NO in the server's configuration; passive mode (curl --ftp-pasv) may still work.",
    replay: { 'server.forbids': 'active', dataMode: 'PORT' },
  },
  {
    id: 'active-tls-stalled',
    shown: [likely('tlsOn', 'accepted')],
    ends: ['data-tls-stalled', 'idle-timeout'],
    means:
      "The server's data connection came and TLS never began on it: this client waits for the other side to start.",
    tells:
      'In a capture of the data connection no octet follows the three packets that open it. Passive mode, ' +
      'or a newer client, does not stall.',
    replay: { ...EXPLICIT, 'client.software': 'curl', dataMode: 'PORT' },
  },
  {
    id: 'active-rejected',
    shown: [
      unless(likely('noDataRefused@active'), 'privatePort'),
      unless(possible('noData@active'), 'privatePort', 'oopsBind', 'notPermitted'),
    ],
    ends: ['data-connect-refused'],
    means:
      "The server called the client for the data connection, and a firewall on the client's side " +
      'refused with an answer.',
    tells:
      'Look at the time between LIST and 425: none means refused, twenty seconds or more means dropped. ' +
      'Passive mode needs no call to the client.',
    replay: { dataMode: 'PORT', 'clientEdge.firewall': 'block-inbound', 'clientEdge.action': 'reject' },
  },
  {
    id: 'active-blocked',
    shown: [
      unless(likely('noData@active'), 'privatePort', 'noDataRefused', 'oopsBind', 'notPermitted'),
      unless(likely('timedOut@active'), 'privatePort', 'accepted'),
      unless(possible('timedOut@active'), 'accepted'),
    ],
    ends: ['data-connect-timeout'],
    means:
      "The server called the client for the data connection, and a firewall on the client's side dropped the call.",
    tells:
      'On the client: tcpdump -n "src host {server} and src port 20" sees SYNs and no answers, or nothing. ' +
      'Passive mode (curl --ftp-pasv) needs no call to the client.',
    replay: { dataMode: 'PORT', 'clientEdge.firewall': 'block-inbound' },
  },
  {
    id: 'server-cannot-bind',
    shown: [unless(certain('oopsBind'), 'noPassivePort')],
    ends: ['server-error'],
    means: 'The server cannot use port 20 for the data connection: it has given up the right to by then.',
    tells: 'Look for port_promiscuous=YES beside connect_from_port_20=YES in vsftpd.conf: together they cannot work.',
    replay: { dataMode: 'PORT', 'server.software': 'vsftpd', 'server.allowForeignPortAddress': 'true' },
  },

  // --- files ----------------------------------------------------------------------------------
  {
    id: 'not-writable',
    shown: [certain('notWritable')],
    ends: ['permission-denied'],
    means: 'The server refuses to change files.',
    tells:
      'Look for write_enable=NO or <Limit WRITE>; if neither is there, at the owner and mode of the ' +
      'folder on the server.',
    replay: { 'server.readOnly': 'true', actions: 'put notes.txt' },
  },
  {
    id: 'no-such-file',
    shown: [certain('noFile')],
    ends: ['file-unavailable'],
    means: 'The file is not there, or the user may not read it.',
    tells: "List the folder: a name is spelled with its capitals, and a path begins at the user's home.",
    replay: { actions: 'get nothere.txt' },
  },
  {
    id: 'no-such-directory',
    shown: [certain('noDirectory')],
    ends: ['no-such-directory'],
    means: 'The folder is not there, or the user may not enter it.',
    tells: "List the folder above it: a path begins at the user's home, which may be shown as /.",
    replay: { 'client.software': 'curl', actions: 'list /nowhere/' },
  },
];
