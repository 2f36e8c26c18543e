/** A run with TLS is made without workers all the same; what is read of it, and what is said of its keys. */
import { expect, test } from '@playwright/test';

const LINK = './#security=explicit&server.tls=required';
const rows = '.diagram .rows > g';

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
