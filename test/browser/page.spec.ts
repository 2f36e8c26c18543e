import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { interfacesIn } from '../capture/interfaces';
import { lab, place, rows, tab, choose, numbers, toDepth } from './lab';

test('keys step, one press one step, and a held key repeats nothing', async ({ page }) => {
  await lab(page);
  await page.keyboard.press('Home');
  expect((await numbers(page))[0]).toBe(1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  expect((await numbers(page))[0]).toBe(2);
  await page.keyboard.down('ArrowRight');
  await page.keyboard.down('ArrowRight');
  await page.keyboard.down('ArrowRight');
  await page.keyboard.up('ArrowRight');
  expect((await numbers(page))[0]).toBe(3);
  await page.keyboard.press('End');
  const [at, of] = await numbers(page);
  expect(at).toBe(of);
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(place(page)).toHaveText(/event [2-9]/);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('each depth shows more events than the one before, and the place is kept', async ({ page }) => {
  await lab(page, 'at=control+1+/+227');
  const counts: number[] = [];
  for (const key of ['1', '2', '3'] as const) {
    await toDepth(page, key);
    counts.push((await numbers(page))[1]);
  }
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(new Set(counts).size).toBe(3);
  await toDepth(page, '2');
  await expect(page.getByRole('slider', { name: 'Place in the run' })).toHaveAttribute('aria-valuetext', /^227 /);
});

test('one switch runs the session the other way and keeps the place', async ({ page }) => {
  await lab(page, 'at=control+1+/+TYPE');
  await toDepth(page, '2');
  const slider = page.getByRole('slider', { name: 'Place in the run' });
  await expect(slider).toHaveAttribute('aria-valuetext', /^TYPE/);
  for (const [press, shown, gone] of [
    ['Active', 'PORT', '227'],
    ['EPRT', 'EPRT', 'PORT command'],
    ['IPv6', '|2|', '|1|'],
    ['Passive', '229', 'EPRT'],
  ] as const) {
    await choose(page, press);
    await expect(rows(page)).toContainText(shown);
    await expect(rows(page)).not.toContainText(gone);
    await expect(slider).toHaveAttribute('aria-valuetext', /^TYPE/);
  }
});

test('a link restores the scenario and the moment; what it cannot say is named', async ({ page }) => {
  await lab(page, 'dataMode=PORT&at=control+1+/+PORT');
  await expect(page.getByRole('slider', { name: 'Place in the run' })).toHaveAttribute('aria-valuetext', /^PORT /);
  await expect(page.locator('header').getByRole('radio', { name: 'Active' })).toBeChecked();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/#dataMode=PORT&at=/);
  await page.goto('./#dataMod=PORT');
  await page.reload();
  await expect(page.getByRole('dialog')).toContainText("did you mean 'dataMode'?");
});

test('a knob that cannot be read says what would be, and a readable one runs at once', async ({ page }) => {
  await lab(page);
  await tab(page, 'Lab').click();
  const delay = page.getByLabel('Delay one way');
  await delay.fill('soon');
  await delay.press('Enter');
  await expect(page.getByRole('alert')).toContainText('a whole number from 0 to 5000');
  await page.keyboard.press('Escape');
  await delay.fill('200');
  await delay.press('Enter');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.locator('footer').getByLabel('Place in the run').focus();
  await page.keyboard.press('End');
  // Longer than two seconds; asked until the run is there.
  await expect(page.locator('footer .clock strong')).toHaveText(/^([2-9]|\d\d+)\.\d{3} s$/);
});

test('the inspector names layers and octets, and each lights the other', async ({ page }) => {
  await lab(page, 'at=control+1+/+SYN');
  await toDepth(page, '3');
  await tab(page, 'Octets').click();
  const panel = page.getByRole('tabpanel', { name: 'Octets' });
  await expect(panel).toContainText('OSI 4 · TCP/IP 3');
  await panel.getByRole('button', { name: /^Destination Port/ }).hover();
  await expect(panel.locator('.hex .lit')).toHaveText(['00', '15']);
  await panel.locator('.hex [data-at="0"]').hover();
  await expect(panel.locator('button.lit')).toContainText('Version');
});

test('each cause is a link to what it names', async ({ page }) => {
  await lab(page, 'at=control+1+/+227');
  await toDepth(page, '2');
  const panel = page.getByRole('tabpanel', { name: 'Because' });
  await expect(panel.locator('h2')).toContainText('227');
  const cause = panel.locator('.chain button', { hasText: 'PASV' }).first();
  await cause.click();
  await expect(panel.locator('h2')).toContainText('PASV');
});

test('a dropped segment is asked for, drawn, named in the link, and undone', async ({ page }) => {
  await lab(page, 'at=data+1+/+SYN');
  await toDepth(page, '3');
  const before = (await numbers(page))[1];
  await page.getByRole('button', { name: 'Drop this segment' }).click();
  await expect(page.locator('.diagram .rows .cross').first()).toBeAttached();
  await expect(page.getByRole('slider', { name: 'Place in the run' })).toHaveAttribute(
    'aria-valuetext',
    /^SYN .* dropped by the learner/,
  );
  await expect(page).toHaveURL(/#do=drop\+data\+1\+\/\+SYN&at=/);
  expect((await numbers(page))[1]).toBeGreaterThan(before);
  await tab(page, 'Lab').click();
  const panel = page.getByRole('tabpanel', { name: 'Lab' });
  await expect(panel.getByText('drop data 1 / SYN')).toBeVisible();
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('drop data 1 / SYN')).toHaveCount(0);
  await expect.poll(async () => (await numbers(page))[1]).toBe(before);
});

test('scenario, trace and capture are saved, and the first two open again', async ({ page }) => {
  await lab(page, 'dataMode=EPRT');
  const save = async (name: string): Promise<{ path: string; name: string }> => {
    await page.locator('header summary').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
    return { path: await download.path(), name: download.suggestedFilename() };
  };
  const scenario = await save('Save scenario (YAML)');
  const trace = await save('Save trace (JSON)');
  const capture = await save('at the client');
  expect([scenario.name, trace.name, capture.name]).toEqual([
    'portcall-scenario.yaml',
    'portcall-trace.json',
    'portcall-client.pcapng',
  ]);
  expect(interfacesIn(readFileSync(capture.path))).toBe(1);
  for (const { path, name } of [scenario, trace]) {
    await lab(page, 'seed=2');
    await page.reload();
    await expect(rows(page)).toContainText('PASV');
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: readFileSync(path) });
    await expect(rows(page)).toContainText('EPRT');
  }
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'bad.yaml', mimeType: 'text/plain', buffer: Buffer.from('dataMode: PORT\nipVersion: 7\n') });
  await expect(page.getByRole('dialog')).toContainText('bad.yaml, line 2');
});
