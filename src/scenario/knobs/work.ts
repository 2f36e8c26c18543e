/** What is to be done, and by whom. */
import type { Knob } from '../values/knob';
import type { Action } from '../../ftp/protocol/requests';
import { tooMuchWork } from '../values/actions';

export const workKnobs: readonly Knob[] = [
  {
    name: 'actions',
    group: 'work',
    label: 'The work to do',
    kind: 'work',
    default: [{ op: 'list', path: '/' }],
    sentence: "What the client's user asks for, in order.",
    reference: 'RFC 959 4.1.3',
    conflict(value) {
      const [work, client] = [value('actions') as readonly Action[], String(value('client.software'))];
      const much = tooMuchWork(work);
      if (much !== null) return much;
      const scans = work.some(({ op }) => op === 'scan');
      if (client === 'nmap')
        return scans && work.length === 1
          ? null
          : "nmap is a scanner: its work is one scan, as in 'scan syn 20-22,50020'";
      return scans ? `${client} is no scanner; the client nmap is one` : null;
    },
  },
  {
    name: 'user',
    group: 'work',
    label: 'User',
    kind: 'text',
    default: 'learner',
    sentence: 'The name the client logs in with.',
    reference: 'RFC 959 4.1.1',
  },
  {
    name: 'passwordOk',
    group: 'work',
    label: 'Right password',
    kind: 'boolean',
    default: true,
    sentence: "Whether the client knows the user's password.",
    reference: 'RFC 959 4.1.1',
  },
  {
    name: 'seed',
    group: 'run',
    label: 'Seed',
    kind: 'integer',
    min: 0,
    max: 2 ** 32 - 1,
    default: 1,
    sentence: 'From which number all that a machine would draw by lot is made: ports, sequence numbers, losses.',
    reference: 'MODEL.md',
  },
];
