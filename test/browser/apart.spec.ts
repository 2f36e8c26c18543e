/**
 * Control, data, drop and rewrite are told apart by their form alone: without colour, with few colours, and with the
 * system's colours.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { violationsOf } from './violations';
import { toDepth } from './lab';

/** A helper behind NAT that rewrites PORT, and a data connection whose first SYN is lost. */
const LINK = 'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true&do=drop+data+1+/+SYN&at=end';
const SIDE = 26;
/** Beside the others that are made to be looked at (npm run shots). */
const SHOTS = 'node_modules/.cache/portcall/shots';

test.use({ deviceScaleFactor: 3, colorScheme: 'light' });

async function show(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`./#${LINK}`);
  await expect(page.locator('.diagram .rows > g').first()).toBeAttached();
  await toDepth(page, '3');
  await expect(page.locator('.diagram .rows .cross').first()).toBeAttached();
  // Nothing but the four: no cursor, no highlight of a row.
  await page.addStyleTag({ content: '.diagram .chosen, .diagram .cursor, .diagram .hit { display: none !important }' });
}

/** Of each kind two, that the measure may be tested too. Heads that point the same way. */
const kinds = (page: Page): Readonly<Record<string, readonly [Locator, Locator]>> => {
  // Drawn from left to right they fall by a few degrees at most.
  const heads = (role: string): Locator =>
    page.locator(
      [0, 1, 2, 3]
        .map((degrees) => `.diagram .rows > g.${role}.segment .head[transform*="rotate(${degrees}."]`)
        .join(', '),
    );
  const pair = (all: Locator): readonly [Locator, Locator] => [all.nth(0), all.nth(1)];
  const cross = page.locator('.diagram .rows .cross');
  const bends = page.locator('.diagram .rows .bend:not(.quiet)');
  return {
    control: pair(heads('control')),
    data: pair(heads('data')),
    drop: [cross.first(), cross.first()],
    rewrite: pair(bends),
  };
};

/** What stands about an element's middle as a mask: 1 where it is nearer to ink than to the ground. */
async function maskOf(page: Page, element: Locator): Promise<readonly number[]> {
  await element.evaluate((one) => {
    one.scrollIntoView({ block: 'center' });
  });
  const box = await element.boundingBox();
  if (!box) throw new Error('it is not on the page');
  const clip = { x: box.x + box.width / 2 - SIDE / 2, y: box.y + box.height / 2 - SIDE / 2, width: SIDE, height: SIDE };
  const png = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (encoded) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${encoded}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    if (!context) return [];
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const luma = Array.from(
      { length: data.length / 4 },
      (_, i) => 0.2126 * (data[4 * i] ?? 0) + 0.7152 * (data[4 * i + 1] ?? 0) + 0.0722 * (data[4 * i + 2] ?? 0),
    );
    const counts = new Map<number, number>();
    for (const one of luma) counts.set(Math.round(one), (counts.get(Math.round(one)) ?? 0) + 1);
    const [ground] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [255];
    const most = Math.max(...luma.map((one) => Math.abs(one - ground)));
    return luma.map((one) => (Math.abs(one - ground) > most / 2 ? 1 : 0));
  }, png);
}

/** How much two masks differ where they lie best upon each other: 0 for the same form, 1 for nothing in common. */
function unlike(a: readonly number[], b: readonly number[]): number {
  const side = Math.round(Math.sqrt(a.length));
  let best = 1;
  for (let dy = -12; dy <= 12; dy++)
    for (let dx = -12; dx <= 12; dx++) {
      let [both, either] = [0, 0];
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++) {
          const one = a[y * side + x] ?? 0;
          const other = x + dx < 0 || x + dx >= side ? 0 : (b[(y + dy) * side + x + dx] ?? 0);
          both += one & other;
          either += one | other;
        }
      best = Math.min(best, 1 - both / Math.max(1, either));
    }
  return best;
}

async function apart(page: Page): Promise<void> {
  const found: { kind: string; masks: readonly (readonly number[])[] }[] = [];
  for (const [kind, elements] of Object.entries(kinds(page))) {
    const masks = [];
    for (const element of elements) masks.push(await maskOf(page, element));
    found.push({ kind, masks });
  }
  for (const [
    i,
    {
      kind,
      masks: [mine = [], again = []],
    },
  ] of found.entries()) {
    expect(mine.filter((bit) => bit === 1).length, `${kind} is drawn`).toBeGreaterThan(80);
    const same = unlike(mine, again);
    for (const {
      kind: other,
      masks: [theirs = []],
    } of found.slice(i + 1)) {
      const differ = unlike(mine, theirs);
      expect(differ, `${kind} and ${other}`).toBeGreaterThan(0.25);
      expect(differ, `${kind} and ${other} differ more than two of one kind (${same.toFixed(2)})`).toBeGreaterThan(
        same,
      );
    }
  }
}

for (const type of ['achromatopsia', 'deuteranopia', 'protanopia'] as const) {
  test(`seen with ${type}, four kinds have four forms`, async ({ page }) => {
    await show(page);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setEmulatedVisionDeficiency', { type });
    await page.screenshot({ path: `${SHOTS}/${type}.png` });
    await apart(page);
  });
}

test('each kind has a sign beside its colour, and words', async ({ page }) => {
  await show(page);
  const of = (selector: string, property: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((one, name) => getComputedStyle(one).getPropertyValue(name), property);
  expect(await of('.diagram .rows > g.control:not(.drop) .head', 'fill')).not.toBe('none');
  expect(await of('.diagram .rows > g.data:not(.drop) .head', 'fill')).toBe('none');
  expect(await of('.diagram .rows > g.drop .line', 'stroke-dasharray')).not.toBe('none');
  expect(await page.locator('.diagram .rows .bend').first().getAttribute('d')).toMatch(/^M.*M/);
  await page.getByRole('tab', { name: 'List', exact: true }).click();
  const list = page.getByRole('list', { name: 'The run as a list' });
  for (const told of [
    /control 1, Client → Server/,
    /data 1, Server → Client/,
    /dropped by the learner/,
    /Client's edge: PORT 192,168,1,10 → 203,0,113,7/,
  ])
    await expect(list).toContainText(told);
});

test('with forced colours nothing is lost', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await show(page);
  await page.screenshot({ path: `${SHOTS}/forced-colours.png` });
  await apart(page);
  // Every line stands out from its ground, and no text is drawn in the ground's colour.
  const faint = await page.evaluate(() => {
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const luminance = (colour: string): number => {
      if (!context) return 0;
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data]
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = luminance(getComputedStyle(document.body).backgroundColor);
    const ratio = (colour: string): number =>
      (Math.max(ground, luminance(colour)) + 0.05) / (Math.min(ground, luminance(colour)) + 0.05);
    const poor = (selector: string, property: 'stroke' | 'fill', least: number): string[] =>
      [...document.querySelectorAll(selector)]
        .filter((one) => ratio(getComputedStyle(one)[property]) < least)
        .map((one) => `${selector} ${getComputedStyle(one)[property]}`);
    return [
      ...poor(
        '.diagram .line, .diagram .bend, .diagram .cross path, .diagram .head, .diagram .lanes line, ' +
          '.scene .card, .scene .pipe',
        'stroke',
        3,
      ),
      ...poor('.diagram text tspan, .scene text', 'fill', 4.5),
    ];
  });
  expect(faint).toEqual([]);
  for (const name of ['Lab', 'List', 'Octets', 'Edges', 'Because']) {
    await page.getByRole('tab', { name, exact: true }).click();
    const violations = await violationsOf(page, 'colours');
    expect(violations.map((one) => `${name}: ${one}`)).toEqual([]);
  }
});
