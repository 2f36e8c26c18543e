/** The game of one screen: a round won, a round lost, and what is never shown too early. */
import { expect, test, type Page } from '@playwright/test';
import { violationsInBoth } from './violations';

const CLIENT = '203.0.113.10';
const asked = (page: Page) => page.locator('.gate dl');
const over = (page: Page) => page.getByRole('heading', { name: 'The run is over' });

/** Decides over every packet until the run is over; returns what was asked. */
async function play(page: Page, decide: (from: string, to: string) => 'p' | 'd'): Promise<string[]> {
  const questions: string[] = [];
  for (let turn = 0; turn < 20; turn++) {
    await expect(asked(page).or(over(page))).toBeVisible();
    if (await over(page).isVisible()) return questions;
    const [from = '', to = ''] = await asked(page).locator('dd').allInnerTexts();
    questions.push(`${from.split(':')[0] ?? ''} > ${/:(\d+)/.exec(to)?.[1] ?? ''}`);
    await page.keyboard.press(decide(from, to));
    await expect(async () => {
      const again = (await over(page).isVisible())
        ? ''
        : (await asked(page).locator('dd').allInnerTexts()).slice(0, 2).join();
      expect(again).not.toBe([from, to].join());
    }).toPass();
  }
  throw new Error('the questions do not end');
}

test('from the home page: a round rightly played, by keyboard alone', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  await page.getByRole('link', { name: 'You are the firewall' }).click();
  const questions = await play(page, (from) => (from.startsWith(`${CLIENT}:`) ? 'p' : 'd'));
  expect(questions).toContain('203.0.113.98 > 8080');
  await expect(page.getByText('The session got what it came for, and nobody else got in.')).toBeVisible();
  await expect(over(page)).toBeFocused();
  await expect(page.getByText(`to ${CLIENT}`)).toContainText('21');
  await expect(page.getByText('203.0.113.98 to port 8080: kept out')).toBeVisible();
  await page.getByRole('link', { name: 'Look at the whole run' }).click();
  await expect(page.locator('.diagram .rows')).toContainText('227');
});

test('wrongly played: what was broken and who got in is said, and a verdict can be taken back', async ({ page }) => {
  await page.goto('./?view=firewall');
  await expect(asked(page)).toContainText(`${CLIENT}:`);
  await page.getByRole('button', { name: /^Pass/ }).click();
  await expect(asked(page)).toContainText('203.0.113.98:');
  await page.getByRole('button', { name: 'Take back the last verdict' }).click();
  await expect(asked(page)).toContainText(`${CLIENT}:`);
  await play(page, (from, to) => (from.startsWith(`${CLIENT}:`) && !to.includes(':21') ? 'd' : 'p'));
  await expect(page.getByText('The session failed, and somebody else got in.')).toBeVisible();
  await expect(page.getByText('list /: failed')).toBeVisible();
  await expect(page.getByText('203.0.113.98 to port 21: let in, and a program was listening')).toBeVisible();
});

test('before the client the call was announced in clear; with TLS nothing can be read, and both can be won', async ({
  page,
}) => {
  await page.goto('./?view=firewall');
  await page.getByRole('button', { name: /A call from outside/ }).click();
  await expect(asked(page)).toContainText(`${CLIENT}:`);
  await page.keyboard.press('p');
  await expect(asked(page)).toContainText('198.51.100.21:20');
  await expect(page.getByRole('region', { name: 'What has gone by' })).toContainText('PORT 203,0,113,10,');
  await play(page, () => 'p');
  await expect(page.getByText('The session got what it came for.')).toBeVisible();

  await page.getByRole('button', { name: 'Next round' }).click();
  await expect(page.getByText(/this time with TLS/)).toBeVisible();
  await play(page, (from) => (from.startsWith(`${CLIENT}:`) ? 'p' : 'd'));
  const seen = page.getByRole('region', { name: 'What has gone by' });
  await expect(seen).toContainText('sealed, ');
  await expect(seen).toContainText('ClientHello');
  await expect(seen).not.toContainText(/PASV|227|portcall/);
  await expect(page.getByText('The session got what it came for, and nobody else got in.')).toBeVisible();
});

test('keys that are switched off decide nothing', async ({ page }) => {
  await page.goto('./?view=firewall');
  await expect(asked(page)).toContainText(`${CLIENT}:`);
  await page.getByRole('checkbox', { name: 'Keys P and D' }).uncheck();
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Take back the last verdict' })).toBeDisabled();
});

for (const width of [390, 1440]) {
  test(`axe finds nothing, no target is small, nothing is cut off: ${width} px`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 844 });
    await page.goto('./?view=firewall');
    const check = async () => {
      expect(await violationsInBoth(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    };
    await expect(asked(page)).toBeVisible();
    await check();
    for (const name of [/^Pass/, /^Drop/])
      expect((await page.getByRole('button', { name }).boundingBox())?.height).toBeGreaterThanOrEqual(48);
    await play(page, () => 'p');
    await check();
  });
}
