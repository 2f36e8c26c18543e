/** Symptoms of files and folders. */
import type { FILE_SYMPTOMS } from '../../../explain/logs/symptoms-files';
import type { WordsOf } from '../../symptom-words';

export const file: WordsOf<typeof FILE_SYMPTOMS> = {
  'not-writable': {
    means: 'The server refuses to change files.',
    tells:
      'Look for write_enable=NO or <Limit WRITE>; if neither is there, at the owner and mode of the ' +
      'folder on the server.',
  },
  'no-such-file': {
    means: 'The file is not there, or the user may not read it.',
    tells: "List the folder: a name is spelled with its capitals, and a path begins at the user's home.",
  },
  'no-such-directory': {
    means: 'The folder is not there, or the user may not enter it.',
    tells: "List the folder above it: a path begins at the user's home, which may be shown as /.",
  },
};
