/** What is to be done, and by whom. */
import type { workKnobs } from '../../../scenario/knobs/rows/work';
import type { WordsOf } from '../../knob-words';

export const workWords: WordsOf<typeof workKnobs> = {
  actions: {
    label: 'The work to do',
    sentence: "What the client's user asks for, in order.",
    reference: 'RFC 959 4.1.3',
  },
  files: {
    label: 'Files besides',
    sentence:
      "What the server's home holds besides: files with their octets, folders with '/' at their end; a name with " +
      'quotes in it is quoted.',
    reference: 'RFC 959 3.1; RFC 2640 3',
  },
  user: { label: 'User', sentence: 'The name the client logs in with.', reference: 'RFC 959 4.1.1' },
  passwordOk: {
    label: 'Right password',
    sentence: "Whether the client knows the user's password.",
    reference: 'RFC 959 4.1.1',
  },
  seed: {
    label: 'Seed',
    sentence: 'From which number all that a machine would draw by lot is made: ports, sequence numbers, losses.',
    reference: 'MODEL.md',
  },
};
