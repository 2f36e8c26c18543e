import AxeBuilder from '@axe-core/playwright';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

test('the built site loads under a sub-path, asks no other host, and reports no error', async ({ page, baseURL }) => {
  const trouble: string[] = [];
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(baseURL ?? '') && !/^(data|blob):/.test(address)) trouble.push(`outside: ${address}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) trouble.push(`${response.status()} ${response.url()}`);
  });
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  await page.goto('./', { waitUntil: 'networkidle' });
  await expect(page).toHaveTitle(/Portcall/);
  await expect(page.locator('#app > *').first()).toBeVisible();
  expect(trouble).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to object to, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('./', { waitUntil: 'networkidle' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
  });
}

test('what the page needs before anything is on stage is at most 165 kB, gzip, fonts aside; no cryptography among it', async ({
  page,
  request,
}) => {
  const html = await (await request.get('./')).text();
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '');
  const bodies = await Promise.all(files.map(async (file) => (await request.get(file)).body()));
  const octets = [Buffer.from(html), ...bodies].reduce((sum, body) => sum + gzipSync(body).length, 0);
  expect(octets).toBeGreaterThan(50_000);
  expect(octets).toBeLessThanOrEqual(165_000);
  const asked: string[] = [];
  page.on('request', (one) => asked.push(one.url()));
  await page.goto('./', { waitUntil: 'networkidle' });
  expect(asked.filter((url) => /layers-|elk/.test(url))).toEqual([]);
});
