/** What sets two scenarios apart: the knobs whose values differ, and what the learner did in one alone. */
import { interventionText } from '../../scenario/interventions';
import { formatValue } from '../../scenario/values/knob';
import { knobs } from '../../scenario/knobs/knobs';
import { valueOf, type Scenario } from '../../scenario/scenario';

interface Difference {
  /** A knob's name, or empty for what was done. */
  readonly name: string;
  readonly a: string;
  readonly b: string;
}

/** In the table's order. */
export function differences(a: Scenario, b: Scenario): readonly Difference[] {
  const turned = knobs.flatMap((knob) => {
    const [one, other] = [a, b].map((scenario) => formatValue(knob, valueOf(scenario, knob.name)));
    return one === other ? [] : [{ name: knob.name, a: one ?? '', b: other ?? '' }];
  });
  const [mine, theirs] = [a, b].map(({ interventions }) => interventions.map(interventionText));
  const done = [...new Set([...(mine ?? []), ...(theirs ?? [])])].filter(
    (text) => mine?.includes(text) !== theirs?.includes(text),
  );
  return [
    ...turned,
    ...done.map((text) => ({ name: '', a: mine?.includes(text) ? text : '', b: theirs?.includes(text) ? text : '' })),
  ];
}
