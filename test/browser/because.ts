/** The panel that tells why, and what is reached from it. */
import { expect, type Page } from '@playwright/test';

export const FAILING = 'dataMode=PORT&clientEdge.firewall=block-inbound';

export async function stage(page: Page, link: string): Promise<void> {
  await page.goto(`./#${link}`);
  await expect(page.locator('main .diagram .rows > g').first()).toBeAttached();
}

export const panel = (page: Page) => page.getByRole('tabpanel', { name: 'Because' });
export const slider = (page: Page) => page.getByRole('slider', { name: 'Place in the run' });
export const remedies = (page: Page) => panel(page).getByRole('region', { name: 'What would have made it work' });
export const card = (page: Page, text: string) => remedies(page).getByRole('listitem').filter({ hasText: text });
export const compare = (page: Page) => page.getByRole('dialog', { name: 'Compare' });

/** The same log as a client writes it when the server names its private address. */
export const LOG = [
  '*   Trying 198.51.100.21:21...',
  '* Connected to ftp.example.test (198.51.100.21) port 21',
  '< 220 (vsFTPd 3.0.3)',
  '> USER learner',
  '< 331 Please specify the password.',
  '> PASS not-to-be-seen',
  '< 230 Login successful.',
  '> PASV',
  '< 227 Entering Passive Mode (10,0,0,21,195,99).',
  '* Connecting to 10.0.0.21 (10.0.0.21) port 50019',
  '* Connection timed out',
].join('\n');

/** Where `watchTrying` has seen how far the search for remedies is: it may be over before it is looked for. */
export const TRIED = 'html[data-tried]';

/** On this page from now on, and on the next from its beginning. */
export async function watchTrying(page: Page): Promise<void> {
  const watch = () =>
    new MutationObserver(() => {
      if (/Tried \d+ of \d+ changes/.test(document.body?.textContent ?? ''))
        document.documentElement.dataset['tried'] = 'yes';
    }).observe(document, { childList: true, subtree: true, characterData: true });
  await page.addInitScript(watch);
  await page.evaluate(watch);
}
