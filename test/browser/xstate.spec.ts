import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { countTransitions } from './calls';

interface Saved {
  readonly scenario: { readonly knobs: Readonly<Record<string, unknown>> };
  readonly steps: number;
}

/** The trace on stage, as it is saved. */
async function onStage(page: Page): Promise<Saved> {
  const menu = page.locator('header details');
  if (!(await menu.evaluate((one) => (one as HTMLDetailsElement).open))) await menu.locator('summary').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save trace (JSON)' }).click(),
  ]);
  return JSON.parse(readFileSync(await download.path(), 'utf8')) as Saved;
}

for (const [name, link] of [
  ['a plain run', 'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true&clientEdge.firewall=block-inbound'],
  ['a run with TLS', 'security=explicit&server.tls=required'],
] as const) {
  test(`XState steps every machine on stage: ${name}`, async ({ page }) => {
    const calls = await countTransitions(page);
    // A first run, so that whoever makes runs is there and counted; its calls are not.
    await page.goto(`./#${link}&seed=1`);
    await expect(page.locator('.diagram .rows > g').first()).toBeAttached();
    await calls();
    await page.evaluate((hash) => (location.hash = hash), `${link}&seed=2`);
    await expect.poll(async () => (await onStage(page)).scenario.knobs['seed']).toBe(2);
    const { steps } = await onStage(page);
    expect(steps).toBeGreaterThan(100);
    expect(await calls()).toBe(steps);
  });
}
