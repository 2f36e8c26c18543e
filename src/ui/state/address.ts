/** The page's address: the scenario, the moment and the page beside the stage, for whoever copies it. */
import { toLink } from '../../scenario/text/link';
import type { Scenario } from '../../scenario/scenario';
import { sidePage, sidePageText } from './side-page.svelte';

/** Whether the link could be put where it can be pasted from. */
export async function share(scenario: Scenario, moment: string | null): Promise<boolean> {
  putLink(scenario, moment);
  try {
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    return false; // the address bar has it
  }
}

export function putLink(scenario: Scenario, moment: string | null): void {
  const link = [toLink(scenario, moment), sidePageText(sidePage.page)].filter((part) => part !== '').join('&');
  history.replaceState(null, '', link === '' ? location.pathname + location.search : `#${link}`);
}
