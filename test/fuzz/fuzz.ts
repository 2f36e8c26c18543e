/** What a fuzz run asks: of every input no exception and little processor time, of every parser growth by length. */
import { growthAt, leastOf, processorMs } from '../robust/growth';
import { chanceOf } from './random';
import { inputOf, type Target } from './targets';

export interface Finding {
  readonly target: string;
  readonly number: number;
  readonly what: string;
}

/** Milliseconds of processor time, the least of three. */
const LONGEST = 50;
/** Of work when its input is doubled. */
const STEEPEST = 2.3;

export function tryOne(target: Target, number: number): Finding | null {
  const input = inputOf(target, number) as never;
  const found = (what: string): Finding => ({ target: target.name, number, what });
  const before = performance.now();
  try {
    target.use(input);
  } catch (error) {
    return found(String((error as Error).stack ?? error).slice(0, 600));
  }
  // The wall clock only tells what is worth measuring.
  if (performance.now() - before < LONGEST) return null;
  const timed = () => (target.timed ?? target.use)(input);
  // Uncorrected it is never less: care is for what takes longer even so.
  if (leastOf(1, timed) <= LONGEST) return null;
  const taken = processorMs(timed);
  return taken > LONGEST ? found(`${taken.toFixed(0)} ms of processor time`) : null;
}

export function tryGrowth(target: Target, number: number): Finding | null {
  const { pumped } = target;
  if (!pumped) return null;
  const use = (times: number) => target.use(pumped(chanceOf(number), times) as never);
  const found = (what: string): Finding => ({ target: `${target.name}, pumped`, number, what });
  try {
    // What looks steep is asked again, with more tries: a busy machine is no growth.
    const once = growthAt(use, 0.5);
    const steep = once < STEEPEST ? once : Math.min(once, growthAt(use, 0.5, 9));
    return steep >= STEEPEST ? found(`grows ${steep.toFixed(2)} times when doubled`) : null;
  } catch (error) {
    return found(String((error as Error).stack ?? error).slice(0, 600));
  }
}
