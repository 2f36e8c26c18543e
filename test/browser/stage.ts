/** The stage of a link, whole. */
import { expect, type Page } from '@playwright/test';

export const DROPPED =
  'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true&do=drop+data+1+/+SYN&at=control+1+/+PORT';
export const SECURED = 'security=explicit&server.tls=required&at=data+1+/+SYN';

export async function stage(page: Page, link: string): Promise<void> {
  await page.goto(`./#${link}`);
  await expect(page.locator('.diagram .rows > g').first()).toBeAttached();
}
