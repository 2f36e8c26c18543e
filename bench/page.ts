/** Knob to drawn diagram in Chromium: from the change of a knob to the frame that shows the new run. */
import { build, preview } from 'vite';
import { inChromium } from './chromium';
import { aim, figures, say, text } from './measure';

const ROUNDS = 30;
/** The first come to a page that is still loading what it will need. */
const WARM = 2;

const SECURED = 'security=explicit&server.tls=required';
const other = (round: number): string => (round % 2 === 0 ? 'dataMode=PORT' : 'dataMode=PASV');

/** The links that are followed, by round; cold are those whose keys nobody has computed yet. */
const CASES: Readonly<Record<string, { readonly link: (round: number) => string; readonly most: number }>> = {
  plain: { link: other, most: 50 },
  'TLS cold': { link: (round) => `${SECURED}&seed=${1000 + round}`, most: 120 },
  'TLS again': { link: (round) => `${SECURED}&${other(round)}`, most: 120 },
};

/**
 * Runs in the page, as text: what compiles this file would put helpers of its own into a function. The rows are drawn
 * in one go; the frame after the one that finds them drawn has shown them.
 */
const TIMED = `async (link) => {
  const frame = () => new Promise(requestAnimationFrame)
  let drawn = 0
  const seen = new MutationObserver(() => { drawn ||= performance.now() })
  seen.observe(document.querySelector('svg.diagram:not(.scene) .rows'), { childList: true })
  const start = performance.now()
  location.hash = link
  do await frame(); while (drawn === 0 && performance.now() - start < 5000)
  if (drawn === 0) throw new Error('the diagram did not change')
  await frame()
  seen.disconnect()
  return [drawn - start, performance.now() - start]
}`;

interface Round {
  readonly drawn: number;
  readonly shown: number;
  /** Processor time of the page's thread. */
  readonly busy: number;
}

/** Each case in a page of its own, which has fetched what it fetches behind the first sight. */
const measured = (address: string, link: (round: number) => string): Promise<readonly Round[]> =>
  inChromium(async (page) => {
    await page.goto(`${address}#dataMode=EPRT`);
    await page.locator('svg.diagram:not(.scene) .rows > g').first().waitFor();
    await page.waitForLoadState('networkidle');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busy = async (): Promise<number> => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
    };
    const found: Round[] = [];
    for (let round = 0; round < WARM + ROUNDS; round++) {
      const before = await busy();
      const [drawn, shown] = await page.evaluate<[number, number]>(`(${TIMED})(${JSON.stringify(link(round))})`);
      found.push({ drawn, shown, busy: (await busy()) - before });
      await page.waitForTimeout(200); // what comes after the picture has its time
    }
    return found.slice(WARM);
  });

export async function benchPage(): Promise<void> {
  await build({ logLevel: 'error' });
  const server = await preview({ preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
  const address = server.resolvedUrls?.local[0] ?? '';
  try {
    const lines: string[] = [];
    for (const [name, { link, most }] of Object.entries(CASES)) {
      const rounds = await measured(address, link);
      const of = (figure: keyof Round) => figures(rounds.map((round) => round[figure]));
      const shown = of('shown');
      lines.push(
        `${name}: drawn after ${text(of('drawn'))}, its frame over after ${text(shown)}; ` +
          `the page's thread worked ${text(of('busy'))}`,
      );
      aim(`knob to picture, ${name}`, shown.median, most, 'ms');
    }
    say('knob to drawn diagram in Chromium (from the hash change; a frame is 17 ms)', lines);
  } finally {
    await server.close();
  }
}
