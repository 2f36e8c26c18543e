/**
 * The page's address. Another place, be it a view, a lesson's step, a scenario or a page beside the stage, is another
 * entry of the browser's history, so that Back undoes it; the moment changes the entry that one is at.
 */
import type { Scenario } from '../../scenario/scenario';
import { toLink } from '../../scenario/text/link';
import { sidePageText, TAUGHT, type Page } from './side-page.svelte';
import { lessonText, type LessonPlace } from './studying.svelte';

interface Place {
  /** `present`, or null for the page itself. */
  readonly view: string | null;
  readonly home: boolean;
  /** In a lesson the scenario is the step's. */
  readonly lesson: LessonPlace | null;
  readonly scenario: Scenario;
  readonly page: Page | null;
  /** Labels say what messages mean. */
  readonly taught: boolean;
}

/** A link to the plain scenario says something, since no link at all is home. */
const PLAIN = 'seed=1';

export function addressOf({ view, home, lesson, scenario, page, taught }: Place, moment: string | null): string {
  const link =
    [toLink(scenario, moment), sidePageText(page), taught ? TAUGHT : ''].filter((part) => part !== '').join('&') ||
    PLAIN;
  if (view !== null) return `${location.pathname}?view=${view}#${link}`;
  return home ? location.pathname : `${location.pathname}#${lesson ? lessonText(lesson) : link}`;
}

/** A new entry of the history, or the same under another address. Browsers refuse when that is done too often. */
export function putAddress(address: string, how: 'pushState' | 'replaceState'): void {
  try {
    history[how](null, '', address);
  } catch {
    // The page is where it is; its address lags behind.
  }
}

/** Whether a link to what is on stage could be put where it can be pasted from. */
export async function share(
  scenario: Scenario,
  moment: string | null,
  page: Page | null,
  taught: boolean,
): Promise<boolean> {
  const address = addressOf({ view: null, home: false, lesson: null, scenario, page, taught }, moment);
  try {
    await navigator.clipboard.writeText(new URL(address, location.href).href);
    return true;
  } catch {
    putAddress(address, 'replaceState');
    return false; // the address bar has it
  }
}
