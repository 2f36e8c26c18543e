/** Symptoms of the data connection that the client opens. */
import { certain, EXPLICIT, likely, possible, unless, type Symptom } from './symptom';

/** Ways to learn what became of a passive data connection. */
const FAILED = ['refused@passive', 'timedOut@passive', 'unreachable@passive', 'noData@passive', 'mismatch'];

export const PASSIVE_SYMPTOMS: readonly Symptom[] = [
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
];
