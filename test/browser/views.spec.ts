/**
 * The two views by URL: what a trainer's clicker does, and what an embedded moment never does to the page around it.
 */
import { expect, test } from '@playwright/test';

const moment = 'dataMode=PORT&clientEdge.firewall=block-inbound&at=control+1+/+PORT';

test.describe('?view=present', () => {
  test("Space and a clicker's keys step, a held key does not, B blanks, and Leave goes on at the same moment", async ({
    page,
  }) => {
    await page.goto(`./?view=present#${moment}`);
    const place = page.locator('footer .wire');
    const at = async () => Number((await place.innerText()).split(' ')[0]);
    await expect(page.getByRole('main')).toContainText('PORT');
    const first = await at();
    for (const key of ['Space', 'PageDown', 'ArrowRight']) await page.keyboard.press(key);
    expect(await at()).toBe(first + 3);
    await page.keyboard.down('PageDown');
    await page.keyboard.down('PageDown');
    await page.keyboard.up('PageDown');
    expect(await at()).toBe(first + 4);
    for (let back = 0; back < 4; back++) await page.keyboard.press('PageUp');
    expect(await at()).toBe(first);
    await page.keyboard.press('b');
    await expect(page.locator('.blank')).toBeVisible();
    await page.keyboard.press('b');
    await expect(page.locator('.blank')).toHaveCount(0);
    await page.getByRole('button', { name: 'Leave' }).click();
    await expect(page.getByText('Because').first()).toBeVisible();
    expect(new URL(page.url()).search).toBe('');
    await expect(page.getByRole('slider', { name: 'Place in the run' })).toHaveAttribute('aria-valuetext', /^PORT /);
  });

  test('no text is below 18 px on a projector of 1280 by 720, and no line thinner than 2', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(`./?view=present#${moment}`);
    await expect(page.locator('.diagram .rows')).toContainText('PORT');
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('svg text, footer *')].flatMap((one) => {
        if (!one.textContent?.trim() || one.getClientRects().length === 0) return [];
        const scale = one instanceof SVGGraphicsElement ? (one.getScreenCTM()?.d ?? 1) : 1;
        const size = parseFloat(getComputedStyle(one).fontSize) * scale;
        return one.getAttribute('transform')?.includes('rotate') || size >= 17.95 ? [] : [`${one.textContent} ${size}`];
      }),
    );
    expect(small).toEqual([]);
    const thin = await page.evaluate(() =>
      [
        ...document.querySelectorAll<SVGGraphicsElement>(
          'svg.diagram .line, svg.diagram .pipe, svg.diagram .lanes line',
        ),
      ].flatMap((one) => {
        const width = parseFloat(getComputedStyle(one).strokeWidth) * (one.getScreenCTM()?.a ?? 1);
        return width >= 1.99 ? [] : [`${one.getAttribute('class')} ${width}`];
      }),
    );
    expect(thin).toEqual([]);
  });

  for (const width of [652, 390])
    test(`in a window of ${width} px nothing is beside the page, and Leave can be pressed`, async ({ page }) => {
      await page.setViewportSize({ width, height: 700 });
      await page.goto(`./?view=present#${moment}`);
      await expect(page.locator('.diagram .rows')).toContainText('PORT');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await expect(page.getByRole('button', { name: 'Leave' })).toBeInViewport({ ratio: 1 });
    });

  test('is there without a network once the page has stood a while', async ({ page, context }) => {
    const fetched = page.waitForResponse(/\/Present-[^/]*\.js$/);
    await page.goto(`./#${moment}`);
    await (await fetched).finished();
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Present', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Leave' })).toBeVisible();
  });

  test('says so where it cannot be fetched, instead of an empty page, and the step back works', async ({ page }) => {
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.route(/\/(Present|Octets|Help)-[^/]*$/, (route) => route.abort());
    await page.goto(`./#${moment}`);
    await expect(page.locator('.diagram .rows')).toContainText('PORT');
    await page.getByRole('button', { name: 'Present', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('could not be fetched');
    await page.goBack();
    await expect(page.locator('.diagram .rows')).toContainText('PORT');
    expect(errors).toEqual([]);
  });
});

test.describe('?view=embed', () => {
  test("in somebody's page it takes no focus, scrolls, stores and fetches nothing, and leaves the wheel alone", async ({
    page,
    baseURL,
  }) => {
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(baseURL ?? '').origin) && !request.url().startsWith('data:'))
        elsewhere.push(request.url());
    });
    // The host is a page of the same server, so that what the frame stored can be read.
    await page.goto('./');
    await page.evaluate((moment) => {
      document.open();
      document.write(`<body style="height:4000px;margin:0"><input id="own" autofocus><div style="height:900px"></div>
        <iframe id="frame" src="./?view=embed#${moment}" width="700" height="480" style="border:0"></iframe></body>`);
      document.close();
      localStorage.clear();
      sessionStorage.clear();
      document.getElementById('own')?.focus();
    }, moment);
    const frame = page.frameLocator('#frame');
    await expect(frame.locator('.diagram .rows')).toContainText('PORT');
    expect(await page.evaluate(() => [document.activeElement?.id, scrollY])).toEqual(['own', 0]);

    await page.evaluate(() => {
      scrollTo(0, 700);
    });
    await frame.getByRole('button', { name: 'Next' }).click();
    await frame.getByRole('button', { name: 'Next' }).click();
    expect(await page.evaluate(() => scrollY)).toBe(700);
    await page.mouse.move(300, 450);
    await page.mouse.wheel(0, 300);
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(1000);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
      0,
      0,
      '',
    ]);
    expect(elsewhere).toEqual([]);
  });

  test('it has no chrome but three buttons, and a link to the whole', async ({ page }) => {
    await page.goto(`./?view=embed#${moment}`);
    await expect(page.locator('.diagram .rows')).toContainText('PORT');
    expect(
      await page
        .getByRole('button')
        .evaluateAll((all) =>
          all
            .map((one) => one.getAttribute('aria-label'))
            .filter((label) => ['Back', 'Play', 'Next'].includes(label ?? '')),
        ),
    ).toEqual(['Back', 'Play', 'Next']);
    await expect(page.getByRole('tab')).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Open in Portcall' })).toHaveAttribute(
      'href',
      /at=control\+1\+\/\+PORT/,
    );
  });
});

test('the code for embedding names this moment', async ({ page }) => {
  await page.goto(`./#${moment}`);
  await page.getByRole('button', { name: 'Embed', exact: true }).click();
  await expect(page.getByLabel('HTML for your page')).toHaveValue(
    new RegExp(
      '<iframe src=".*\\?view=embed#.*dataMode=PORT&amp;.*at=control\\+1\\+/\\+PORT" ' +
        'title=".+ \\(Portcall\\)" .*frameBorder="0"',
    ),
  );
  expect(await page.getByLabel('HTML for your page').inputValue()).not.toContain('style=');
});
