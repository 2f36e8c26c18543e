/** What is to be done, and by whom. */
import type { Rows } from '../../values/knob';

export const workKnobs = {
  actions: {
    group: 'work',
    kind: 'work',
    default: [{ op: 'list', path: '/' }],
    fixed: true,
  },
  files: {
    group: 'work',
    kind: 'files',
    default: 'none',
    fixed: true,
  },
  user: {
    group: 'work',
    kind: 'text',
    default: 'learner',
    marked: {},
  },
  passwordOk: {
    group: 'work',
    kind: 'boolean',
    default: true,
    marked: {},
  },
  seed: {
    group: 'run',
    kind: 'integer',
    min: 0,
    max: 2 ** 32 - 1,
    default: 1,
    fixed: true,
  },
} as const satisfies Rows;
