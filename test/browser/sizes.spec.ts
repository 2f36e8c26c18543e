import { expect, test } from '@playwright/test';
import { lab, rows, tab, toDepth } from './lab';
import { violationsOf } from './violations';

// What axe.spec.ts does not look at: a width between the phone's and the desk's.
test('axe finds nothing at any depth or tab, 900 px', async ({ page }) => {
  // Eleven looks of some seconds each: on a busy machine they outlast the time that a test has.
  test.slow();
  await page.setViewportSize({ width: 900, height: 700 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await lab(page, 'clientEdge.nat=true&clientEdge.ftpHelper=true&clientEdge.firewall=block-inbound&at=data+1+/+SYN');
  const found: string[] = [];
  const look = async (where: string): Promise<void> => {
    const violations = await violationsOf(page, 'layout');
    found.push(...violations.map((one) => `${where}: ${one}`));
  };
  for (const key of ['1', '2', '3', '4'] as const) {
    await toDepth(page, key);
    await look(`depth ${key}`);
  }
  for (const name of ['Lab', 'Octets', 'Edges', 'List', 'Because', 'Lesson']) {
    await tab(page, name).click();
    await look(name);
  }
  await page.locator('main [role=region]').focus();
  await page.keyboard.press('?');
  await look('help');
  expect(found).toEqual([]);
});

test('on a phone nothing is wider than the page, targets are 44 px, and the mode chip opens a picker', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  // The sheet stands where it goes at once.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await lab(page);
  for (const key of ['1', '2', '3', '4'] as const) {
    await toDepth(page, key);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  }
  for (const button of ['Show more', 'Show more', 'Show less', 'Show less']) {
    const { bottom, scene } = await page.evaluate(() => ({
      bottom: document.querySelector('footer')?.getBoundingClientRect().bottom,
      scene: document.querySelector('main')?.getBoundingClientRect().height ?? 0,
    }));
    expect(bottom).toBe(844);
    expect(scene).toBeGreaterThanOrEqual(72);
    await page.getByRole('button', { name: button }).click();
  }
  const small = await page
    .locator('button:visible, summary:visible, label:has(input[type=radio]):visible')
    .evaluateAll((all) =>
      all
        .map((one) => ({
          text: one.textContent?.trim() || one.getAttribute('aria-label'),
          box: one.getBoundingClientRect(),
        }))
        .filter(({ box }) => box.width > 0 && box.height > 0 && box.height < 44)
        .map(({ text, box }) => `${text}: ${box.height}`),
    );
  expect(small).toEqual([]);
  await page.getByRole('button', { name: /FTP · Passive/ }).click();
  await page.getByRole('dialog').getByText('Active', { exact: true }).click();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('button', { name: /FTP · Active/ })).toBeVisible();
  await expect(rows(page)).toContainText('PORT');
});

test('the theme goes round and is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await lab(page);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  const theme = page.getByRole('button', { name: /^Theme/ });
  await theme.click();
  await theme.click();
  expect(await ground()).not.toBe(light);
  await page.reload();
  await expect(theme).toHaveAccessibleName('Theme: Dark');
  expect(await ground()).not.toBe(light);
});
