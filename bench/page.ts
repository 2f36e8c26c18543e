/** Knob to drawn diagram in Chromium: from the change of a knob to the frame that shows the new run. */
import { build, preview } from 'vite';
import { inChromium } from './chromium';
import { aim, figures, say, text } from './measure';

const ROUNDS = 40;

/** Runs in the page, as text: what compiles this file would put helpers of its own into a function. */
const TIMED = `async (rounds) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const shown = () => document.querySelector('svg.diagram:not(.scene)')?.textContent ?? ''
  const found = []
  for (let round = 0; round < rounds; round++) {
    const before = shown()
    const start = performance.now()
    location.hash = round % 2 === 0 ? 'dataMode=PORT' : 'dataMode=PASV'
    do await frame(); while (shown() === before && performance.now() - start < 5000)
    if (shown() === before) throw new Error('the diagram did not change')
    found.push(performance.now() - start)
  }
  return found
}`;

export async function benchPage(): Promise<void> {
  await build({ logLevel: 'error' });
  const server = await preview({ preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
  try {
    const samples = await inChromium(async (page) => {
      await page.goto(server.resolvedUrls?.local[0] ?? '');
      await page.locator('svg.diagram:not(.scene)').waitFor();
      return page.evaluate<readonly number[]>(`(${TIMED})(${ROUNDS})`);
    });
    say('knob to drawn diagram in Chromium (hash change to the second frame after)', [
      `${text(figures(samples))} (median; two frames are 33 ms)`,
    ]);
    aim('knob to picture, plain', figures(samples).median, 50, 'ms');
  } finally {
    await server.close();
  }
}
