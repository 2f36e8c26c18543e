/** What goes wrong is told whatever can be fetched, and what came from outside turns nothing around it. */
import { expect, test } from '@playwright/test';
import { lab, rows, tab } from './lab';

const TURN = '\u202e';

test('trouble is told without fetching anything', async ({ page, context }) => {
  await lab(page, 'dataMode=PORT');
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await page.evaluate(() => (location.hash = 'foo=1'));
  await expect(page.getByRole('dialog')).toContainText("there is no knob 'foo'");
  await expect(page.getByRole('dialog').getByRole('button').first()).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a text that turns around is told with its turn as an escape, and isolated', async ({ page }) => {
  await page.goto(`./#user=a${TURN}b&dataMode=x${TURN}y`);
  const line = page.getByRole('dialog').locator('li');
  await expect(line).toContainText("'x\\u202ey'");
  expect(await line.locator('bdi').count()).toBe(1);
  await page.keyboard.press('Escape');
  await expect(rows(page)).toContainText('a·b');
  await expect(rows(page)).not.toContainText(TURN);
  await tab(page, 'List').click();
  const terms = page.locator('code:visible, .wire:visible');
  expect(await terms.count()).toBeGreaterThan(10);
  const open = await terms.evaluateAll(
    (all) =>
      all.filter((one) => !(one instanceof SVGElement) && getComputedStyle(one).unicodeBidi !== 'isolate').length,
  );
  expect(open).toBe(0);
});
