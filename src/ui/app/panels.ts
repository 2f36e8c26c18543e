/** The panels around the stage, and how each is fetched. */
import { words } from '../../strings/en/page/page';

export type Panel = 'lesson' | 'lab' | 'because' | 'octets' | 'edges' | 'list' | 'client' | 'server' | 'machines';

const LEARN: readonly Panel[] = ['lesson', 'lab'];
const INSPECT: readonly Panel[] = ['because', 'octets', 'edges', 'client', 'server', 'machines', 'list'];

const tabs = (names: readonly Panel[]) => names.map((name) => ({ name, text: words.tabs[name] }));

/** Beside each other where there is room on both sides of the stage, else all in one place. */
export const learnTabs = tabs(LEARN);
export const inspectTabs = tabs(INSPECT);
export const allTabs = [...learnTabs, ...inspectTabs];

/**
 * What the first sight does not need; it is fetched once that stands, so that it is there without a network.
 */
export const later = {
  lab: () => import('../lab/Lab.svelte'),
  octets: () => import('../inspector/Octets.svelte'),
  edges: () => import('../edges/EdgeTables.svelte'),
  client: () => import('../ends/ClientEnd.svelte'),
  server: () => import('../ends/ServerEnd.svelte'),
  list: () => import('../picture/RunList.svelte'),
  machines: () => import('../machines/Machines.svelte'),
  beside: () => import('./SidePage.svelte'),
  help: () => import('./Help.svelte'),
  present: () => import('./Present.svelte'),
  embedCode: () => import('../files/EmbedCode.svelte'),
  why: () => import('../why/Why.svelte'),
  compare: () => import('../compare/Compare.svelte'),
  exposure: () => import('../exposure/Exposure.svelte'),
  own: () => import('../why/OwnCase.svelte'),
  find: () => import('../picture/Find.svelte'),
  exchange: () => import('../files/exchange'),
};

/** What cannot be fetched now is asked for again, and missed aloud, where it is wanted. */
export function fetchLater(): void {
  for (const load of Object.values(later)) load().catch(() => undefined);
}
