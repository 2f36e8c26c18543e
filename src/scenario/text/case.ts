/**
 * A recorded case's `setup` as a scenario: the knobs have the setup's names, so that this is little more than
 * flattening.
 */
import type { Action } from '../../ftp/protocol/requests';
import { forwardsText } from '../values/forwards';
import { parseActions, readActions } from '../values/actions';
import { isViolation } from '../../wire/violation';
import { parseValue, type KnobValue } from '../values/knob';
import { knobNamed } from '../knobs/knobs';
import { emptyScenario, valueOf, withKnob, type Scenario } from '../scenario';

/** The scenario of a setup, and what of the setup no knob stands for yet: such a case cannot be reproduced. */
export function fromSetup(setup: unknown): { readonly scenario: Scenario; readonly missing: readonly string[] } {
  const missing: string[] = [];
  let scenario = emptyScenario;
  for (const [path, value] of flattened(setup)) {
    const name = path.replace(/^server\.settings\./, 'server.');
    const knob = knobNamed(name);
    const limit = path === 'client.extra' ? maxTime(value) : null;
    if (limit !== null) scenario = withKnob(scenario, 'client.maxTime', limit);
    else if (knob && name.endsWith('Edge.forwards'))
      scenario = withKnob(scenario, name, forwardsText(value as Parameters<typeof forwardsText>[0]));
    else if (knob && name.endsWith('.action') && value === 'none') continue;
    else if (knob && value === null && knob.optional !== true) continue;
    else if (knob?.kind === 'choice' && value !== null && isViolation(parseValue(knob, String(value))))
      missing.push(`${path}=${JSON.stringify(value)}`);
    else if (knob)
      scenario = withKnob(
        scenario,
        name,
        knob.kind === 'work'
          ? work(value)
          : knob.kind === 'choice' && typeof value === 'boolean'
            ? String(value)
            : (value as KnobValue),
      );
    else if (!PLAIN[path]?.includes(JSON.stringify(value))) missing.push(`${path}=${JSON.stringify(value)}`);
  }
  // The recordings' hosts had just come up: on IPv6 the first solicitation for the server went unanswered, each time.
  return {
    scenario: valueOf(scenario, 'ipVersion') === 6 ? withKnob(scenario, 'serverEdge.neighbourWaitMs', 1000) : scenario,
    missing,
  };
}

/** Settings without a knob yet, and the values of theirs that mean the plain world there is. */
const PLAIN: Readonly<Record<string, readonly string[]>> = {
  'client.version': ['"7.88.1"', '"4.9.2"', '"20210827-4+b1"', '"Python 3.11.7"', '"7.93"', '"3.0.22"'],
  'client.extra': ['[]'],
  'server.version': ['"3.0.3-13+b2"', '"1.3.8"', '"1.0.50"', 'null'],
  tls: ['null'],
};

/** What curl was told by --max-time, and by nothing else. */
function maxTime(extra: unknown): number | null {
  return Array.isArray(extra) && extra.length === 2 && extra[0] === '--max-time' ? Number(extra[1]) : null;
}

/** Leaves of the setup by their path; lists are leaves. A fault's parts go by the knobs' names. */
function flattened(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return [[path === 'faults.drop.segment' ? 'faults.drop' : path.replace('faults.drop.', 'faults.'), value]];
  }
  return Object.entries(value).flatMap(([key, part]) => flattened(part, path === '' ? key : `${path}.${key}`));
}

function work(value: unknown): readonly Action[] {
  const actions = typeof value === 'string' ? parseActions(value) : readActions(value);
  return isViolation(actions) ? [] : actions;
}
