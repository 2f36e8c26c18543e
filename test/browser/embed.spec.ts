/** An embedded moment in the page of another site: it never takes focus nor scrolls, and is whole at any width. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type FrameLocator, type Page } from '@playwright/test';

const GOOD = 'dataMode=PORT&clientEdge.firewall=block-inbound&at=control+1+/+PORT';
const BAD = `dataMode=PORT&newKnob=7&another=8&at=control+1+/+PORT`;
const IMPOSSIBLE = 'client.software=tnftp&security=explicit';
/** Beside the others that are made to be looked at (npm run shots). */
const SHOTS = 'node_modules/.cache/portcall/shots';

let server: Server;
let served = '';
let body = '';

test.beforeAll(async () => {
  server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(body));
  await once(server.listen(0, 'localhost'), 'listening');
  // Another name than the site's 127.0.0.1: another site to the browser.
  served = `http://localhost:${(server.address() as AddressInfo).port}/`;
});
test.afterAll(() => {
  server.close();
});

async function embedded(page: Page, site: string | undefined, link: string, width = 700): Promise<FrameLocator> {
  const src = `${site ?? ''}?view=embed#${link}`.replace(/&/g, '&amp;');
  body = `<!doctype html><title>host</title><body style="margin:0;height:4000px"><input id="own" autofocus>
    <div style="height:1400px"></div><iframe src="${src}" width="${width}" height="480" frameBorder="0"></iframe>`;
  await page.goto(served);
  return page.frameLocator('iframe');
}

const hostState = (page: Page) => page.evaluate(() => [document.activeElement?.id, scrollY]);

for (const [name, link] of [
  ['good', GOOD],
  ['newer', BAD],
] as const) {
  test(`a ${name} link leaves focus and scroll to a host of another site`, async ({ page, baseURL }) => {
    const frame = await embedded(page, baseURL, link);
    await expect(frame.locator('.diagram .rows')).toContainText('PORT');
    if (link === BAD) await expect(frame.getByText("there is no knob 'newKnob'")).toBeVisible();
    await expect(frame.getByRole('dialog')).toHaveCount(0);
    expect(await hostState(page)).toEqual(['own', 0]);
  });
}

test('a scenario that cannot run is said in a line', async ({ page, baseURL }) => {
  const frame = await embedded(page, baseURL, IMPOSSIBLE);
  await expect(frame.locator('.trouble')).toBeVisible();
  await expect(frame.getByRole('dialog')).toHaveCount(0);
  expect(await hostState(page)).toEqual(['own', 0]);
});

for (const width of [342, 480, 652, 703, 720]) {
  test(`in a frame of ${width} px nothing is cut off, and from 480 px on everything has its name`, async ({
    page,
    baseURL,
  }) => {
    const frame = await embedded(page, baseURL, GOOD, width);
    await expect(frame.locator('.diagram .rows')).toContainText('PORT');
    await page.locator('iframe').scrollIntoViewIfNeeded();
    await page.locator('iframe').screenshot({ path: `${SHOTS}/embed-${width}.png` });
    expect(await frame.locator('html').evaluate((one) => one.scrollWidth)).toBeLessThanOrEqual(width);
    for (const one of [frame.getByRole('link', { name: 'Open in Portcall' }), frame.locator('svg.scene')]) {
      const box = await one.evaluate((it) => it.getBoundingClientRect().right);
      expect(box).toBeLessThanOrEqual(width);
    }
    // What is seen, not what is said to those who see nothing.
    const names = (await frame.locator('svg.scene text').allTextContents()).join('\n');
    const wanted =
      width < 480 ? ['Client', 'Server'] : ['Client', 'Client’s edge', 'Network', 'Server’s edge', 'Server'];
    for (const name of wanted) expect(names.replaceAll("'", '’')).toContain(name);
  });
}
