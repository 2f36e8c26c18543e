/** A run made on the page, where no worker can be had: in slices, so that the page is heard between them. */
import { load } from '../../parts';
import { needs } from '../../scenario/build/reading/parts';
import { slices } from '../../scenario/build/run';
import { fromLink } from '../../scenario/text/link';
import type { Trace } from '../../trace/trace';

/** How long to work before looking up, in ms: less than a frame. */
const WORK = 12;

/** Null as soon as nobody wants it any more. */
export async function inSlices(link: string, wanted: () => boolean): Promise<Trace | null> {
  const { scenario } = fromLink(link);
  const work = slices(scenario, await load(needs(scenario)));
  for (let began = performance.now(); wanted();) {
    const slice = work.next();
    if (slice.done) return slice.value;
    if (performance.now() - began < WORK) continue;
    await new Promise((resolve) => setTimeout(resolve));
    began = performance.now();
  }
  return null;
}
