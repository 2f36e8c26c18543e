/** How many times slower the machine is now than the one that limits in ms are written for. */
import type { Page } from '@playwright/test';

/** That machine does `once` in as many ms. */
const REFERENCE = 35;

/** A fixed piece of work beside what is measured, in the same page: the least of three. */
export async function slowness(page: Page): Promise<number> {
  const least = await page.evaluate(() => {
    const once = (): number => {
      const began = performance.now();
      let state = 1;
      for (let n = 0; n < 20_000_000; n++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
      }
      return state === 0 ? 0 : performance.now() - began;
    };
    return Math.min(once(), once(), once());
  });
  return Math.max(1, least / REFERENCE);
}
