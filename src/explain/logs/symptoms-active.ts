/** Symptoms of the data connection that the server opens. */
import { certain, EXPLICIT, likely, possible, unless, type Symptom } from './symptom';

export const ACTIVE_SYMPTOMS: readonly Symptom[] = [
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
];
