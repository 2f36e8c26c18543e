import { expect, test } from '@playwright/test';
import { LOG, stage, panel } from './because';

test('a pasted log is told by its words and replayed, its lines are marked; no password is repeated', async ({
  page,
  baseURL,
}) => {
  const asked: string[] = [];
  await stage(page, 'page=own');
  page.on('request', (request) => {
    if (request.method() !== 'GET' || !request.url().startsWith(baseURL ?? '')) asked.push(request.url());
  });
  const own = page.getByRole('dialog', { name: 'Bring your own case' });
  await own.getByLabel('Error message or log').fill(LOG);
  await own.getByRole('button', { name: 'Read it' }).click();
  await expect(own.locator('.found li').first()).toContainText('10.0.0.21 in 227');
  await expect(own.locator('.found')).not.toContainText('not-to-be-seen');
  await expect(own.locator('mark')).toContainText(['227 Entering Passive Mode', 'Connection timed out']);
  await own.getByRole('button', { name: 'Replay →' }).first().click();
  await expect(own).toHaveCount(0);
  await expect(page.locator('main .rows')).toContainText('227');
  await panel(page).getByRole('button', { name: 'Why? →' }).click();
  await expect(panel(page)).toContainText('Why it failed');
  expect(asked).toEqual([]);
});

test('a text that says nothing leads to a civil answer', async ({ page }) => {
  await stage(page, 'page=own');
  const own = page.getByRole('dialog', { name: 'Bring your own case' });
  await own.getByLabel('Error message or log').fill('ÿþ'.repeat(20_000));
  await own.getByRole('button', { name: 'Read it' }).click();
  await expect(own.getByRole('heading', { name: 'No match' })).toBeVisible();
});
