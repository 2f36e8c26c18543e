import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { violationsInBoth, violationsOf } from './violations';

async function lab(page: Page, link: string): Promise<void> {
  await page.goto(`./#${link}`);
  await expect(page.locator('.diagram .rows > g').first()).toBeAttached();
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const screen = (page: Page) => page.getByRole('log', { name: 'What the client’s user types and reads' });
const log = (page: Page) => page.getByRole('region', { name: 'What the server writes to its log' });
const slider = (page: Page) => page.getByRole('slider', { name: 'Place in the run' });

/** To the first or last event, with the keyboard where no tab takes the key. */
async function press(page: Page, key: string): Promise<void> {
  await page.locator('main [role=region]').first().focus();
  await page.keyboard.press(key);
}

test('the terminal is in step with the diagram: command, what is printed, failure, exit code', async ({ page }) => {
  await lab(page, 'actions=list+/;get+nix.txt&at=control+1+/+LIST');
  await tab(page, 'Client').click();
  await expect(screen(page)).toContainText('curl -sS -u learner:portcall');
  await expect(screen(page)).not.toContainText(/hello\.txt|exit code|curl: \(/);
  await press(page, 'End');
  await expect(screen(page)).toContainText('hello.txt');
  await expect(screen(page).locator('.failed')).toContainText('✕curl: (78) The file does not exist');
  await expect(screen(page)).toContainText('exit code 78');
  await press(page, 'Home');
  await expect(screen(page)).not.toContainText('hello.txt');
});

test('the dialogue is shown on demand, and each line leads to its moment', async ({ page }) => {
  await lab(page, 'at=end');
  await tab(page, 'Client').click();
  await expect(screen(page)).not.toContainText('USER learner');
  await page.getByLabel('Show the dialogue').check();
  await expect(screen(page)).toContainText('> USER learner');
  await expect(screen(page)).toContainText('-sS -v');
  const reply = screen(page).getByRole('button', { name: '< 331 Please specify the password.' });
  await reply.focus();
  await page.keyboard.press('Enter');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^331 /);
  await expect(screen(page)).not.toContainText('230 Login');
  await tab(page, 'Server').click();
  await tab(page, 'Client').click();
  await expect(page.getByLabel('Show the dialogue')).toBeChecked();
});

test('the log grows with the run, and a click on a line is a jump to its moment', async ({ page }) => {
  await lab(page, 'actions=get+hello.txt&at=control+1+/+220');
  await tab(page, 'Server').click();
  await expect(log(page).getByRole('button')).toHaveCount(1);
  await press(page, 'End');
  await expect(log(page).getByRole('button')).toHaveText([/CONNECT/, /OK LOGIN/, /OK DOWNLOAD/]);
  await log(page)
    .getByRole('button', { name: /OK LOGIN/ })
    .click();
  await expect(log(page).getByRole('button')).toHaveCount(2);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^(PASS|230) /);
});

test('a file appears when it is written, is marked, and is the same at both ends once it is whole', async ({
  page,
}) => {
  await lab(page, 'actions=put+notes.txt&at=control+1+/+PASS');
  await tab(page, 'Server').click();
  const row = page.getByRole('row', { name: /notes\.txt/ });
  await expect(row).toHaveCount(0);
  await press(page, 'End');
  await expect(row).toHaveText(/-rw-------\s*learner\s*180\s*Jan 15 12:00\s*notes\.txt\s*new/);
  await expect(page.getByText('same, 180 octets')).toBeVisible();
  await page.getByRole('button', { name: 'notes.txt, new: to the moment' }).click();
  await expect(row).toHaveClass(/fresh/);
});

test('the damage of a wrong TYPE is shown as the CRs that are gone', async ({ page }) => {
  await lab(page, 'actions=get+hello.txt&at=end');
  await page.locator('header summary').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save trace (JSON)' }).click(),
  ]);
  // The same trace, had the client's program taken the CRs out.
  const trace = JSON.parse(readFileSync(await download.path(), 'utf8'));
  for (const entry of trace.entries) {
    if (entry.kind !== 'file' || entry.node !== 'client') continue;
    entry.change.node.octets = Buffer.from(
      Buffer.from(entry.change.node.octets, 'base64').filter((octet) => octet !== 13),
    ).toString('base64');
  }
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'trace.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(trace)) });
  await tab(page, 'Client').click();
  await press(page, 'End');
  await expect(page.getByText('line ends: the server has 12 CR more')).toBeVisible();
  const table = page.getByRole('table', { name: 'hello.txt at both ends, octet by octet' });
  await expect(table.locator('.gap').first()).toHaveText('no octet here');
  await expect(table.locator('.other:not(.gap)').first()).toHaveText('0dCR');
});

test('while a prediction is open, terminal, log and files tell no more than the diagram', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: /^Start/ }).click();
  for (let step = 0; step < 2; step++) await page.getByRole('button', { name: 'Next →' }).click();
  await press(page, 'End');
  await tab(page, 'Client').click();
  await expect(screen(page)).toContainText('curl');
  await expect(screen(page)).not.toContainText(/exit code|chart\.bin/);
});

for (const width of [1440, 900, 390]) {
  test(`axe finds nothing at either end, and all tabs fit, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await lab(page, 'actions=put+hello.txt;get+nix.txt&at=end');
    const found: string[] = [];
    for (const name of ['Client', 'Server']) {
      await tab(page, name).click();
      if (name === 'Client') await page.getByLabel('Show the dialogue').check();
      // On a phone the terminal has another form.
      const violations = width === 900 ? await violationsOf(page, 'layout') : await violationsInBoth(page);
      found.push(...violations.map((one) => `${name}: ${one}`));
      const list = page.getByRole('tablist').last();
      // On a phone the tabs scroll sideways; elsewhere all are in sight.
      if (width >= 720) expect(await list.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
      const panel = page.getByRole('tabpanel').last();
      expect(await panel.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    }
    expect(found).toEqual([]);
  });
}
