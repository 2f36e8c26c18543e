/** Knob to drawn diagram in Chromium: from the change of a knob to the frame that shows the new run. */
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { figures, say, text } from './measure';

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
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  await build({ logLevel: 'error' });
  const server = await preview({ preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    await page.locator('svg.diagram:not(.scene)').waitFor();
    const samples = await page.evaluate<readonly number[]>(`(${TIMED})(${ROUNDS})`);
    say('knob to drawn diagram in Chromium (hash change to the second frame after)', [
      `${text(figures(samples))} (aim: below 50 ms, median; two frames are 33 ms)`,
    ]);
  } finally {
    await browser.close();
    await server.close();
  }
}
