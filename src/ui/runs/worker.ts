/** Makes runs off the page's thread. It may be ended at any moment: what is worth keeping goes along with each run. */
import { computed, everything, load } from '../../parts';
import { needs } from '../../scenario/build/reading/parts';
import { run } from '../../scenario/build/run';
import { fromLink } from '../../scenario/text/link';
import type { Trace } from '../../trace/trace';
import { messageOf } from './failure';
import { pieces, type Learned, type Made, type Source, type Wish } from './messages';

/** Results that the page knows of. */
const told = new Set<string>();

function learned(): Learned {
  const fresh = [...computed].filter(([inputs]) => !told.has(inputs));
  for (const [inputs] of fresh) told.add(inputs);
  return fresh;
}

const say = (made: Made): void => {
  postMessage(made, { transfer: 'trace' in made ? [made.trace.arena.octets.buffer as ArrayBuffer] : [] });
};

async function traceOf(source: Source): Promise<Trace> {
  if ('file' in source) return (await import('./saved')).read(source.file);
  const { scenario } = fromLink(source.link);
  return run(scenario, await load(needs(scenario)));
}

async function make(id: number, source: Source): Promise<void> {
  try {
    const trace = await traceOf(source);
    for (const piece of pieces(id, trace, learned())) say(piece);
  } catch (error) {
    say({ id, failed: messageOf(error) });
  }
}

/** Whoever has results of TLS will speak it soon: the engine is there before it is asked. */
async function learn(results: Learned): Promise<void> {
  for (const [inputs, result] of results) {
    told.add(inputs);
    computed.set(inputs, result);
  }
  if (results.length > 0) await load(['tls']);
}

addEventListener('message', ({ data }: MessageEvent<Wish>) => {
  if ('learned' in data) void learn(data.learned);
  else if ('ahead' in data) void Promise.allSettled([load(everything), import('./saved')]);
  else void make(data.id, data);
});
