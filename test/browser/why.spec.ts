import { expect, test } from '@playwright/test';
import { LOG, FAILING, stage, panel, slider, remedies, card, compare, TRIED, watchTrying } from './because';
import { toDepth } from './lab';
import { violationsInBoth, violationsOf } from './violations';

test('each link of the chain is a way to its moment, and a knob to where it is turned', async ({ page }) => {
  await stage(page, FAILING);
  await panel(page).getByRole('button', { name: 'Why? →' }).click();
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^SYN .*rule 3/);
  const chain = panel(page).locator('.why-chain > li');
  await expect(chain.filter({ hasText: "dropped at the client's edge" }).locator('.link')).toHaveAttribute(
    'aria-current',
    'step',
  );
  await chain.filter({ hasText: 'PORT named' }).locator('.link').click();
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^PORT /);
  await chain.getByRole('button', { name: 'clientEdge.firewall = block-inbound' }).click();
  await expect(page.getByRole('tab', { name: 'Lab' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('[data-knob="clientEdge.firewall"] :focus')).toHaveCount(1);
});

test('remedies are looked for with progress; one is run beside this run, and kept', async ({ page }) => {
  await watchTrying(page);
  await stage(page, `${FAILING}&at=data+1+/+dropped+SYN`);
  await expect(page.locator(TRIED)).toBeAttached();
  const helper = card(page, 'FTP helper');
  await expect(helper).toContainText('the one port that each PORT or 227 announces');
  await helper.locator('summary').click();
  await expect(helper).toContainText('nft');
  await helper.getByRole('button', { name: 'Try →' }).click();
  await expect(compare(page)).toContainText('clientEdge.ftpHelper = true');
  await expect(compare(page)).toContainText('clientEdge.ftpHelper = false');
  await expect(compare(page).locator('.parting')).toHaveText("Here they part: what the client's edge lets through");
  await expect(compare(page).locator('.fold').first()).toContainText('15 the same');
  await expect(compare(page).getByRole('listitem').filter({ hasText: 'Connections' })).toHaveClass(/differs/);
  // A trainer can hand it on.
  await expect(page).toHaveURL(
    /&with=dataMode%3DPORT%26clientEdge\.firewall%3Dblock-inbound%26clientEdge\.ftpHelper%3Dtrue/,
  );
  await page.reload();
  await expect(compare(page).locator('.parting')).toHaveText(/lets through/);
  await compare(page).getByRole('button', { name: 'Keep B' }).click();
  await expect(compare(page)).toHaveCount(0);
  await expect(page).toHaveURL(/#dataMode=PORT&clientEdge\.firewall=block-inbound&clientEdge\.ftpHelper=true/);
  await expect(panel(page)).not.toContainText('Why it failed');
});

test('a search is stopped by hand, taken up again, and ended by another scenario', async ({ page }) => {
  // Under TLS each run takes its time.
  await stage(page, 'security=explicit&server.tls=optional&serverEdge.firewall=control-only&at=data+1+/+dropped+SYN');
  await panel(page).getByRole('button', { name: 'Stop' }).click();
  await expect(panel(page)).toContainText('The search was stopped.');
  await watchTrying(page);
  // Every packet is drawn meanwhile: longer than a run that is tried takes.
  for (const depth of ['4', '2'] as const) await toDepth(page, depth);
  await expect(panel(page)).toContainText('The search was stopped.');
  await expect(page.locator(TRIED)).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Search again' }).click();
  await expect(page.locator(TRIED)).toBeAttached();
  await page.evaluate((link) => {
    location.hash = link;
  }, `${FAILING}&at=data+1+/+dropped+SYN`);
  await expect(card(page, 'FTP helper')).toBeVisible();
});

test('without a worker the same is found, and the page still answers', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'Worker', {
      value: class {
        constructor() {
          throw new Error('none here');
        }
      },
    });
  });
  await watchTrying(page);
  await stage(page, `${FAILING}&at=data+1+/+dropped+SYN`);
  await expect(page.locator(TRIED)).toBeAttached();
  await expect(card(page, 'FTP helper')).toBeVisible();
});

test('in a lesson nothing tells why before the run has come there, nor while a prediction is open', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  await page.getByRole('button', { name: /^Start/ }).click();
  const why = page.locator('.why-chain, .banner');
  const next = page.getByRole('button', { name: 'Next →' });
  await expect(next).toBeVisible();
  while (await next.isEnabled()) {
    await expect(why).toHaveCount(0);
    const place = await page.locator('article .eyebrow').innerText();
    await next.click();
    await expect(page.locator('article .eyebrow')).not.toHaveText(place);
    await expect(page.locator('.picture[aria-busy=true]')).toHaveCount(0);
  }
  await page.keyboard.press('End');
  await expect(slider(page)).toHaveValue((await slider(page).getAttribute('max')) ?? '');
  await expect(why).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeDisabled();
  await page.locator('section.question li button').first().click();
  await page.keyboard.press('End');
  await expect(panel(page)).toContainText('Why it failed');
});

test('what it opens is told, shown on the stage, and printed as a request alone', async ({ page }) => {
  await stage(page, `${FAILING}&page=exposure`);
  const dialog = page.getByRole('dialog', { name: 'What this opens' });
  await expect(dialog.getByRole('row', { name: /Server’s edge anyone 21/ })).toBeVisible();
  await expect(dialog.getByText('logs in with a wrong password')).toBeVisible();
  await expect(dialog.getByRole('heading', { name: 'Firewall request' })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(dialog.getByText('logs in with a wrong password')).toBeHidden();
  await expect(dialog.getByText(/Data connections: after PORT/).first()).toBeVisible();
  await expect(dialog.getByText(/nft insert rule/).first()).toBeVisible();
  await expect(page.locator('header')).toBeHidden();
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.length).toBeGreaterThan(10_000);
  await page.emulateMedia({ media: 'screen' });
  await dialog.getByRole('listitem').filter({ hasText: 'The password' }).getByRole('button', { name: 'Show' }).click();
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^PASS/);
});

test('from the chain to a remedy to both runs by keyboard alone', async ({ page }) => {
  await stage(page, `${FAILING}&at=data+1+/+dropped+SYN`);
  await expect(card(page, 'FTP helper')).toBeVisible();
  const tabTo = async (what: RegExp): Promise<void> => {
    for (let presses = 0; presses < 120; presses++) {
      const name = await page.evaluate(() => {
        const one = document.activeElement;
        return one?.getAttribute('aria-label') ?? (one?.tagName === 'BUTTON' ? one.textContent : '');
      });
      if (what.test(name)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`no way to ${what.source}`);
  };
  await tabTo(/PORT named/);
  await page.keyboard.press('Enter');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^PORT /);
  await tabTo(/^Try/);
  await page.keyboard.press('Enter');
  await expect(compare(page).locator('.parting')).toBeVisible();
  await tabTo(/^Both runs, side by side$/);
  await page.keyboard.press('ArrowDown');
  await expect(compare(page).getByRole('status')).not.toHaveText('');
  await page.keyboard.press('Escape');
  await expect(compare(page)).toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Try');
});

for (const width of [1440, 390]) {
  test(`axe finds nothing in the pages about why, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const found: string[] = [];
    const look = async (where: string): Promise<void> => {
      // Compare shows one run at a time where it is narrow.
      const violations =
        width === 390 && where !== 'Compare' ? await violationsOf(page, 'layout') : await violationsInBoth(page);
      found.push(...violations.map((one) => `${where}: ${one}`));
    };
    await stage(page, `${FAILING}&at=data+1+/+dropped+SYN`);
    if (width < 720) await page.getByRole('tab', { name: 'Because' }).click();
    await expect(card(page, 'FTP helper')).toBeVisible();
    await remedies(page).locator('summary').first().click();
    await look('why');
    for (const [hash, name, ready] of [
      [`${FAILING}&with=dataMode%3DPASV`, 'Compare', '.parting'],
      ['page=exposure', 'What this opens', '.request'],
      ['page=own', 'Bring your own case', 'textarea'],
    ] as const) {
      await page.goto(`./#${hash}`);
      await page.reload();
      await expect(page.getByRole('dialog', { name }).locator(ready).first()).toBeAttached();
      if (name === 'What this opens') await expect(page.getByText('logs in with a wrong password')).toBeVisible();
      if (name === 'Bring your own case') {
        await page.getByLabel('Error message or log').fill(LOG);
        await page.getByRole('button', { name: 'Read it' }).click();
        await expect(page.getByRole('button', { name: 'Replay →' }).first()).toBeVisible();
      }
      await look(name);
    }
    expect(found).toEqual([]);
  });
}
