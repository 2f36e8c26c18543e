import { expect, test } from 'vitest';
import { progress, type ProgressEvent } from '../../src/lesson/progress.machine';
import { stepper } from '../../src/machine/step';
import { reference } from '../machine/reference';

/** `->` next, `<-` back, `!` the right answer, `?` a wrong one: where the learner is after each. */
function walk(asks: readonly boolean[], keys: string, make: typeof stepper = stepper): string {
  const events: Record<string, ProgressEvent> = {
    '->': { type: 'wentOn' },
    '<-': { type: 'wentBack' },
    '!': { type: 'answered', option: 'server', right: true },
    '?': { type: 'answered', option: 'client', right: false },
  };
  const machine = make(progress);
  let snapshot = machine.start(asks);
  return keys
    .split(' ')
    .map((key) => {
      snapshot = machine.step(snapshot, events[key]!).snapshot;
      return `${snapshot.value} ${snapshot.context.step}`;
    })
    .join(', ');
}

test.each([
  ['-> <- <-', 'reading 1, reading 0, reading 0'],
  ['-> -> ->', 'reading 1, asking 2, asking 2'],
  ['-> -> ! ->', 'reading 1, asking 2, answered 2, reading 3'],
  ['-> -> ? -> <- <- ->', 'reading 1, asking 2, answered 2, reading 3, answered 2, reading 1, answered 2'],
  ['-> -> <- ->', 'reading 1, asking 2, reading 1, asking 2'],
  ['! -> -> ! ! -> ->', 'reading 0, reading 1, asking 2, answered 2, answered 2, reading 3, reading 3'],
])('%s', (keys, places) => {
  const asks = [false, false, true, false];
  expect(walk(asks, keys)).toBe(places);
  expect(walk(asks, keys, reference)).toBe(places);
});

test('an answer is kept, and whether the run agreed', () => {
  const machine = stepper(progress);
  const asking = machine.step(machine.start([false, true]), { type: 'wentOn' }).snapshot;
  const { context } = machine.step(asking, { type: 'answered', option: 'client', right: false }).snapshot;
  expect(context.answers).toEqual({ 1: { option: 'client', right: false } });
});
