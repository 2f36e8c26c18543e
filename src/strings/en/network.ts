/** What the network loses, and what the learner does to it. */
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

type Act = Trace['scenario']['interventions'][number];

/** What stands between a deed's name and its moment. */
const HOW: Readonly<Record<string, (act: Act) => string>> = {
  delay: ({ ms }) => ` by ${ms} ms`,
  expire: ({ edge }) => ` ${edge}`,
  filter: ({ port }) => ` ${port}`,
};

/** `delay by 300 ms at control 1 / PASV`. */
export function deedText(trace: Trace, { index }: EntryOf<'intervention'>): string {
  const act: Act | undefined = trace.scenario.interventions[index];
  if (!act) return `intervention ${index + 1}`;
  const how = Object.hasOwn(HOW, act.do) ? HOW[act.do] : undefined;
  return `${act.do}${how?.(act) ?? ''} at ${act.at}`;
}
