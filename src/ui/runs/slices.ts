/** A trace made on the page, where no worker can be had: in slices, so that the page is heard between them. */
import { everything, load } from '../../parts';
import { needs } from '../../scenario/build/reading/parts';
import { slices } from '../../scenario/build/run';
import { fromLink } from '../../scenario/text/link';
import type { Trace } from '../../trace/trace';
import { driven } from './breather';
import type { Source } from './messages';

/** Null as soon as nobody wants it any more. */
export const inSlices = async (source: Source, wanted: () => boolean): Promise<Trace | null> =>
  (await driven(await workOf(source), wanted))?.value ?? null;

async function workOf(source: Source): Promise<Generator<unknown, Trace>> {
  if ('file' in source) return (await import('./saved')).reading(await source.file.text());
  const { scenario } = fromLink(source.link);
  return slices(scenario, await load(needs(scenario)));
}

/** All that a run may need, while there is a network. */
export async function fetchAhead(): Promise<void> {
  await Promise.allSettled([load(everything), import('./saved')]);
}
