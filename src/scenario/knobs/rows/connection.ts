/** Which way the data connection opens, and over which Internet protocol. */
import type { Rows } from '../../values/knob';

export const connectionKnobs = {
  dataMode: {
    group: 'data connection',
    label: 'Data connection',
    kind: 'choice',
    default: 'PASV',
    values: ['PASV', 'EPSV', 'PORT', 'EPRT'],
    sentence: 'Who opens the data connection: the client (PASV, EPSV) or the server (PORT, EPRT).',
    reference: 'RFC 959 4.1.2; RFC 2428',
  },
  fileType: {
    group: 'data connection',
    label: 'Type of files',
    kind: 'choice',
    values: ['A', 'I'],
    optional: true,
    default: null,
    when: { 'client.software': ['ftp.exe'] },
    sentence:
      'Whether files go as text, with other line ends on the way (A), or octet for octet (I); none leaves the ' +
      'program its habit.',
    reference: 'RFC 959 3.1.1',
  },
  ipVersion: {
    group: 'network',
    label: 'IP version',
    kind: 'choice',
    values: [4, 6],
    default: 4,
    marked: {},
    sentence: 'Which Internet protocol the two machines speak.',
    reference: 'RFC 791; RFC 8200',
  },
} as const satisfies Rows;
