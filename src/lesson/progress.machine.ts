/**
 * How far a learner is in a lesson. Three states: *reading* a step without a question, *asking* while its prediction
 * is open, *answered* once it is given. Back never asks again what was answered.
 *
 * Left out: challenges, and what a learner did on earlier days.
 */
import { setup } from 'xstate';
import { bridge, bridgeGuards, defineModel, held, type Guard, type Rule, type Types } from '../machine/model';

interface Progress {
  /** For each step, whether it asks. */
  readonly asks: readonly boolean[];
  readonly step: number;
  /** The option chosen at a step, and whether the run agreed. */
  readonly answers: Readonly<Record<number, { readonly option: string; readonly right: boolean }>>;
}

export type ProgressEvent =
  | { readonly type: 'wentOn' }
  | { readonly type: 'wentBack' }
  | { readonly type: 'answered'; readonly option: string; readonly right: boolean };

type ProgressRule = Rule<Progress, ProgressEvent, never>;
type ProgressGuard = Guard<Progress, ProgressEvent>;

const opensAt = (progress: Progress, step: number): boolean =>
  progress.asks[step] === true && !(step in progress.answers);

const rules = {
  goOn: ({ step }) => ({ context: { step: step + 1 } }),
  goBack: ({ step }) => ({ context: { step: step - 1 } }),
  keepAnswer: ({ step, answers }, event) =>
    event.type === 'answered'
      ? { context: { answers: { ...answers, [step]: { option: event.option, right: event.right } } } }
      : {},
} satisfies Record<string, ProgressRule>;

const guards = {
  nextAsks: (progress) => opensAt(progress, progress.step + 1),
  nextWasAnswered: ({ answers, step }) => step + 1 in answers,
  nextExists: ({ asks, step }) => step + 1 < asks.length,
  previousWasAnswered: ({ answers, step }) => step - 1 in answers,
  previousAsks: (progress) => opensAt(progress, progress.step - 1),
  previousExists: ({ step }) => step > 0,
} satisfies Record<string, ProgressGuard>;

const goingOn = [
  { guard: 'nextAsks', target: 'asking', actions: 'goOn' },
  { guard: 'nextWasAnswered', target: 'answered', actions: 'goOn' },
  { guard: 'nextExists', target: 'reading', actions: 'goOn' },
] as const;
const goingBack = [
  { guard: 'previousAsks', target: 'asking', actions: 'goBack' },
  { guard: 'previousWasAnswered', target: 'answered', actions: 'goBack' },
  { guard: 'previousExists', target: 'reading', actions: 'goBack' },
] as const;

const initial = (asks: readonly boolean[]): Progress => ({ asks, step: 0, answers: {} });

const machine = setup({
  types: {} as Types<Progress, ProgressEvent, never, readonly boolean[]>,
  actions: bridge<Progress, ProgressEvent, never, keyof typeof rules>(rules),
  guards: bridgeGuards<Progress, ProgressEvent, keyof typeof guards>(guards),
}).createMachine({
  context: ({ input }) => held(initial(input)),
  id: 'lesson progress',
  initial: 'reading',
  states: {
    reading: {
      on: { wentOn: goingOn, wentBack: goingBack },
    },
    asking: {
      on: { answered: { target: 'answered', actions: 'keepAnswer' }, wentBack: goingBack },
    },
    answered: {
      on: { wentOn: goingOn, wentBack: goingBack },
    },
  },
});

/** Input: for each step, whether it asks; the first may not. */
export const progress = defineModel<Progress, ProgressEvent, never, readonly boolean[]>(machine, initial);
