/** The rows of the diagram at a depth: everything that happened, in order, long waits folded. */
import type { Micros } from '../../machine/contract';
import { flatMapped, type Pieces } from '../../trace/pieces';
import { rememberedPieces } from '../../trace/query/remembered';
import type { Trace } from '../../trace/trace';
import { dialogueOf } from './dialogue';
import { segmentsOf } from './segment-steps';
import { step, type Depth, type Step } from './step';
import { storyOf } from './story';
import { timeText } from './words';

export type { Depth, Step } from './step';

export const DEPTHS: readonly Depth[] = ['story', 'dialogue', 'segments', 'octets'];

/** A wait longer than this, in microseconds, is folded and says how long it was. */
const LONG_WAIT = 400_000;

const stepsAt: Readonly<Record<Depth, (trace: Trace, between: boolean) => Pieces<readonly Step[]>>> = {
  story: storyOf,
  dialogue: dialogueOf.pieces,
  segments: (trace, between) => segmentsOf(trace, false, between),
  octets: (trace, between) => segmentsOf(trace, true, between),
};

/**
 * In the order of their entries. The same array for the same trace, depth and reader; `between` is one who holds no
 * key.
 */
export const stepsOf = rememberedPieces(function* (trace, depth: Depth, between?: boolean): Pieces<readonly Step[]> {
  const steps = yield* stepsAt[depth](trace, between ?? false);
  return separateStops(yield* folded(trace, endingLast(trace, steps)));
});

/** The outcome is the last word, though a program may end before its connections have closed. */
function endingLast(trace: Trace, steps: readonly Step[]): readonly Step[] {
  const rest = steps.filter(({ kind }) => kind !== 'outcome');
  const after = (rest.at(-1)?.entry ?? -1) + 1;
  const outcomes = steps
    .filter(({ kind }) => kind === 'outcome')
    .map((outcome) => {
      const entry = Math.min(Math.max(outcome.entry, after), trace.entries.length - 1);
      return { ...outcome, entry, begin: Math.min(outcome.begin, entry), at: trace.entries[entry]?.at ?? outcome.at };
    });
  return [...rest, ...outcomes];
}

function folded(trace: Trace, steps: readonly Step[]): Pieces<readonly Step[]> {
  let before: Step | null = null;
  let latest = 0;
  return flatMapped(steps, (next) => {
    const wait = before && waitBetween(trace, before, next, latest);
    const fold = before && wait && wait.time > LONG_WAIT ? [later(trace, before, wait)] : [];
    before = next;
    // Who retries counts from when it transmitted, not from when that was lost.
    latest = Math.max(latest, next.kind === 'drop' ? next.sent : next.at);
    return [...fold, next];
  });
}

interface Wait {
  readonly time: Micros;
  /** The first entry after it: most often the timer that ended it. */
  readonly entry: number;
}

/**
 * The time to the next step's start; where that step was already under way, the longest time in which nothing happened.
 */
function waitBetween({ entries }: Trace, before: Step, next: Step, latest: Micros): Wait {
  const sent = next.sent > latest;
  let longest = { time: sent ? next.sent - latest : 0, entry: before.entry + 1 };
  for (let n = before.entry + 1; n < next.entry; n += 1) {
    const at = entries[n]?.at ?? 0;
    if (sent && at < next.sent) longest = { ...longest, entry: n + 1 };
    const idle = at - (entries[n - 1]?.at ?? 0);
    if (!sent && idle > longest.time) longest = { time: idle, entry: n };
  }
  return { ...longest, entry: Math.min(longest.entry, next.entry - 1) };
}

function later(trace: Trace, before: Step, { time, entry }: Wait): Step {
  return step({
    kind: 'later',
    begin: before.entry,
    entry,
    at: trace.entries[entry]?.at ?? before.at,
    sent: before.at,
    label: { term: '', text: `${timeText(time)} later` },
  });
}

/**
 * The cursor stops once at each step: of two that end together, as octets and FIN in one segment do, one stops just
 * before.
 */
function separateStops(steps: readonly Step[]): readonly Step[] {
  let next = Infinity;
  return steps
    .reduceRight<Step[]>((found, current) => {
      const entry = Math.max(0, Math.min(current.entry, next - 1));
      next = entry;
      found.push(entry === current.entry ? current : { ...current, entry, begin: Math.min(current.begin, entry) });
      return found;
    }, [])
    .reverse();
}

/** The step that an entry belongs to: the one that shows it, else the first that it is within, else the next. */
export function stepAt(steps: readonly Step[], entry: number): Step | null {
  return (
    steps.find(({ shows }) => shows.includes(entry)) ??
    steps.find(({ entry: end, kind }) => end >= entry && kind !== 'later') ??
    steps.at(-1) ??
    null
  );
}
