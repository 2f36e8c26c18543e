/** What the network loses, and what the learner does to it. */
import { deedOf, type Deed } from '../../trace/query/deeds';
import type { Sentences } from '../../wire/reason';
import type { NetworkReason } from '../../sim/reasons';
import type { Trace } from '../../trace/trace';
import type { EntryOf } from '../../trace/entry';

export const network: Sentences<NetworkReason> = {
  'no-route': 'no route to the destination',
  lost: 'lost on the way',
  'dropped-by-learner': 'dropped by the learner',
  'link-cut': 'the link is cut',
  'port-filtered': ({ port }) => `the provider lets nothing through to port ${port}`,
  fault: ({ kind, nth }) => `the fault loses ${kind} number ${nth}`,
};

/** What stands between a deed's name and its moment. */
const HOW: Readonly<Record<string, (deed: Deed) => string>> = {
  delay: ({ ms }) => ` by ${ms} ms`,
  expire: ({ edge }) => ` ${edge}`,
  filter: ({ port }) => ` ${port}`,
};

/** `delay by 300 ms at control 1 / PASV`. */
export function deedSays(deed: Deed): string {
  if (deed.do === null) return `intervention ${deed.nth}`;
  const how = Object.hasOwn(HOW, deed.do) ? HOW[deed.do] : undefined;
  return `${deed.do}${how?.(deed) ?? ''} at ${deed.at}`;
}

export const deedText = (trace: Trace, { index }: EntryOf<'intervention'>): string => deedSays(deedOf(trace, index));
