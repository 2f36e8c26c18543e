/** Remedies as the page looks for them: in its worker, in Chromium, from the question to the answer. */
import { build, preview } from 'vite';
import { inChromium } from './chromium';
import { figures, say, text } from './measure';

const SCENARIOS: readonly (readonly [aim: string, name: string, link: string])[] = [
  ['1 s', 'PORT through a firewall', 'dataMode=PORT&clientEdge.firewall=block-inbound'],
  ['1 s', 'passive ports closed', 'serverEdge.firewall=control-only'],
  ['1 s', 'private address in 227', 'client.skipPasvAddress=false&serverEdge.nat=true'],
  ['1 s', 'PORT behind NAT', 'dataMode=PORT&clientEdge.nat=true'],
  ['10 s', 'a firewall at each end', 'clientEdge.firewall=egress-filter&serverEdge.firewall=block-all'],
  [
    '10 s',
    'PORT through two firewalls',
    'dataMode=PORT&clientEdge.firewall=block-inbound&clientEdge.nat=true&serverEdge.nat=true&' +
      'serverEdge.firewall=control-only',
  ],
];
/** A new worker for the first; each further one is another scenario, by its seed, so that none is known already. */
const ROUNDS = 6;

/** Notes when each question left and its answer came. */
const WATCH = `{
  const Real = window.Worker
  window.asked = []
  window.Worker = class extends Real {
    constructor(...all) {
      super(...all)
      this.addEventListener('message', ({ data }) => {
        const one = asked.find(({ id }) => id === data.id)
        if ('result' in data) {
          one.took = performance.now() - one.at
          one.found = data.result.remedies?.length
        } else if ('progress' in data) one.of = data.progress.of
      })
    }
    postMessage(wish) {
      if (wish.task === 'remedies') asked.push({ id: wish.id, at: performance.now(), took: null })
      super.postMessage(wish)
    }
  }
}`;

interface Asked {
  readonly took: number | null;
  readonly found?: number;
  readonly of?: number;
}

export async function benchWhy(): Promise<void> {
  await build({ logLevel: 'error' });
  const server = await preview({ preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
  const lines: string[] = [];
  try {
    for (const [aim, name, link] of SCENARIOS) {
      const asked = await inChromium(async (page) => {
        await page.addInitScript(WATCH);
        await page.goto(`${server.resolvedUrls?.local[0] ?? ''}#${link}`);
        for (let round = 1; round <= ROUNDS; round++) {
          if (round > 1) await page.evaluate(`location.hash = ${JSON.stringify(`${link}&seed=${round}`)}`);
          await page.locator('main .diagram .rows > g').first().waitFor();
          // Until the new run stands: the end of the old one has been asked about already.
          await page.waitForTimeout(700);
          await page.keyboard.press('End');
          await page.waitForFunction(`asked.length === ${round} && asked[${round - 1}].took !== null`, undefined, {
            timeout: 60_000,
          });
        }
        return page.evaluate<readonly Asked[]>('asked');
      });
      const [first, ...rest] = asked.map(({ took }) => took ?? NaN);
      lines.push(
        `${name.padEnd(28)} ${text(figures(rest))}, in a new worker ${(first ?? NaN).toFixed(0)} ms; ` +
          `${asked[0]?.found ?? 0} remedies (aim: ${aim})`,
      );
    }
    say('remedies in the page’s worker, in Chromium: from the question to the answer', lines);
  } finally {
    await server.close();
  }
}
