/** Scenarios by seed, run and explained in every way there is. */
import { load } from '../../src/parts';
import { needless } from '../../src/explain/remedies/needless';
import { remedies, type Attempt } from '../../src/explain/remedies/remedies';
import { worseClients } from '../../src/explain/exposure/worse';
import { knobs, type Knob } from '../../src/scenario/knobs/knobs';
import type { KnobValue } from '../../src/scenario/values/knob';
import { applies, problems, withKnob, type Scenario } from '../../src/scenario/scenario';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { toLink } from '../../src/scenario/text/link';
import type { Trace } from '../../src/trace/trace';
import { drawn } from '../gate/drawn';
import { chanceOf, type Chance } from './random';
import { useAll } from './uses';

const ADDRESSES = ['10.0.0.21', '198.51.100.21', '203.0.113.99', '127.0.0.1', '192.168.7.7'];
const RULES = [
  'empty',
  'drop',
  'accept',
  'state established accept; tcp dport 21 accept; drop',
  'from inside accept; reject with tcp-reset',
];
const FORWARDS = ['none', '21', '21; 50020-50045', '2121 to 21', '1-65535'];

/** A value that a knob may have, however far off. */
function anyValue(knob: Knob, { below, next, pick }: Chance): KnobValue {
  if (knob.optional && next() < 0.2) return null;
  const [min, max] = [knob.min ?? 0, knob.max ?? 2 ** 32 - 1];
  switch (knob.kind) {
    case 'boolean':
      return next() < 0.5;
    case 'choice':
      return pick(knob.values ?? [knob.default as string]);
    case 'integer':
      return pick([
        min,
        max,
        min + below(max - min + 1),
        Math.min(max, min + below(100)),
        Math.min(max, min + below(70_000)),
      ]);
    case 'ports':
      return pick([
        [1, 65_535],
        [50_020, 50_020],
        [1024, 1030],
        [65_535, 65_535],
      ]);
    case 'portList':
      return pick([[21], [80, 443], [1, 65_535]]);
    case 'address':
      return pick(ADDRESSES);
    case 'rules':
      return pick(RULES);
    case 'forwards':
      return pick(FORWARDS);
    default:
      return knob.default;
  }
}

/** Half of them as the gate draws them, half with knobs at any value they may have. */
export function scenarioOf(number: number): Scenario {
  const chance = chanceOf(number);
  let scenario = drawn(number);
  if (chance.next() < 0.5) return scenario;
  for (let count = 1 + chance.below(5); count > 0; count--) {
    const knob = chance.pick(knobs.filter((one) => applies(scenario, one)));
    scenario = withKnob(scenario, knob.name, anyValue(knob, chance));
  }
  return scenario;
}

async function driven<T>(search: Generator<Attempt, T, Trace>, most: number): Promise<void> {
  let step = search.next();
  for (let count = 0; !step.done && count < most; count++) step = search.next(await ran(step.value.scenario));
}

const ran = async (scenario: Scenario): Promise<Trace> => run(scenario, await load(needs(scenario)));

/** Null where all went well, or the scenario cannot run; searches are followed every so often, not to their end. */
export async function tryScenario(number: number, every = 50): Promise<string | null> {
  const scenario = scenarioOf(number);
  try {
    if (problems(scenario).length > 0) return null;
    const trace = await ran(scenario);
    useAll(trace, scenario);
    if (number % every > 0) return null;
    await driven(remedies(scenario, trace), 40);
    await driven(needless(scenario, trace), 40);
    await driven(worseClients(scenario), 20);
    return null;
  } catch (error) {
    const cause = (error as Error).cause ?? error;
    return `${String(error)} in ${toLink(scenario, null)}\n${String((cause as Error).stack).slice(0, 600)}`;
  }
}
