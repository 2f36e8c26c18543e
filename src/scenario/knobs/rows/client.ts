/** The client's habits and settings. */
import type { Rows } from '../../values/knob';
import { clientNames } from '../../../ftp/profiles/client-profile';
import { scannerNames } from '../../../scan/profile';
import { v4 } from './when';

export const clientKnobs = {
  'client.software': {
    group: 'client',
    label: 'Client',
    kind: 'choice',
    values: [...clientNames, ...scannerNames],
    default: 'curl',
    fixed: true,
    sentence: 'Whose habits the client has; those of FileZilla and ftp.exe are told by others and not verified here.',
    reference: 'recordings of curl 7.88.1, lftp 4.9.2, tnftp 20210827 and Python 3.11',
  },
  'client.connectPort': {
    group: 'client',
    label: 'Port the client calls',
    kind: 'integer',
    min: 1,
    max: 65535,
    default: 21,
    sentence: 'The server port that the client dials for the control connection.',
    reference: 'RFC 959 5.2; IANA',
  },
  'client.place': {
    group: 'client',
    label: 'Where the client is',
    kind: 'choice',
    values: ['internet', 'server-lan'],
    default: 'internet',
    fixed: true,
    sentence: "Whether the client comes over the Internet, or stands on the server's own network.",
    reference: 'RFC 1918 3; RFC 5382 7.2',
  },
  'client.called': {
    group: 'client',
    label: 'Where the name leads',
    kind: 'choice',
    values: ['public', 'private'],
    default: 'public',
    when: { 'client.place': ['server-lan'], ...v4, 'serverEdge.nat': [true] },
    sentence: "Whether on the server's network its name leads to the public address, or to its own (a split DNS).",
    reference: 'RFC 2775 3.8',
  },
  'client.connectTimeout': {
    group: 'client',
    label: 'Connect timeout',
    kind: 'integer',
    min: 1,
    max: 3600,
    unit: 'seconds',
    default: 20,
    optional: true,
    sentence: 'How long the client waits for a connection to open; none leaves the program its own patience.',
    reference: 'curl(1) --connect-timeout',
  },
  'client.skipPasvAddress': {
    group: 'client',
    label: 'Ignores the address in 227',
    kind: 'choice',
    values: ['true', 'false'],
    optional: true,
    default: null,
    when: { dataMode: ['PASV'] },
    shuts: 'unseen',
    hazards: [{ value: 'false', text: 'the client dials whatever address a server names', weight: 20 }],
    sentence:
      "Whether the client dials the control connection's address instead of the one in the 227 reply; " +
      'none leaves the program its habit.',
    reference: 'curl(1) --ftp-skip-pasv-ip',
  },
  'client.maxTime': {
    group: 'client',
    label: 'Time for an action',
    kind: 'integer',
    min: 1,
    max: 86400,
    unit: 'seconds',
    default: null,
    optional: true,
    when: { 'client.software': ['curl'] },
    sentence:
      'How long an action may take in all before the client gives it up; none waits as long as the ' +
      'program does by itself.',
    reference: 'curl(1) --max-time',
  },
  'client.keepAlive': {
    group: 'client',
    label: 'Keep-alive',
    kind: 'integer',
    min: 1,
    max: 86400,
    unit: 'seconds',
    default: null,
    optional: true,
    refreshes: true,
    sentence:
      "After how long a silence the client's TCP asks whether the other end is still there, which edges take for " +
      'traffic; none never asks.',
    reference: 'RFC 9293 3.8.4; RFC 1122 4.2.3.6; curl(1) --keepalive-time',
  },
  'client.noop': {
    group: 'client',
    label: 'NOOP as keep-alive',
    kind: 'integer',
    min: 1,
    max: 86400,
    unit: 'seconds',
    default: null,
    optional: true,
    when: { 'client.software': ['lftp', 'filezilla'] },
    sentence:
      'Every how many seconds the client says NOOP so that nobody takes it for idle: lftp while a file is under ' +
      'way, FileZilla between two; none never does.',
    reference: 'RFC 959 4.1.3; lftp(1) ftp:nop-interval; FileZilla, Send FTP keep-alive commands',
  },
  'client.ephemeralPorts': {
    group: 'client',
    label: "Client's ephemeral ports",
    kind: 'ports',
    default: [40036, 44031],
    fixed: true,
    sentence: "From which ports the client's kernel draws when a program asks for any.",
    reference: 'RFC 6335 6; Linux ip_local_port_range',
  },
} as const satisfies Rows;
