/**
 * axe-core on every page, at every depth, in each theme, wide and narrow; what is found is named by where. Each place
 * is looked at by one spec: the firewall, the ends and what is told of why by their own.
 */
import { expect, test, type Page } from '@playwright/test';
import { violationsInBoth, violationsOf } from './violations';
import { toDepth } from './lab';

const DROPPED = 'dataMode=PORT&clientEdge.firewall=block-inbound&at=data+1+/+dropped+SYN';
const SECURED = 'security=explicit&server.tls=required&at=data+1+/+SYN';
const REWRITTEN = 'clientEdge.nat=true&clientEdge.ftpHelper=true&clientEdge.firewall=block-inbound&at=data+1+/+SYN';

/** It stands beside the stage whatever the depth, with half of the page's texts. */
const LAB = 'aside[aria-label="Lesson and lab"]';

/** Looks at the page as it is; collects instead of failing, so that one run tells all. */
class Axe {
  readonly found: string[] = [];
  checks = 0;

  constructor(
    readonly page: Page,
    readonly narrow: boolean,
  ) {}

  /** Whole, or without the colours that were asked for at another look at the same page. */
  async look(where: string, what?: 'whole'): Promise<void> {
    const violations =
      this.narrow && what !== 'whole'
        ? await violationsOf(this.page, 'layout')
        : await violationsInBoth(this.page, what === 'whole' ? undefined : LAB);
    this.checks++;
    this.found.push(...violations.map((one) => `${where}: ${one}`));
  }
}

async function stage(page: Page, address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`./${address}`);
  await expect(page.locator('.diagram .rows > g').first()).toBeAttached();
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

/** Every place, each with how one comes there; at least `least` looks are taken. */
const places: Readonly<Record<string, { readonly least: number; readonly visit: (axe: Axe) => Promise<void> }>> = {
  'home and a lesson': {
    least: 4,
    visit: async (axe) => {
      const { page } = axe;
      await stage(page, '');
      await page.locator('.answers').waitFor();
      await axe.look('home, asking', 'whole');
      await page.locator('.answers button').first().click();
      await axe.look('home, answered');
      await page.getByRole('button', { name: /^Start/ }).click();
      await expect(page.locator('article h2')).toBeVisible();
      await axe.look('lesson', 'whole');
      while ((await page.locator('section.question').count()) === 0) {
        const place = await page.locator('article .eyebrow').innerText();
        await page.getByRole('button', { name: 'Next →' }).click();
        await expect(page.locator('article .eyebrow')).not.toHaveText(place);
      }
      await axe.look('lesson, asking', 'whole');
    },
  },
  'the workshop at each depth': {
    least: 8,
    visit: async (axe) => {
      for (const [name, link] of [
        ['dropped', DROPPED],
        ['secured', SECURED],
      ] as const) {
        await stage(axe.page, `#${link}`);
        for (const depth of ['1', '2', '3', '4'] as const) {
          await toDepth(axe.page, depth);
          await axe.look(`${name}, depth ${depth}`, depth === '1' ? 'whole' : undefined);
        }
      }
    },
  },
  'each panel': {
    least: 8,
    visit: async (axe) => {
      const { page } = axe;
      await stage(page, `#${REWRITTEN}`);
      for (const name of ['Lab', 'Octets', 'Edges', 'Machines', 'List', 'Because', 'Lesson']) {
        await tab(page, name).click();
        await expect(page.getByRole('tabpanel', { name }).locator('*').first()).toBeAttached();
        if (name === 'Machines') await expect(page.locator('.statechart .state').first()).toBeAttached();
        await axe.look(name, ['Lab', 'Lesson'].includes(name) ? 'whole' : undefined);
      }
      await page.locator('main [role=region]').focus();
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      await axe.look('help');
    },
  },
  'the pages beside it, and the views': {
    least: 6,
    visit: async (axe) => {
      const { page } = axe;
      await stage(page, `#${SECURED}&page=exposure`);
      await expect(page.locator('dialog[open] .body > *').first()).toBeVisible();
      await axe.look('exposure', 'whole');
      await stage(page, `?view=present#${SECURED}`);
      for (const depth of ['1', '2', '3', '4']) {
        await page.keyboard.press(depth);
        await axe.look(`present, depth ${depth}`, depth === '1' ? 'whole' : undefined);
      }
      await stage(page, `?view=embed#${DROPPED}`);
      await axe.look('embed', 'whole');
    },
  },
};

for (const width of [1440, 390]) {
  for (const [name, { least, visit }] of Object.entries(places)) {
    test(`${name}, ${width} px`, async ({ page }) => {
      test.slow();
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const axe = new Axe(page, width === 390);
      await visit(axe);
      expect(axe.found).toEqual([]);
      expect(axe.checks).toBeGreaterThanOrEqual(least);
    });
  }
}
