/**
 * What axe-core finds in a page, by rule, place and message. Legacy mode runs all of it where the page is, and what
 * passed is not described: a look takes a third of the time. Frames of other origins, of which the page has none, would
 * be left out.
 */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export async function violationsOf(page: Page): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => {
    const places = nodes.map(({ target, any }) => `${String(target)} ${any[0]?.message ?? ''}`.trim());
    return `${id}: ${places.join(' | ')}`;
  });
}
