/** Scenarios and runs by knobs as a link has them: names and texts. */
import { load } from '../src/parts';
import { needs } from '../src/scenario/build/reading/parts';
import { run } from '../src/scenario/build/run';
import { knobNamed } from '../src/scenario/knobs/knobs';
import { emptyScenario, withKnob, type Scenario } from '../src/scenario/scenario';
import { parseValue } from '../src/scenario/values/knob';
import type { Trace } from '../src/trace/trace';
import { isViolation } from '../src/wire/violation';

type Knobs = Readonly<Record<string, string>>;

const knobbed = (knobs: Knobs): Scenario =>
  Object.entries(knobs).reduce((scenario, [name, text]) => {
    const knob = knobNamed(name);
    const value = knob ? parseValue(knob, text) : null;
    if (!knob || isViolation(value)) throw new Error(`${name}=${text} is no knob or value`);
    return withKnob(scenario, knob.name, value);
  }, emptyScenario);

export async function runOf(knobs: Knobs): Promise<Trace> {
  const scenario = knobbed(knobs);
  return run(scenario, await load(needs(scenario)));
}
