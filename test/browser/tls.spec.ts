/**
 * A run with TLS is made by a worker; without workers it is made all the same; without TLS there is neither worker nor
 * cryptography.
 */
import { expect, test } from '@playwright/test';

const LINK = './#security=explicit&server.tls=required';
const rows = '.diagram .rows > g';

test("a run with TLS is made off the page's thread, and one without is not", async ({ page }) => {
  const workers: string[] = [];
  page.on('worker', (worker) => {
    workers.push(worker.url());
  });
  await page.goto('./#dataMode=PASV');
  await expect(page.locator(rows).first()).toBeAttached();
  expect(workers.filter((url) => url.includes('apart'))).toEqual([]);
  await page.goto(LINK);
  await expect(page.locator('.diagram').filter({ hasText: 'TLS' }).first()).toBeAttached();
  expect(workers.filter((url) => url.includes('apart'))).toHaveLength(1);
});

test('where there are no workers it is made on the page', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'Worker');
  });
  await page.goto(LINK);
  await expect(page.locator('.diagram').filter({ hasText: 'TLS' }).first()).toBeAttached();
});

test('where records are opened, it says that the keys are predictable', async ({ page }) => {
  await page.goto(`${LINK}&at=control+1+/+331`);
  await expect(page.locator(rows).first()).toBeAttached();
  await page.getByRole('tab', { name: 'Octets' }).click();
  await expect(page.getByText('Opened with the key').first()).toBeVisible();
  await expect(page.getByText('never use them for anything else')).toBeVisible();
});
