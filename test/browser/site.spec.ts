import { gzipSync } from 'node:zlib';
import { expect, test, type Request } from '@playwright/test';

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

/** Texts that are sent compressed, wherever the site is served from. */
const gzipped = (bodies: readonly Buffer[]): number => bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);

test('what index.html names is at most 165 kB, gzip, and no engine is among it', async ({ request }) => {
  const html = await (await request.get('./')).text();
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '');
  const bodies = await Promise.all(files.map(async (file) => (await request.get(file)).body()));
  const octets = gzipped([Buffer.from(html), ...bodies]);
  console.log(`first load: ${(octets / 1000).toFixed(1)} kB`);
  expect(octets).toBeGreaterThan(50_000);
  expect(octets).toBeLessThanOrEqual(165_000);
  expect(bodies.filter((body) => body.includes('CLOSE-WAIT'))).toEqual([]);
});

test("until home's first row it is at most 230 kB, gzip, fonts aside; no cryptography among it", async ({ page }) => {
  // The page itself says when its first row stands: a slow machine hears of it late.
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector('.diagram .rows > g')) return;
      document.documentElement.dataset['stands'] = String(Date.now());
      watch.disconnect();
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  const asked: Request[] = [];
  page.context().on('request', (request) => asked.push(request));
  await page.goto('./');
  await expect(page.locator('html[data-stands]')).toBeAttached();
  const stands = Number(await page.locator('html').getAttribute('data-stands'));
  const counted = asked.filter((request) => !/\.woff2$|^(data|blob):/.test(request.url()));
  const responses = await Promise.all(counted.map((request) => request.response()));
  const before = responses.filter((one) => one !== null).filter((one) => one.request().timing().startTime < stands);
  const got = await Promise.all(before.map(async (one) => [one.url(), await one.body()] as const));
  const octets = gzipped(got.map(([, body]) => body));
  console.log(`until home's first row: ${(octets / 1000).toFixed(1)} kB in ${got.length} files`);
  expect(got.some(([url]) => /worker-/.test(url))).toBe(true);
  expect(octets).toBeGreaterThan(100_000);
  expect(octets).toBeLessThanOrEqual(230_000);
  expect(got.filter(([url]) => /layers-|elk/.test(url))).toEqual([]);
});

test('the licence texts of everything built in go along, the typefaces included', async ({ request }) => {
  const text = await (await request.get('./licences.txt')).text();
  for (const [name, licence, says] of [
    ['@fontsource-variable/inter', 'OFL-1.1', 'SIL OPEN FONT LICENSE'],
    ['@fontsource-variable/jetbrains-mono', 'OFL-1.1', 'The JetBrains Mono Project Authors'],
    ['@noble/ciphers', 'MIT', 'Paul Miller'],
    ['@noble/curves', 'MIT', 'Paul Miller'],
    ['@noble/hashes', 'MIT', 'Paul Miller'],
    ['svelte', 'MIT', 'Svelte Contributors'],
    ['xstate', 'MIT', 'David Khourshid'],
    ['yaml', 'ISC', 'Eemeli Aro'],
  ] as const) {
    const from = text.search(new RegExp(`^${name} \\d[^\\n]* \\(${licence}\\)$`, 'm'));
    expect(from, name).toBeGreaterThanOrEqual(0);
    expect(text.slice(from, from + 12_000), name).toContain(says);
  }
  expect(text).toMatch(/^d3-selection \d[^\n]* \(ISC\)$/m);
});
