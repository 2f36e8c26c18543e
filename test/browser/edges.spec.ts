import { expect, test, type Page } from '@playwright/test';
import { violationsOf } from './violations';

const BLOCKED = 'dataMode=PORT&clientEdge.firewall=block-inbound&at=data+1+/+dropped+SYN';

async function open(page: Page, link: string): Promise<void> {
  await page.goto(`./#${link}`);
  await expect(page.locator('.diagram .rows > g').first()).toBeAttached();
}

const edge = (page: Page, name: string) => page.locator('.scene').getByRole('button', { name: new RegExp(name) });
const panel = (page: Page) => page.getByRole('complementary', { name: 'Inspector' }).getByRole('tabpanel');
const lit = (page: Page) => panel(page).locator('.lit');
const rows = (page: Page) => page.locator('.diagram .rows');

test('an edge opens its tables by keyboard, with the rule that dropped the SYN lit and linked to its moment', async ({
  page,
}) => {
  await open(page, BLOCKED);
  await expect(edge(page, 'Client.s edge, firewall, no NAT')).toBeVisible();
  await edge(page, 'Client.s edge').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Edges' })).toHaveAttribute('aria-selected', 'true');
  await expect(lit(page)).toHaveCount(1);
  await expect(lit(page)).toContainText('tcp drop');
  await expect(lit(page)).toContainText('NEW, from outside');
  await expect(panel(page).getByText('ESTABLISHED', { exact: true })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Home');
  await expect(lit(page)).toHaveCount(0);
  await edge(page, 'Server.s edge').click();
  await expect(panel(page)).toContainText('It tracks nothing');
});

test('rules are edited where they stand, each change runs at once, and what is wrong is said', async ({ page }) => {
  await open(page, BLOCKED);
  await edge(page, 'Client.s edge').click();
  await panel(page).getByRole('button', { name: 'Edit' }).click();
  await panel(page).getByLabel('Rule 3', { exact: true }).fill('from outside udp drop');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('alert')).toContainText("'udp' is no part of a rule");
  await expect(rows(page)).toContainText('rule 3: drop new');
  expect(await violationsOf(page)).toEqual([]);

  await panel(page).getByRole('button', { name: 'Delete rule 3' }).click();
  await expect(rows(page)).toContainText('listing');
  await expect(page).toHaveURL(/clientEdge\.rules=state\+established,related\+accept;\+from\+inside\+accept/);
  await panel(page).getByLabel('Add a rule').fill('tcp drop');
  await page.keyboard.press('Enter');
  await expect(rows(page)).not.toContainText('listing');
  await panel(page).getByRole('button', { name: 'Move rule 3 up' }).click();
  await panel(page).getByRole('button', { name: 'Move rule 2 up' }).click();
  // First of all now: not even the control connection passes.
  await expect(rows(page)).not.toContainText('USER');
  await panel(page).getByRole('button', { name: 'Back to the firewall’s own' }).click();
  await expect(rows(page)).toContainText('USER');
  await panel(page).getByRole('button', { name: 'Put before rule 3' }).click();
  await expect(rows(page)).toContainText('listing');
});

test('one press of FTP helper mends PORT from behind NAT, and the rewrite is drawn and told', async ({ page }) => {
  await open(page, 'seed=1');
  await page.getByRole('button', { name: /PORT from behind NAT/ }).click();
  await expect(rows(page)).toContainText('500');
  const lab = page.getByRole('complementary', { name: 'Lesson and lab' });
  await lab.getByRole('button', { name: 'FTP helper' }).first().click();
  await expect(rows(page)).toContainText('listing');
  await rows(page).locator('g.message', { hasText: 'PORT 192' }).click();
  await expect(rows(page)).toContainText('PORT 192,168,1,10 → 203,0,113,7');
  await expect(panel(page)).toContainText('On its way');
  await expect(panel(page).locator('dd').last()).toContainText('192,168,1,10');
  await edge(page, 'Client.s edge, NAT, helper').click();
  await expect(lit(page).filter({ hasText: 'sent on to 192.168.1.10' })).toBeVisible();
});
