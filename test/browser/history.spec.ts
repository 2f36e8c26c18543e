/** Back, Forward and reload: each place is an entry of the history, in every view. */
import { expect, test, type Page } from '@playwright/test';

const rows = '.diagram .rows > g';
const choose = (page: Page, name: string) => page.locator('header').getByText(name, { exact: true }).click();
const radio = (page: Page, name: string) => page.locator('header').getByRole('radio', { name, exact: true });

async function lab(page: Page, link: string): Promise<void> {
  await page.goto(`./#${link}`);
  await expect(page.locator(rows).first()).toBeAttached();
}

test('Present, then Back changes the view, and Forward brings it again', async ({ page }) => {
  await lab(page, 'dataMode=PORT');
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await expect(page.getByRole('main', { name: 'Presentation' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('main', { name: 'Presentation' })).toHaveCount(0);
  await expect(radio(page, 'Active')).toBeChecked();
  await page.goForward();
  await expect(page.getByRole('main', { name: 'Presentation' })).toBeVisible();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(radio(page, 'Active')).toBeChecked();
});

test('home, Start, Back is home; a reload keeps the step of the lesson', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Start (2 min)' }).click();
  await expect(page.getByRole('heading', { name: 'One call to talk' })).toBeVisible();
  await expect(page).toHaveURL(/#lesson=00-start\/01-two-minutes&step=1$/);
  await page.getByRole('button', { name: 'Next →' }).click();
  await expect(page).toHaveURL(/&step=2$/);
  const second = await page.locator('article h2').innerText();
  await page.reload();
  await expect(page.locator('article h2')).toHaveText(second);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'One call to talk' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Start (2 min)' })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('heading', { name: 'One call to talk' })).toBeVisible();
});

test('Back undoes a change of mode, one at a time, and moving in the run adds nothing', async ({ page }) => {
  await lab(page, 'seed=1');
  await choose(page, 'Active');
  await expect(page.locator('.diagram .rows')).toContainText('PORT');
  await page.keyboard.press('End');
  await choose(page, 'EPRT');
  await expect(page.locator('.diagram .rows')).toContainText('EPRT');
  await page.goBack();
  await expect(radio(page, 'PORT')).toBeChecked();
  await page.goBack();
  await expect(radio(page, 'Passive')).toBeChecked();
  await expect(page.locator('.diagram .rows')).toContainText('227');
  await page.goForward();
  await expect(radio(page, 'Active')).toBeChecked();
});

test('a page beside the stage is left by Back, and a reload opens it', async ({ page }) => {
  await lab(page, 'dataMode=PORT');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page).toHaveURL(/with=/);
  await page.reload();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the moment of a link stands in the address also while its run is being made', async ({ page }) => {
  await page.addInitScript(() => {
    const put: string[] = [];
    const replace = history.replaceState.bind(history);
    history.replaceState = (state, title, address) => {
      put.push(String(address));
      replace(state, title, address);
    };
    Object.assign(window, { put });
  });
  // No machine makes this at once.
  await page.goto('./#actions=get+x+5000000&at=control+1+/+PASS');
  await expect(page.locator('.diagram .rows > g').first()).toBeAttached({ timeout: 60_000 });
  const put = () => page.evaluate(() => (window as unknown as { put: string[] }).put);
  await expect.poll(put).not.toEqual([]);
  expect((await put()).filter((address) => !address.includes('at=control'))).toEqual([]);
});
