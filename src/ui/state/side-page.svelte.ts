/** The pages that open beside the stage, and their part of the address, so that a link leads there. */
import { fromLink, toLink } from '../../scenario/text/link';
import type { Scenario } from '../../scenario/scenario';
import { CAPS } from '../../wire/caps';

export type Page =
  /** The run on the stage against this one. `here` keeps the place; otherwise they are shown where they part. */
  | { readonly kind: 'compare'; readonly other: Scenario; readonly here: boolean }
  | { readonly kind: 'exposure' }
  | { readonly kind: 'own' };

/** The picture's labels say what messages mean. */
export const TAUGHT = 'labels=meaning';

class SidePageState {
  /** Null while the stage is alone. */
  page = $state.raw<Page | null>(null);

  compare(other: Scenario, here = false): void {
    this.page = { kind: 'compare', other, here };
  }
}

export const sidePage = new SidePageState();

/** The address's fragment as the stage's link and the page beside it: `dataMode=PORT&at=...&with=...`. */
export function parseFragment(fragment: string): {
  readonly link: string;
  readonly page: Page | null;
  readonly taught: boolean;
} {
  // Too long to be read: who reads links says so.
  if (fragment.length > CAPS.link.most + 1) return { link: fragment, page: null, taught: false };
  const pairs = fragment.replace(/^#/, '').split('&');
  const mine = /^(with|page|labels)=/;
  const [name, value = ''] = pairs.find((pair) => /^(with|page)=/.test(pair))?.split('=') ?? [];
  return {
    link: pairs.filter((pair) => !mine.test(pair)).join('&'),
    taught: pairs.includes(TAUGHT),
    page:
      name === 'with' ? { kind: 'compare', other: fromLink(unescaped(value)).scenario, here: false } : pageNamed(value),
  };
}

/** What `apart` reads; empty where the stage is alone. */
export function sidePageText(page: Page | null): string {
  if (page === null) return '';
  return page.kind === 'compare' ? `with=${encodeURIComponent(toLink(page.other, null))}` : `page=${page.kind}`;
}

const pageNamed = (name: string): Page | null => (name === 'exposure' || name === 'own' ? { kind: name } : null);

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return ''; // a stray %: nothing to compare with but the plain run
  }
}
