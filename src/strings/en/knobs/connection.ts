/** Which way the data connection opens, and over which Internet protocol. */
import type { connectionKnobs } from '../../../scenario/knobs/rows/connection';
import type { WordsOf } from '../../knob-words';

export const connectionWords: WordsOf<typeof connectionKnobs> = {
  dataMode: {
    label: 'Data connection',
    sentence: 'Who opens the data connection: the client (PASV, EPSV) or the server (PORT, EPRT).',
    reference: 'RFC 959 4.1.2; RFC 2428',
  },
  fileType: {
    label: 'Type of files',
    sentence:
      'Whether files go as text, with other line ends on the way (A), or octet for octet (I); none leaves the ' +
      'program its habit.',
    reference: 'RFC 959 3.1.1',
  },
  ipVersion: {
    label: 'IP version',
    sentence: 'Which Internet protocol the two machines speak.',
    reference: 'RFC 791; RFC 8200',
  },
};
