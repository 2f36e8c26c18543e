/**
 * A run with TLS is made off the page's thread: before its engine has warmed up, keys and signatures take longer than a
 * frame may. Where there are no workers it is made here.
 */
import { load } from '../../parts';
import { fromLink, toLink } from '../../scenario/text/link';
import { needs } from '../../scenario/build/parts';
import { run } from '../../scenario/build/run';
import type { Scenario } from '../../scenario/scenario';
import type { Trace } from '../../trace/trace';

export interface Wish {
  readonly id: number;
  readonly link: string;
}

export type Made = { readonly id: number; readonly trace: Trace } | { readonly id: number; readonly failed: string };

interface Waiting {
  readonly link: string;
  readonly done: (trace: Trace | Promise<Trace>) => void;
  readonly failed: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | 'none' | null = null;
let last = 0;

/** The trace of a scenario, made by the worker; rejects with what went wrong in it. */
export function runInWorker(scenario: Scenario): Promise<Trace> {
  worker ??= started();
  const link = toLink(scenario, null);
  if (worker === 'none') return here(link);
  const wish: Wish = { id: ++last, link };
  worker.postMessage(wish);
  return new Promise((done, failed) => {
    waiting.set(wish.id, { link, done, failed });
  });
}

/** What the worker does, and whoever has none. */
export async function here(link: string): Promise<Trace> {
  const { scenario } = fromLink(link);
  return run(scenario, await load(needs(scenario)));
}

function started(): Worker | 'none' {
  try {
    const made = new Worker(new URL('./run-worker.ts', import.meta.url), { type: 'module' });
    made.addEventListener('message', ({ data }: MessageEvent<Made>) => {
      const one = waiting.get(data.id);
      waiting.delete(data.id);
      if ('trace' in data) one?.done(data.trace);
      else one?.failed(new Error(data.failed));
    });
    // It never came to be: what was asked of it is done here.
    made.addEventListener('error', () => {
      worker = 'none';
      for (const { link, done } of waiting.values()) done(here(link));
      waiting.clear();
    });
    return made;
  } catch {
    return 'none';
  }
}
