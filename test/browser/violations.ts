/**
 * What axe-core finds in a page, by rule, place and message. It runs where the page is, once in each document; what
 * passed is not described. Frames of other origins, of which the page has none, would be left out.
 *
 * What differs between light and dark is colour alone, what differs between widths is layout: a place is looked at
 * whole in light at the desk's width; elsewhere only for what may differ there.
 */
import type { Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';

/** The rules that ask of colours: they take three quarters of a whole look. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

const RULES = {
  all: {},
  colours: { runOnly: COLOURS },
  layout: { rules: Object.fromEntries(COLOURS.map((rule) => [rule, { enabled: false }])) },
} satisfies Readonly<Record<string, RunOptions>>;

export type Rules = keyof typeof RULES;

/** Without the parts that `seen` selects. */
export async function violationsOf(page: Page, rules: Rules = 'all', seen?: string): Promise<readonly string[]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(
    async ({ options, exclude }) => {
      const { violations } = await (window as unknown as { readonly axe: typeof axe }).axe.run({ exclude }, options);
      return violations.map(({ id, nodes }) => {
        const places = nodes.map(({ target, any }) => `${String(target)} ${any[0]?.message ?? ''}`.trim());
        return `${id}: ${places.join(' | ')}`;
      });
    },
    {
      options: { ...RULES[rules], resultTypes: ['violations'], performanceTimer: false } satisfies RunOptions,
      exclude: seen === undefined ? [] : [seen],
    },
  );
}

/**
 * One place in both themes, in the dark one without the parts that `seen` selects. Without motion nothing fades from
 * one to the other.
 */
export async function violationsInBoth(page: Page, seen?: string): Promise<readonly string[]> {
  const found = [];
  for (const [colorScheme, rules, without] of [
    ['light', 'all', undefined],
    ['dark', 'colours', seen],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const one of await violationsOf(page, rules, without)) found.push(`${colorScheme}: ${one}`);
  }
  return found;
}
