/** Who opened the page with a network has all of it without one: other protocols, clients and servers too. */
import { expect, test, type Page } from '@playwright/test';
import { readdirSync } from 'node:fs';
import { stage } from './stage';

/** The profiles of clients and servers, by their files' names. */
const PROFILES = readdirSync(new URL('../../src/ftp/profiles/', import.meta.url))
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

/** What the page's workers have fetched between them, each by its own account; null where one has not all. */
async function fetchedByAll(page: Page): Promise<boolean> {
  const workers = page.workers().filter((worker) => /\/worker-/.test(worker.url()));
  const lists = await Promise.all(
    workers.map((worker) =>
      worker.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1) ?? '')),
    ),
  );
  return (
    lists.length > 1 &&
    lists.every((names) => ['layers', ...PROFILES].every((part) => names.some((name) => name.startsWith(`${part}-`))))
  );
}

test('without a network FTPS and another client and server come on stage, and after Stop as well', async ({
  page,
  context,
}) => {
  await stage(page, 'dataMode=PORT');
  await expect.poll(() => fetchedByAll(page), { timeout: 60_000 }).toBe(true);
  await context.setOffline(true);
  for (const [link, shows] of [
    ['security=explicit&server.tls=required', 'AUTH'],
    ['client.software=lftp&server.software=proftpd', 'FEAT'],
  ] as const) {
    await page.evaluate((to) => (location.hash = to), link);
    await expect(page.locator('.diagram .rows')).toContainText(shows, { timeout: 60_000 });
    await expect(page.locator('dialog[open]')).toHaveCount(0);
  }
  await page.evaluate(() => (location.hash = 'actions=get+x+5000000;+get+x+5000000'));
  await page.getByRole('button', { name: 'Stop', exact: true }).dispatchEvent('click');
  await page.evaluate(() => (location.hash = 'client.software=tnftp&security=none'));
  await expect(page.locator('.diagram .rows')).toContainText('SYST');
  await expect(page.locator('.picture.old')).toHaveCount(0);
  await expect(page.locator('dialog[open]')).toHaveCount(0);
});
