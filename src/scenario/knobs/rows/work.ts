/** What is to be done, and by whom. */
import type { Rows } from '../../values/knob';

export const workKnobs = {
  actions: {
    group: 'work',
    label: 'The work to do',
    kind: 'work',
    default: [{ op: 'list', path: '/' }],
    fixed: true,
    sentence: "What the client's user asks for, in order.",
    reference: 'RFC 959 4.1.3',
  },
  user: {
    group: 'work',
    label: 'User',
    kind: 'text',
    default: 'learner',
    marked: {},
    sentence: 'The name the client logs in with.',
    reference: 'RFC 959 4.1.1',
  },
  passwordOk: {
    group: 'work',
    label: 'Right password',
    kind: 'boolean',
    default: true,
    marked: {},
    sentence: "Whether the client knows the user's password.",
    reference: 'RFC 959 4.1.1',
  },
  seed: {
    group: 'run',
    label: 'Seed',
    kind: 'integer',
    min: 0,
    max: 2 ** 32 - 1,
    default: 1,
    fixed: true,
    sentence: 'From which number all that a machine would draw by lot is made: ports, sequence numbers, losses.',
    reference: 'MODEL.md',
  },
} as const satisfies Rows;
