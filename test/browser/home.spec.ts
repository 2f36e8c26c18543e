import { expect, test, type Page } from '@playwright/test';
import { violationsOf } from './violations';

const answer = (name: string) => ({ name, exact: true });

test('home plays to the dropped SYN, asks, and one switch brings the listing', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The login works. The listing hangs. Watch why.');
  await page.getByRole('button', answer('The client')).click();
  await expect(page.getByText('Not this one.')).toBeVisible();
  await expect(page.getByText(/The server did.*firewall at the client's edge/)).toBeVisible();
  // It waits at the cross: the cursor stands under the row of the drop.
  await expect(page.locator('.diagram .rows .selected')).toContainText('rule 3');
  await page.getByRole('button', { name: 'Let the client dial (passive)' }).click();
  await expect(page.getByText('The listing arrives.')).toBeVisible();
  await expect(page.locator('.diagram .rows')).toContainText('227');
});

test('by keyboard alone: answer, switch, start the lesson', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', answer('The server')).waitFor();
  await page.keyboard.press('Tab');
  while (
    !(await page.getByRole('button', answer('The server')).evaluate((button) => button === document.activeElement))
  )
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Right.')).toBeVisible();
  for (const name of ['Let the client dial (passive)', 'Start (2 min)']) {
    const button = page.getByRole('button', { name });
    for (let tabs = 0; tabs < 12 && !(await button.evaluate((one) => one === document.activeElement)); tabs++)
      await page.keyboard.press('Tab');
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
  }
  await expect(page.getByRole('heading', { name: 'One call to talk' })).toBeVisible();
});

/** Whether the home was ever seen to play by itself: it can then be paused. */
async function watchPlaying(page: Page): Promise<() => Promise<boolean>> {
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const playing = [...document.querySelectorAll('button')].some(({ textContent }) => textContent.includes('Pause'));
      if (playing) document.documentElement.dataset['played'] = 'yes';
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  return () => page.evaluate(() => document.documentElement.dataset['played'] === 'yes');
}

test('what is told here of playing: with motion the home plays', async ({ page }) => {
  const played = await watchPlaying(page);
  await page.goto('./');
  await expect.poll(played).toBe(true);
});

test('without motion nothing plays: the page stands at the cross and asks', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const played = await watchPlaying(page);
  await page.goto('./');
  await expect(page.getByRole('button', answer('The server'))).toBeVisible();
  expect(await played()).toBe(false);
});

test('what plays by itself can be paused, by its button and by Space (WCAG 2.2.2)', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('./');
  await page.getByRole('button', answer('Pause')).click();
  await expect(page.getByRole('button', answer('Play'))).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.locator('h1').click();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', answer('Pause'))).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', answer('Play'))).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', answer('The server'))).toBeVisible();
  await expect(page.getByRole('button', answer('Pause'))).toHaveCount(0);
});

test('without motion the listing stands there at once after the switch too', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const played = await watchPlaying(page);
  await page.goto('./');
  await page.getByRole('button', answer('The server')).click();
  await page.getByRole('button', { name: 'Let the client dial (passive)' }).click();
  await expect(page.getByText('The listing arrives.')).toBeVisible();
  expect(await played()).toBe(false);
});
