/** What the picture of a run is made from is read piece by piece, so that no long run holds the page when shown. */
import { sceneAt } from '../../diagram/scene/scene';
import { chaptersOf } from '../../diagram/steps/chapters';
import { readingOf } from '../../diagram/steps/reading';
import { stepsOf } from '../../diagram/steps/steps';
import type { Depth } from '../../diagram/steps/step';
import { decodedOf } from '../../trace/decoded';
import { followersOf } from '../../trace/query/links';
import type { Trace } from '../../trace/trace';
import { breather, ON_PAGE } from '../runs/breather';

/** Packets that are decoded in one go. */
const PACKETS = 500;

/** Each reading is remembered (trace/query/remembered.ts), so that whoever shows the run finds it done. */
function* readings(trace: Trace, depth: Depth, between: boolean): Generator<unknown> {
  const packets = trace.arena.starts.length - 1;
  for (let n = 0; n < packets; n++) {
    decodedOf(trace.arena, n);
    if (n % PACKETS === 0) yield;
  }
  yield followersOf(trace, 0);
  yield readingOf(trace);
  yield chaptersOf(trace);
  yield stepsOf(trace, depth, between);
  yield sceneAt(trace, 0);
}

/** False as soon as nobody wants it any more. */
export async function ready(trace: Trace, depth: Depth, between: boolean, wanted: () => boolean): Promise<boolean> {
  const pause = breather(wanted, ON_PAGE);
  const reading = readings(trace, depth, between);
  while (await pause()) if (reading.next().done) return true;
  return false;
}
