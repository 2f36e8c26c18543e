/**
 * How long the page's thread was held, as processor time by Chromium's own trace: what others do on the machine
 * meanwhile is not counted.
 */
import type { Page } from '@playwright/test';

/** A fixed piece of work takes so many ms of processor time on the machine that bounds are told for. */
const REFERENCE = 35;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time, in µs. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The longest task on a page's thread, in ms. */
function longestOf(events: readonly TraceEvent[]): number {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const pages = new Set(threads.map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = events.filter(
    ({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && pages.has(`${pid} ${tid}`),
  );
  if (!tasks.some(({ tdur }) => tdur !== undefined)) throw new Error('Chromium traced no processor time');
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1000), 0);
}

export interface Tasks {
  /**
   * The longest task since it was last asked, in ms of processor time; one above the bound on the machine of REFERENCE.
   */
  longest(): Promise<number>;
  end(): Promise<void>;
}

/** The bound in ms: below it nobody asks how fast the machine is. */
export async function watchTasks(page: Page, bound: number): Promise<Tasks> {
  const browser = page.context().browser();
  if (!browser) throw new Error('there is no browser to trace');
  const begin = () => browser.startTracing(page, { categories: ['toplevel'] });
  const taken = async (): Promise<number> => {
    // A task is traced when it has ended: one more has begun by then.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    await begin();
    return longestOf(traceEvents);
  };
  await begin();
  return {
    async longest() {
      const longest = await taken();
      if (longest <= bound) return longest;
      await page.evaluate(fixedWork);
      return longest / Math.max(1, (await taken()) / REFERENCE);
    },
    async end() {
      await browser.stopTracing();
    },
  };
}

/** How many times slower the machine is by the clock now: the least of three. For what ends with a frame. */
export async function slowness(page: Page): Promise<number> {
  const took = [];
  for (let round = 0; round < 3; round++) took.push(await page.evaluate(fixedWork));
  return Math.max(1, Math.min(...took) / REFERENCE);
}

/** In the page; by its clock so many ms. */
function fixedWork(): number {
  const began = performance.now();
  let state = 1;
  for (let n = 0; n < 20_000_000; n++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state === 0 ? 0 : performance.now() - began;
}
