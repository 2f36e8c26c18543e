/** The boxes between client and server as a whole: what a knob of theirs makes of a session. */
import { observed } from '../../src/explain/observed/observed';
import { load } from '../../src/parts';
import type { Settings } from '../../src/scenario/knobs/table';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { emptyScenario, withKnobs, type Scenario } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/trace';

export const scenarioOf = (knobs: Settings): Scenario => withKnobs(emptyScenario, knobs);

export async function traceOf(knobs: Settings): Promise<Trace> {
  const scenario = scenarioOf(knobs);
  return run(scenario, await load(needs(scenario)));
}

export const outcomeOf = (trace: Trace): string => observed(trace).failure ?? 'ok';
