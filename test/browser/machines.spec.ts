import { expect, test, type Page } from '@playwright/test';
import { violationsOf } from './violations';

async function machines(page: Page, link: string): Promise<void> {
  await page.goto(`./#${link}`);
  await expect(page.locator('.diagram .rows > g').first()).toBeAttached();
  await page.getByRole('tab', { name: 'Machines', exact: true }).click();
  await expect(page.locator('.statechart .state').first()).toBeAttached();
}

const which = (page: Page) => page.getByLabel('Machine', { exact: true });
/** The machine of a node, by the words of the list that it is chosen from. */
async function choose(page: Page, node: string, machine: string): Promise<void> {
  const value = await page
    .locator(`optgroup[label="${node}"] option`, { hasText: machine })
    .first()
    .getAttribute('value');
  await which(page).selectOption(value);
  await expect(chart(page)).toHaveAttribute('aria-label', new RegExp(`^Statechart of ${machine}.*, ${node}`));
}
const chart = (page: Page) => page.locator('.statechart');
const edge = (page: Page, label: RegExp) => chart(page).getByRole('button', { name: label });
const now = (page: Page) => chart(page).locator('.state.now .name text');
const place = (page: Page) => page.locator('footer .clock span');
const clean = async (page: Page): Promise<void> => {
  expect(await violationsOf(page)).toEqual([]);
};
/** Texts of the chart that are wider than what they stand in. */
const overflowing = (page: Page) =>
  chart(page).evaluate((svg) =>
    [...svg.querySelectorAll<SVGGElement>('[role=button]')].flatMap((thing) => {
      const ground = thing.querySelector('.ground, .box')!.getBoundingClientRect();
      return [...thing.querySelectorAll('text')]
        .filter((text) => {
          const { left, right, top, bottom } = text.getBoundingClientRect();
          return (
            text.textContent !== '' &&
            (left < ground.left || right > ground.right || top < ground.top - 1 || bottom > ground.bottom + 1)
          );
        })
        .map((text) => text.textContent);
    }),
  );
const panel = (page: Page) => page.getByRole('complementary', { name: 'Inspector' }).getByRole('tabpanel');

test('an edge lists the moments that took it, and a moment moves the run there', async ({ page }) => {
  await machines(page, 'dataMode=PASV&at=end');
  await choose(page, 'Client', 'TCP, control 1');
  await expect(now(page)).toHaveText('CLOSED');
  expect(await overflowing(page)).toEqual([]);
  await edge(page, /^SYN-SENT to ESTABLISHED, on arrived: taken once/).click();
  await expect(panel(page).getByRole('heading', { name: 'The moments that took it' })).toBeVisible();
  const before = await place(page).innerText();
  await panel(page).locator('.moments button').first().click();
  await expect(place(page)).not.toHaveText(before);
  await expect(now(page)).toHaveText('ESTABLISHED');
  await expect(chart(page).locator('.lines .present')).toHaveCount(1);
  await expect(edge(page, /^ESTABLISHED to CLOSE-WAIT, on arrived: not taken/)).toHaveClass(/later/);
  await clean(page);
});

test('stepping lights the machine that acts, and what is to come is not what has been', async ({ page }) => {
  await machines(page, 'dataMode=PASV&at=control+1+/+USER');
  await expect(which(page).locator('option').first()).toContainText('server-PI');
  await choose(page, 'Server', 'server-PI');
  await page.locator('main [role=region]').first().focus();
  await page.keyboard.press('Home');
  for (const state of ['WAIT-USER', 'WAIT-PASS', 'READY']) {
    await expect
      .poll(async () => {
        const [here] = await now(page).allTextContents();
        if (here !== state) await page.keyboard.press('ArrowRight');
        return here;
      })
      .toBe(state);
  }
  await expect(edge(page, /^WAIT-PASS to READY, on received: taken once/)).toHaveClass(/been/);
  await page.keyboard.press('Home');
  await expect(chart(page).locator('.edge.been')).toHaveCount(0);
});

test('the table holds the same, by keyboard too, and so does the large view', async ({ page }) => {
  await machines(page, 'dataMode=PASV&at=end');
  await choose(page, 'Server', 'server-PI');
  const counted = await chart(page).locator('.count').allTextContents();
  const taken = counted
    .filter((text) => text !== '')
    .map((text) => Number.parseInt(text, 10))
    .reduce((sum, one) => sum + one, 0);
  expect(taken).toBeGreaterThan(5);
  await page.getByText('Table', { exact: true }).click();
  const cells = await panel(page).locator('td.count').allTextContents();
  expect(cells.map((text) => Number.parseInt(text, 10) || 0).reduce((sum, one) => sum + one, 0)).toBe(taken);
  await clean(page);
  const to = panel(page)
    .getByRole('row', { name: /^accepted WAIT-USER/ })
    .getByRole('button');
  await to.focus();
  await page.keyboard.press('Enter');
  await expect(panel(page).locator('.moments button')).toHaveCount(1);

  await page.getByText('Chart', { exact: true }).click();
  await page.getByRole('button', { name: 'Enlarge' }).click();
  const dialog = page.getByRole('dialog', { name: /Statechart of server-PI/ });
  await expect(dialog.locator('.statechart .state').first()).toBeVisible();
  const before = await place(page).innerText();
  await dialog.getByRole('button', { name: 'One step back' }).click();
  await expect(place(page)).not.toHaveText(before);
  await clean(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('in the chart one key leads from thing to thing, another opens it', async ({ page }) => {
  await machines(page, 'dataMode=PASV&at=end');
  await choose(page, 'Client', 'user-PI');
  await expect(now(page)).toHaveText('ENDED');
  await chart(page).locator('[role=button][tabindex="0"]').focus();
  await expect(chart(page).locator(':focus')).toHaveAttribute('aria-label', /^State ENDED: it is here/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(chart(page).locator(':focus')).toHaveAttribute('aria-pressed', 'true');
  await expect(chart(page).locator('[role=button][tabindex="0"]')).toHaveCount(1);
});

test('a router’s flow, mapping and helper have their charts', async ({ page }) => {
  await machines(
    page,
    'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true&clientEdge.firewall=block-inbound&at=data+1+/+SYN',
  );
  await choose(page, "Client's edge", 'FTP helper');
  await expect(now(page)).toHaveText('waiting');
  await expect(edge(page, /^waiting to expecting, on spoke: taken once/)).toHaveClass(/been/);
  await choose(page, "Client's edge", 'mapping 1');
  await expect(now(page)).toHaveText('established');
  await choose(page, "Client's edge", 'flow 1');
  await expect(now(page)).toHaveText('ESTABLISHED');
  expect(await overflowing(page)).toEqual([]);
  await clean(page);
});

test('TLS’s machines come when they are asked for, and every text has room', async ({ page }) => {
  await machines(page, 'security=explicit&server.tls=required&at=end');
  for (const [node, machine] of [
    ['Client', 'TLS client'],
    ['Server', 'TLS server'],
    ['Server', 'server-PI'],
    ['Server', 'server-DTP'],
    ['Client', 'user-PI'],
    ['Client', 'user-DTP'],
  ] as const) {
    await choose(page, node, machine);
    expect(await overflowing(page), machine).toEqual([]);
  }
});

test('what a machine has no answer to stands in the state where it came', async ({ page }) => {
  // A client that speaks TLS at once, to a server that expects commands.
  await machines(page, 'security=implicit&at=end');
  await choose(page, 'Server', 'server-PI');
  await expect(edge(page, /^WAIT-USER to ENDED/)).toBeVisible();
  await expect(
    chart(page).getByRole('button', { name: /^State WAIT-USER: it was here; [1-9]\d* without an answer/ }),
  ).toBeVisible();
  await chart(page).getByText('WAIT-USER', { exact: true }).click();
  await expect(panel(page).getByRole('heading', { name: 'Came here, and has no answer' })).toBeVisible();
  const before = await place(page).innerText();
  await panel(page).locator('.moments button', { hasText: 'command-' }).first().click();
  await expect(place(page)).not.toHaveText(before);
  await expect(now(page)).toHaveText('WAIT-USER');
  await clean(page);
});
