/**
 * Every lesson from its first step to its last, twice: each question is answered once wrongly and once rightly.
 */
import { expect, test, type Page } from '@playwright/test';

// How the picture moves is no subject here.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const next = (page: Page) => page.getByRole('button', { name: 'Next →' });
const options = (page: Page) => page.locator('section.question li button');
const heading = (page: Page) => page.locator('article h2');

/**
 * Answers each question as `choose` says, by its place among the questions; returns what the run answered, in order.
 */
async function through(
  page: Page,
  choose: (question: number, count: number) => number,
  verdict: (question: number) => RegExp,
): Promise<readonly number[]> {
  const truths: number[] = [];
  for (let step = 1; ; step++) {
    await expect(page.locator('article .eyebrow')).toContainText(` ${step} of `);
    if ((await options(page).count()) > 0) {
      const question = truths.length;
      await expect(next(page)).toBeDisabled();
      // While it is open, no list item and no row tells what comes.
      await expect(page.getByText('What follows is hidden until you answer.')).toBeVisible();
      await options(page)
        .nth(choose(question, await options(page).count()))
        .click();
      await expect(page.locator('section.question .label')).toHaveText(verdict(question));
      truths.push(await options(page).evaluateAll((all) => all.findIndex((one) => one.classList.contains('theirs'))));
    }
    if ((await next(page).count()) === 0) return truths;
    await next(page).click();
  }
}

async function begin(page: Page, lesson: string): Promise<void> {
  await page
    .getByRole('button', { name: 'Lessons', exact: true })
    .or(page.getByRole('button', { name: new RegExp(`^${lesson}`) }))
    .first()
    .click();
  const card = page.getByRole('button', { name: new RegExp(`^${lesson}`) });
  if ((await card.count()) > 0) await card.click();
  await expect(heading(page)).toBeVisible();
}

async function titles(page: Page): Promise<readonly string[]> {
  await page.goto('./#seed=1');
  await page.getByRole('tab', { name: 'Lesson', exact: true }).click();
  return page.locator('.card strong').allInnerTexts();
}

test('there are five lessons', async ({ page }) => {
  expect(await titles(page)).toHaveLength(5);
});

for (const index of [0, 1, 2, 3, 4]) {
  test(`lesson ${index + 1}, to the end: each question answered wrongly once, and once rightly`, async ({ page }) => {
    const title = (await titles(page))[index] ?? '';
    await begin(page, title);
    const truths = await through(
      page,
      () => 0,
      () => /The run (agrees|did otherwise)/,
    );
    expect(truths).toHaveLength(2);
    // The first answer was right where the run did that: now it is the other way.
    const wasRight = (question: number): boolean => truths[question] === 0;
    await begin(page, title);
    expect(
      await through(
        page,
        (question) => (wasRight(question) ? 1 : (truths[question] ?? 0)),
        (question) => (wasRight(question) ? /The run did otherwise/ : /The run agrees/),
      ),
    ).toEqual(truths);
  });
}

test('a whole lesson by keyboard alone', async ({ page }) => {
  await page.goto('./');
  const to = async (name: RegExp): Promise<void> => {
    const target = page.getByRole('button', { name }).first();
    await target.waitFor();
    for (let tabs = 0; tabs < 60 && !(await target.evaluate((one) => one === document.activeElement)); tabs++)
      await page.keyboard.press('Tab');
    await expect(target).toBeFocused();
    await page.keyboard.press('Enter');
  };
  await to(/^Start/);
  for (let step = 1; step < 7; step++) {
    await expect(page.locator('article .eyebrow')).toContainText(` ${step} of `);
    if ((await options(page).count()) > 0) await to(step === 3 ? /^The server/ : /^Drops it/);
    await to(/^Next →/);
  }
  await expect(page.locator('article .eyebrow')).toContainText('7 of 7');
});
