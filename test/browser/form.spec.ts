import { expect, test } from '@playwright/test';
import { DROPPED, SECURED, stage } from './stage';
import { toDepth } from './lab';

const squeezed = (text: string): string => text.replace(/\s+/g, '');

for (const [name, link] of [
  ['in clear', DROPPED],
  ['under TLS', SECURED],
] as const) {
  test(`the list says all that the picture says, at every depth, ${name}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 2400, height: 1000 });
    await stage(page, link);
    await page.getByRole('tab', { name: 'List', exact: true }).click();
    const list = page.getByRole('list', { name: 'The run as a list' });
    await expect(list).toBeVisible();
    for (const depth of ['1', '2', '3', '4'] as const) {
      await toDepth(page, depth);
      const rows = page.locator('.diagram .rows > g');
      await expect(list.locator('li')).toHaveCount(await rows.count());
      const items = await list.locator('li').evaluateAll((all) => all.map((one) => one.textContent ?? ''));
      const drawn = await rows.evaluateAll((all) =>
        all.map((row) =>
          [...row.querySelectorAll('tspan')].map((one) => ({
            text: one.textContent ?? '',
            style: one.getAttribute('class'),
          })),
        ),
      );
      const unsaid = drawn.flatMap((parts, index) =>
        parts
          .filter(({ style }) => style !== 'wire' || depth !== '4')
          .flatMap(({ text }) =>
            squeezed(items[index] ?? '').includes(squeezed(text.replace(/…$/, '')))
              ? []
              : [`depth ${depth}, ${index}: ${text}`],
          ),
      );
      expect(unsaid).toEqual([]);
      // The same octets, whatever the length of a line.
      if (depth === '4') {
        const octets = (line: string): string => line.slice(6).split('  ')[0]?.trim() ?? '';
        const picture = await rows.evaluateAll((all) =>
          all.map((row) =>
            [...row.querySelectorAll('tspan.wire')]
              .map((one) => one.textContent ?? '')
              .filter((line) => /^[0-9a-f]{4} {2}/.test(line)),
          ),
        );
        const listed = await list
          .locator('li')
          .evaluateAll((all) =>
            all.map((one) =>
              (one.querySelector('.octets')?.textContent ?? '')
                .split('\n')
                .filter((line) => /^[0-9a-f]{4} {2}/.test(line)),
            ),
          );
        const joined = (rows: readonly (readonly string[])[]) => rows.map((lines) => lines.map(octets).join(' '));
        expect(joined(listed)).toEqual(joined(picture));
        expect(joined(picture).join('').length).toBeGreaterThan(1000);
      }
      const brackets = await page.locator('.diagram .brackets text').allTextContents();
      const headings = await list.getByRole('heading').allTextContents();
      expect(headings.filter((heading) => brackets.includes(heading))).toEqual(brackets);
    }
  });
}

test('one live region, polite, says the step and nothing while it plays', async ({ page }) => {
  await stage(page, DROPPED);
  const live = page.locator('[aria-live=polite]');
  await expect(live).toHaveCount(1);
  await expect(live).toHaveText(/^PORT /);
  await page.keyboard.press('ArrowRight');
  await expect(live).toHaveText(/^200 /);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(live).toHaveText('');
});

test('letter keys can be switched off; the arrows stay', async ({ page }) => {
  await stage(page, DROPPED);
  const chosen = page.locator('footer input[name=depth]:checked');
  await page.keyboard.press('3');
  await expect(chosen).toHaveValue('segments');
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await page.getByRole('dialog').getByRole('checkbox').first().uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await expect(chosen).toHaveValue('segments');
  const place = await page.locator('footer .clock span').innerText();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('footer .clock span')).not.toHaveText(place);
});

test('every stop of the tab key is seen', async ({ page }) => {
  await stage(page, DROPPED);
  const unseen: string[] = [];
  for (let stops = 0; stops < 60; stops++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === null || one === document.body) return null;
      const ringed = [one, one.closest('label'), one.parentElement, ...one.querySelectorAll('*')].filter(
        (each) => each !== null,
      );
      const shown =
        ringed.some((each) => {
          const { outlineStyle, outlineWidth } = getComputedStyle(each);
          return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
        }) ||
        (one.closest('.scrub, .scene') !== null &&
          [...(one.closest('.scrub') ?? one).querySelectorAll('.thumb, .card')].some(
            (each) =>
              getComputedStyle(each).outlineStyle !== 'none' || parseFloat(getComputedStyle(each).strokeWidth) >= 2.5,
          ));
      return {
        name: `${one.tagName} ${one.getAttribute('aria-label') ?? one.textContent?.trim().slice(0, 30) ?? ''}`,
        shown,
      };
    });
    if (stop && !stop.shown) unseen.push(stop.name);
  }
  expect(unseen).toEqual([]);
});

test('without motion a step moves nothing: no packet travels, the picture is where it belongs at once', async ({
  page,
}) => {
  const travelled = async (): Promise<number> => {
    await stage(page, DROPPED);
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.evaluate(() => {
      const seen = { packets: 0, scrolls: new Set<number>() };
      Object.assign(window, { seen });
      new MutationObserver((all) => {
        seen.packets += all.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0);
      }).observe(document.querySelector('.packets')!, { childList: true, subtree: true });
    });
    for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight');
    return page.evaluate(() => (window as unknown as { seen: { packets: number } }).seen.packets);
  };
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await travelled()).toBeGreaterThan(0);
  await page.goto('about:blank');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await travelled()).toBe(0);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

/** 1440 by 900, zoomed to 200 %: half the pixels each way (WCAG 1.4.4, 1.4.10). */
for (const [name, link, width, height] of [
  ['200 %', SECURED, 720, 450],
  ['200 %, dropped', DROPPED, 720, 450],
  ['between', SECURED, 900, 600],
  ['three columns', SECURED, 1120, 700],
  ['a small phone', SECURED, 360, 640],
] as const) {
  test(`zoomed, ${name}: nothing stands over anything else, nothing is out of reach`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await stage(page, link);
    const looked = await page.evaluate(() => {
      const box = (one: Element) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return { left, right, top, bottom };
      };
      type Box = ReturnType<typeof box>;
      const meet = (a: Box, b: Box) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
      const parts = [
        ...document.querySelectorAll('.page > header, .page > main, .page > aside, .page > footer, .page > .sheet'),
      ];
      const overlaps = (all: readonly Element[]) =>
        all.flatMap((one, i) =>
          all
            .slice(i + 1)
            .filter((other) => meet(box(one), box(other)))
            .map((other) => `${one.textContent?.trim().slice(0, 24)} / ${other.textContent?.trim().slice(0, 24)}`),
        );
      const controls = [
        ...document.querySelectorAll(
          '.page > header button, .page > header label, .page > header summary, .page > footer button, ' +
            '.page > footer label',
        ),
      ].filter((one) => one.checkVisibility());
      return {
        wide: document.documentElement.scrollWidth - innerWidth,
        parts: overlaps(parts),
        controls: overlaps(controls),
        names: overlaps(
          [...document.querySelectorAll('.scene .name, .scene .state, .scene .detail')].filter(
            (one) => one.textContent !== '',
          ),
        ),
        outside: controls
          .filter((one) => box(one).right > innerWidth + 1 || box(one).bottom > innerHeight + 1 || box(one).left < -1)
          .map((one) => one.textContent?.trim()),
        tabs:
          innerWidth >= 720
            ? [...document.querySelectorAll('[role=tab]')]
                .filter((one) => box(one).right > innerWidth + 1)
                .map((one) => one.textContent?.trim())
            : [],
        stage: (document.querySelector('main .view')?.getBoundingClientRect().height ?? 0) >= 90,
      };
    });
    await page.locator('header summary').click();
    const menu = await page.locator('header details .list').boundingBox();
    expect((menu?.y ?? 0) + (menu?.height ?? 0)).toBeLessThanOrEqual(height);
    expect(menu?.x).toBeGreaterThanOrEqual(0);
    expect(looked).toEqual({ wide: 0, parts: [], controls: [], names: [], outside: [], tabs: [], stage: true });
  });
}

test('stepping moves the line in the picture, and nothing else on the page', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await stage(page, DROPPED);
  await page.getByRole('tab', { name: 'List', exact: true }).click();
  await page.locator('main [role=region]').focus();
  await page.keyboard.press('Home');
  const places = () =>
    page.evaluate(() =>
      JSON.stringify(
        [
          ...document.querySelectorAll(
            '.page > header, main, aside, .page > footer, .scene .card, footer button, .scrub, .depth',
          ),
        ].map((one) => {
          const { x, y, width, height } = one.getBoundingClientRect();
          return [x, y, width, height].map(Math.round);
        }),
      ),
    );
  const before = await places();
  for (let step = 0; step < 25; step++) {
    await page.keyboard.press('ArrowRight');
    expect(await places()).toBe(before);
  }
});
