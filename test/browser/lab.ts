/** The lab, and what is asked of it. */
import { expect, type Page } from '@playwright/test';

/** The page in the lab, at the beginning of a run. */
export async function lab(page: Page, link = 'seed=1'): Promise<void> {
  await page.goto(`./#${link}`);
  await expect(page.locator('.diagram .rows > g').first()).toBeAttached();
}

export const place = (page: Page) => page.locator('footer .clock span');
export const rows = (page: Page) => page.locator('.diagram .rows');
export const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
export const choose = (page: Page, name: string) => page.locator('header').getByText(name, { exact: true }).click();

const depths = { '1': 'story', '2': 'dialogue', '3': 'segments', '4': 'octets' } as const;

/** To a depth by its key; a long run is laid out in slices, so it is there when the choice says so. */
export async function toDepth(page: Page, key: keyof typeof depths): Promise<void> {
  await page.keyboard.press(key);
  await expect(page.locator('footer input[name=depth]:checked')).toHaveValue(depths[key]);
}

/** `event 7 of 40` as [7, 40]. */
export async function numbers(page: Page): Promise<readonly [number, number]> {
  const found = /event (\d+) of (\d+)/.exec(await place(page).innerText());
  return [Number(found?.[1]), Number(found?.[2])];
}
