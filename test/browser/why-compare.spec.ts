import { expect, test } from '@playwright/test';
import { FAILING, stage, slider, compare } from './because';

test('it is compared with the run before the last change; rows step, folds open, and the place is kept', async ({
  page,
}) => {
  await stage(page, 'at=control+1+/+TYPE');
  await page.locator('header').getByText('Active', { exact: true }).click();
  await expect(page.locator('main .rows')).toContainText('PORT');
  await page.getByRole('button', { name: 'Compare with the run before this change' }).click();
  await expect(compare(page)).toContainText('dataMode = PORT');
  const region = compare(page).getByRole('region', { name: 'Both runs, side by side' });
  await expect(compare(page).locator('.parting')).toHaveText('Here they part: who dials');
  const rows = region.locator('.rows > g');
  await expect(rows.first()).toHaveText('9 the same');
  const folded = await rows.count();
  await region.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect.poll(() => rows.count()).toBe(folded + 8);
  await page.keyboard.press('ArrowDown');
  await expect(compare(page).getByRole('status')).toHaveText(/^In both: .*connect/);
  await page.keyboard.press('Escape');
  await expect(compare(page)).toHaveCount(0);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^connect/);
});

test('on a small screen one run is seen at a time, and the place is kept', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await stage(page, `${FAILING}&with=clientEdge.firewall%3Dblock-inbound`);
  await expect(compare(page).locator('.parting')).toHaveText('Here they part: who dials');
  await expect(compare(page).locator('.compare')).toContainText('PORT 203');
  const place = await compare(page).locator('.place').innerText();
  await compare(page).getByText('B', { exact: true }).first().click();
  await expect(compare(page).locator('.compare')).not.toContainText('PORT 203');
  await expect(compare(page).locator('.compare')).toContainText('only in A: listening on :43370');
  expect(await compare(page).locator('.place').innerText()).toBe(place);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
