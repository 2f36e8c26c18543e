/** Symptoms of files and folders. */
import { certain, type Symptom } from './symptom';

export const FILE_SYMPTOMS: readonly Symptom[] = [
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
