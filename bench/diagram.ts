/**
 * The diagram in Chromium against mermaid drawing the same dialogue, at full speed and four times slowed down;
 * scrolling; knob to picture.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build, preview } from 'vite';
import { inChromium } from './chromium';
import { say } from './measure';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'node_modules/.cache/bench-diagram');
/** Mermaid is a package of the bench's own. */
const THEIRS = join(ROOT, 'bench/mermaid');

interface Measured {
  readonly arrows: number;
  readonly first: number;
  readonly step: number;
  readonly mermaid: number | null;
}

export async function benchDiagram(): Promise<void> {
  if (!existsSync(join(THEIRS, 'node_modules/mermaid')))
    spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: THEIRS,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
  await build({
    root: join(ROOT, 'bench/diagram'),
    base: './',
    logLevel: 'error',
    resolve: { alias: { mermaid: join(THEIRS, 'node_modules/mermaid') } },
    build: { outDir: OUT, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 10_000 },
  });
  const server = await preview({
    root: join(ROOT, 'bench/diagram'),
    build: { outDir: OUT },
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
  });
  try {
    for (const slower of [1, 4]) {
      const lines = await inChromium(async (page) => {
        await page.goto(server.resolvedUrls?.local[0] ?? '');
        await page.waitForFunction('window.bench');
        await slow(page, slower);
        const found: string[] = [];
        for (const arrows of [100, 1000, 10_000]) {
          const one = await page.evaluate<Measured>(`window.bench.measure(${arrows}, ${arrows <= 1000})`);
          const against =
            one.mermaid === null
              ? 'mermaid not tried'
              : `mermaid ${one.mermaid.toFixed(0)} ms: ${(one.mermaid / one.first).toFixed(0)} times ours first, ` +
                `${(one.mermaid / one.step).toFixed(0)} times ours a step`;
          found.push(
            `${one.arrows} arrows: first ${one.first.toFixed(1)} ms, a step ${one.step.toFixed(2)} ms; ${against}`,
          );
        }
        return found;
      });
      say(
        `diagram in Chromium${slower === 1 ? '' : `, CPU ${slower} times slower`} (aim: 200 times faster than ` +
          'mermaid first, a step at most 3 ms and flat)',
        lines,
      );
    }
  } finally {
    await server.close();
  }
  await benchScrolling();
}

const slow = async (page: Page, rate: number): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
};

/** Runs in the page, as text: what compiles this file would put helpers of its own into a function. */
const SCROLLED = `async () => {
  const view = document.querySelector('.view')
  const frames = []
  let last = performance.now()
  for (let n = 0; n < 240; n++) {
    view.scrollTop += 140
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const now = performance.now()
    frames.push(now - last)
    last = now
  }
  frames.sort((a, b) => a - b)
  return { p50: frames[120], p95: frames[Math.floor(frames.length * 0.95)], scrolled: view.scrollTop }
}`;

/** The built page with 10,000 arrows on stage. */
async function benchScrolling(): Promise<void> {
  await build({ root: ROOT, logLevel: 'error' });
  const server = await preview({ root: ROOT, preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
  const work = encodeURIComponent(Array.from({ length: 5000 }, () => 'quote NOOP').join('; '));
  try {
    const lines: string[] = [];
    for (const slower of [1, 4]) {
      const { p50, p95, scrolled } = await inChromium(async (page) => {
        await page.goto(`${server.resolvedUrls?.local[0] ?? ''}#client.software=ftplib&actions=${work}`);
        await page.locator('svg.diagram:not(.scene) g.row').first().waitFor({ timeout: 120_000 });
        await slow(page, slower);
        return page.evaluate<{ readonly p50: number; readonly p95: number; readonly scrolled: number }>(
          `(${SCROLLED})()`,
        );
      });
      lines.push(
        `${slower === 1 ? 'full speed' : `CPU ${slower} times slower`}: frames ${p50.toFixed(1)} ms median, ` +
          `${p95.toFixed(1)} ms 95th percentile, over ${scrolled} px (aim: at most 32 ms)`,
      );
    }
    say('scrolling 10,000 arrows', lines);
  } finally {
    await server.close();
  }
}
