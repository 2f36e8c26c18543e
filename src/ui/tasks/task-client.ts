/**
 * Where the page asks for long work: in a worker, or in slices here where the browser allows none (a page opened as a
 * file).
 */
import { breather } from '../runs/breather';
import type { Progress, Results, Task } from './tasks';

export type Heard = { readonly id: number; readonly task: Task; readonly link: string } | { readonly stop: number };
export type Said =
  | { readonly id: number; readonly progress: Progress }
  | { readonly id: number; readonly result: Results[Task] }
  | { readonly id: number; readonly failed: string };

interface Asked<T extends Task> {
  /** Null where it was stopped; rejected where it failed. */
  readonly result: Promise<Results[T] | null>;
  stop(): void;
}

/** Results by task and scenario, the oldest forgotten first. */
const KEPT = 32;
const known = new Map<string, Results[Task]>();

let worker: Worker | 'none' | null = null;
let next = 1;
const waiting = new Map<
  number,
  { readonly ask: Heard & { readonly id: number }; readonly hear: (said: Said) => void }
>();

/** A worker takes a while to start: it may do so before anything is asked of it. */
export function prepare(): void {
  worker ??= started();
}

/** The scenario as its link. What is known is given at once. */
export function ask<T extends Task>(task: T, link: string, report: (progress: Progress) => void): Asked<T> {
  const key = `${task} ${link}`;
  const before = known.get(key) as Results[T] | undefined;
  if (before !== undefined) return { result: Promise.resolve(before), stop: () => undefined };
  const id = next++;
  let stop = (): void => undefined;
  const result = new Promise<Results[T] | null>((resolve, reject) => {
    const hear = (said: Said): void => {
      if ('progress' in said) {
        report(said.progress);
        return;
      }
      waiting.delete(id);
      if ('failed' in said) {
        reject(new Error(said.failed));
        return;
      }
      keep(key, said.result);
      resolve(said.result as Results[T]);
    };
    stop = () => {
      if (!waiting.delete(id)) return;
      if (worker !== null && worker !== 'none') worker.postMessage({ stop: id } satisfies Heard);
      resolve(null);
    };
    const wish = { id, task, link };
    waiting.set(id, { ask: wish, hear });
    send(wish);
  });
  return {
    result,
    stop: () => {
      stop();
    },
  };
}

/** What is known already; null where nothing is. */
export function answered<T extends Task>(task: T, link: string): Results[T] | null {
  return (known.get(`${task} ${link}`) as Results[T] | undefined) ?? null;
}

function keep(key: string, result: Results[Task]): void {
  known.set(key, result);
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
}

function send(wish: Heard & { readonly id: number }): void {
  prepare();
  if (worker === 'none' || worker === null) void here(wish);
  else worker.postMessage(wish);
}

function started(): Worker | 'none' {
  try {
    const made = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    made.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      waiting.get(data.id)?.hear(data);
    });
    // It never came to be: what was asked of it is done here.
    made.addEventListener('error', () => {
      worker = 'none';
      for (const { ask: wish } of waiting.values()) void here(wish);
    });
    return made;
  } catch {
    return 'none';
  }
}

async function here(wish: Heard & { readonly id: number }): Promise<void> {
  if ('stop' in wish) return;
  const { id } = wish;
  const { perform, SLICE } = await import('./tasks');
  const hear = (said: Said): void => {
    waiting.get(id)?.hear(said);
  };
  try {
    const result = await perform(wish.task, wish.link, {
      tell: (progress) => {
        hear({ id, progress });
      },
      pause: breather(() => waiting.has(id), SLICE),
    });
    if (result !== null) hear({ id, result });
  } catch (error) {
    hear({ id, failed: error instanceof Error ? error.message : String(error) });
  }
}
