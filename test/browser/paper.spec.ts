import { expect, test } from '@playwright/test';
import { DROPPED, stage } from './stage';
import { toDepth } from './lab';

test('on paper: the picture whole, in sheets that cut no row, then the list; black on white from a dark page', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const fetched = page.waitForResponse(/\/Printed-[^/]*\.js$/);
  await stage(page, DROPPED);
  await toDepth(page, '3');
  const drawn = await page.locator('.diagram .rows > g').count();
  // Before anything is printed, so that a browser that prints waits for nothing.
  await (await fetched).finished();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const paper = page.locator('.printed');
  await expect(paper).toBeVisible();
  await expect(page.locator('.page')).toBeHidden();
  const sheets = await paper
    .locator('svg.diagram:not(.scene)')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  expect(sheets.length).toBeGreaterThanOrEqual(2);
  expect(Math.max(...sheets)).toBeLessThanOrEqual(960);
  await expect(paper.locator('svg.diagram:not(.scene)').first().locator('.rows > g')).toHaveCount(drawn);
  await expect(paper.getByRole('list', { name: 'The run as a list' }).locator('li')).toHaveCount(drawn);
  expect(
    await paper.evaluate((one) => [getComputedStyle(one).backgroundColor, getComputedStyle(document.body).color]),
  ).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
  const pages = ((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length;
  expect(pages).toBeGreaterThanOrEqual(3);
  await page.emulateMedia({ media: 'screen' });
  await expect(paper).toHaveCount(0);
  await expect(page.locator('.page')).toBeVisible();
});

test('while a prediction is open the paper holds no more than the screen', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: /^Start/ }).click();
  while ((await page.locator('section.question').count()) === 0) {
    const place = await page.locator('article .eyebrow').innerText();
    await page.getByRole('button', { name: 'Next →' }).click();
    await expect(page.locator('article .eyebrow')).not.toHaveText(place);
  }
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.printed')).toBeVisible();
  await expect(page.locator('.printed li').last()).toContainText('LIST');
  await expect(page.locator('.printed')).not.toContainText('SYN');
});
