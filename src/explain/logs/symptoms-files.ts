/** Symptoms of files and folders. */
import { certain, type Symptom } from './symptom';

export const FILE_SYMPTOMS = [
  {
    id: 'not-writable',
    shown: [certain('notWritable')],
    ends: ['permission-denied'],
    replay: { 'server.readOnly': 'true', actions: 'put notes.txt' },
  },
  {
    id: 'no-such-file',
    shown: [certain('noFile')],
    ends: ['file-unavailable'],
    replay: { actions: 'get nothere.txt' },
  },
  {
    id: 'no-such-directory',
    shown: [certain('noDirectory')],
    ends: ['no-such-directory'],
    replay: { 'client.software': 'curl', actions: 'list /nowhere/' },
  },
] as const satisfies readonly Symptom[];
