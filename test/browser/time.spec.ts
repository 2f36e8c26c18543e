/** Time: finding a place in the run, forking it there, typing one more command. */
import { expect, test, type Page } from '@playwright/test';
import { violationsInBoth, violationsOf } from './violations';

const session = '#dataMode=PASV&actions=list+/;+get+hello.txt&clientEdge.nat=true&at=control+1+/+PASV';
const scrub = (page: Page) => page.getByRole('slider', { name: 'Place in the run' });
const at = (page: Page) => expect(scrub(page));
const field = (page: Page) => page.getByRole('searchbox', { name: 'Search the run' });

async function open(page: Page, link = session): Promise<void> {
  await page.goto(`./${link}`);
  await expect(page.locator('.diagram .rows')).toContainText('PASV');
}

test('search: matches are counted, Enter and Shift-Enter go round them, finer depths are entered', async ({ page }) => {
  await open(page);
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await field(page).fill('227');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('– of 2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 2');
  await at(page).toHaveAttribute('aria-valuetext', /^227 /);
  const first = await scrub(page).inputValue();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('2 of 2');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 2');
  expect(await scrub(page).inputValue()).toBe(first);

  await field(page).fill('SYN,ACK');
  await expect(page.getByRole('search').getByRole('status')).toHaveText(/ at Segments$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Segments' })).toBeChecked();
  await at(page).toHaveAttribute('aria-valuetext', /^SYN,ACK/);
  await field(page).fill('no such thing');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('not found');
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveCount(0);
});

test('brackets go by chapter, braces by connection, and letters that are switched off do nothing', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Home');
  const places: string[] = [];
  for (const key of [']', ']', '[', '}', '}', '{']) {
    await page.keyboard.press(key);
    places.push((await scrub(page).getAttribute('aria-valuetext')) ?? '');
  }
  expect(places[1]).not.toBe(places[0]);
  expect(places[2]).toBe(places[0]);
  expect(places[4]).not.toBe(places[3]);
  expect(places[5]).toBe(places[3]);

  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Single-key shortcuts' }).uncheck();
  await page.keyboard.press('Escape');
  const before = await scrub(page).inputValue();
  for (const key of [']', '{', '/']) await page.keyboard.press(key);
  expect(await scrub(page).inputValue()).toBe(before);
  await expect(field(page)).toHaveCount(0);
});

test('chapters and connections are buttons too', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Search the run' }).click();
  await page.getByRole('group', { name: 'Connections' }).getByRole('button', { name: 'data 2' }).click();
  const there = Number(await scrub(page).inputValue());
  await page.getByRole('group', { name: 'Chapters' }).getByRole('button', { name: 'Log in' }).click();
  expect(Number(await scrub(page).inputValue())).toBeLessThan(there);
});

test('fork here by keyboard: the link is cut, another run follows, and undo takes it back', async ({ page }) => {
  await open(page);
  const before = await scrub(page).getAttribute('aria-valuetext');
  const last = await scrub(page).getAttribute('max');
  const menu = page.getByText('Fork here');
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Forget all flows and mappings: Client’s edge' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Forget all flows and mappings: Server/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Cut the link between the edges' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/You asked: cut /)).toBeVisible();
  await at(page).toHaveAttribute('aria-valuetext', before ?? '');
  await expect(scrub(page)).not.toHaveAttribute('max', last ?? '');
  await page.keyboard.press('End');
  await expect(page.locator('.diagram .rows')).toContainText('the link is cut');
  await expect(page).toHaveURL(/cut/);
  await page.locator('.because').getByRole('button', { name: 'Undo' }).click();
  await expect(scrub(page)).toHaveAttribute('max', last ?? '');
});

test('a delayed segment comes later, by as much as is asked', async ({ page }) => {
  await open(page, '#dataMode=PASV&at=control+1+/+PASV');
  await page.getByText('Fork here').click();
  await page.getByRole('spinbutton', { name: 'Delay in milliseconds' }).fill('0');
  await expect(page.getByRole('button', { name: 'Delay the segment by' })).toBeDisabled();
  await page.getByRole('spinbutton', { name: 'Delay in milliseconds' }).fill('700');
  await page.getByRole('button', { name: 'Delay the segment by' }).click();
  await expect(page.getByText(/You asked: delay 700 control 1/)).toBeVisible();
});

test("a command typed in the client's terminal is sent, and answered by the server", async ({ page }) => {
  await open(page, '#client.software=lftp&at=control+1+/+PASV');
  await page.getByRole('tab', { name: 'Client' }).click();
  await page.getByRole('textbox', { name: 'An FTP command for the client to send' }).fill('STAT');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Go there' }).click();
  await at(page).toHaveAttribute('aria-valuetext', /^STAT/);
  await page.keyboard.press('End');
  await expect(page.getByRole('log')).toContainText('quote STAT');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('log')).not.toContainText('quote STAT');
});

for (const width of [390, 1440]) {
  test(`axe finds nothing with search and fork menu open, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 844 });
    await open(page);
    await page.getByRole('tab', { name: 'Because' }).click();
    await page.getByText('Fork here').click();
    await page.getByRole('button', { name: 'Search the run' }).click();
    await field(page).fill('227');
    expect(width === 390 ? await violationsOf(page, 'layout') : await violationsInBoth(page)).toEqual([]);
  });
}

test('a place gone to while the picture still moves to another stays in sight', async ({ page }) => {
  await open(page, '#security=explicit&server.tls=required');
  const lost = await page.evaluate(async () => {
    const frames = async (n: number): Promise<void> => {
      for (let i = 0; i < n; i++) await new Promise(requestAnimationFrame);
    };
    const box = (one: string): DOMRect => document.querySelector(one)?.getBoundingClientRect() ?? new DOMRect();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }));
    await frames(2);
    document.querySelectorAll('.diagram .rows > g')[6]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await frames(90);
    const [cursor, view] = [box('.diagram .cursor circle'), box('.picture .view')];
    return cursor.top < view.top || cursor.bottom > view.bottom;
  });
  expect(lost).toBe(false);
});
