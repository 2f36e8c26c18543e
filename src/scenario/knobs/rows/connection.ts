/** Which way the data connection opens, and over which Internet protocol. */
import type { Rows } from '../../values/knob';

export const connectionKnobs = {
  dataMode: {
    group: 'data connection',
    kind: 'choice',
    default: 'PASV',
    values: ['PASV', 'EPSV', 'PORT', 'EPRT'],
  },
  fileType: {
    group: 'data connection',
    kind: 'choice',
    values: ['A', 'I'],
    optional: true,
    default: null,
    when: { 'client.software': ['ftp.exe', 'curl', 'lftp', 'tnftp', 'ftplib'] },
  },
  ipVersion: {
    group: 'network',
    kind: 'choice',
    values: [4, 6],
    default: 4,
    marked: {},
  },
} as const satisfies Rows;
