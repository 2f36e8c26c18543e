/** A scenario as its trace keeps it, and back: of a trace from a file only what a scenario may hold. */
import type { Trace } from '../../trace/trace';
import { isViolation, mistake, type Mistake } from '../../wire/violation';
import { readIntervention } from '../interventions';
import { knobNamed, knobs, type Knob } from '../knobs/knobs';
import { emptyScenario, withKnob, type Scenario } from '../scenario';
import { toLink } from './link';
import { readActions } from '../values/actions';
import { formatValue, parseValue, type KnobValue } from '../values/knob';

/** Plain data in the table's order. */
export function recorded({ knobs: set, interventions }: Scenario): Trace['scenario'] {
  return {
    knobs: Object.fromEntries(knobs.flatMap(({ name }) => (set[name] === undefined ? [] : [[name, set[name]]]))),
    interventions,
  };
}

/** The scenario that made a trace. */
export function scenarioOf({ scenario: { knobs: set, interventions } }: Trace): Scenario {
  let scenario = emptyScenario;
  for (const [name, found] of Object.entries(set)) {
    const knob = knobNamed(name);
    const value = knob && valueFrom(knob, found);
    if (knob && value !== undefined && !isViolation(value)) scenario = withKnob(scenario, knob.name, value);
  }
  const acts = interventions.map(readIntervention);
  return { ...scenario, interventions: acts.filter((act) => typeof act !== 'string') };
}

/** The same as a link. */
export const linkOf = (trace: Trace): string => toLink(scenarioOf(trace), null);

/** Each value by way of its own text, so that what is no value of the knob is refused here too. */
function valueFrom(knob: Knob, value: unknown): KnobValue | Mistake {
  if (knob.kind === 'work') return readActions(value);
  return Array.isArray(value) && !value.every((part) => typeof part === 'number')
    ? mistake('bad-value', `${knob.name} is no list of numbers`)
    : parseValue(knob, formatValue(knob, value as KnobValue));
}
