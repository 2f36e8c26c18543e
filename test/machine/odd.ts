/** A machine of whatever a configuration may use and TCP does not. */
import { setup } from 'xstate';
import { bridge, bridgeGuards, defineModel, held, type Guard, type Rule, type Types } from '../../src/machine/model';

interface Log {
  readonly log: readonly string[];
  readonly open: boolean;
}
export type Odd = { readonly type: 'a' | 'b' | 'c' | 'd' | 'toggle' };
const logs =
  (word: string): Rule<Log, Odd, string> =>
  ({ log }, event) => ({
    context: { log: [...log, word] },
    commands: [`${word} on ${event.type} after ${log.length}`],
  });
const oddRules = {
  enter: logs('enter'),
  leave: logs('leave'),
  act: logs('act'),
  any: logs('any'),
  rootAct: logs('rootAct'),
  rootAny: logs('rootAny'),
  toggle: (({ open }) => ({ context: { open: !open } })) as Rule<Log, Odd, string>,
};
const oddGuards = {
  isOpen: (({ open }) => open) as Guard<Log, Odd>,
  isLong: (({ log }) => log.length > 6) as Guard<Log, Odd>,
};
export const odd = defineModel<Log, Odd, string, null>(
  setup({
    types: {} as Types<Log, Odd, string, null>,
    actions: bridge(oddRules),
    guards: bridgeGuards(oddGuards),
  }).createMachine({
    id: 'odd',
    context: held<Log>({ log: [], open: false }),
    initial: 'one',
    on: {
      toggle: { actions: 'toggle' },
      c: { guard: 'isOpen', target: '.two', actions: 'rootAct' },
      '*': { actions: 'rootAny' },
    },
    states: {
      one: {
        entry: 'enter',
        exit: ['leave', 'act'],
        on: {
          a: { target: 'one' },
          b: { target: 'one', reenter: true, actions: 'act' },
          c: [{ guard: 'isLong', target: 'two' }],
          d: 'two',
        },
      },
      two: {
        entry: ['enter', 'act'],
        exit: 'leave',
        on: {
          a: [
            { guard: 'isOpen', target: 'one', actions: ['act', 'act'] },
            { guard: 'isLong', actions: 'act' },
          ],
          '*': { target: 'one', actions: 'any' },
        },
      },
    },
  }),
  () => ({ log: [], open: false }),
);
