/** A session to interfere with, and what to ask of the run. */
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { emptyScenario, fork, withKnob, type Scenario } from '../../src/scenario/scenario';
import type { Intervention } from '../../src/sim/interventions';
import { because, entriesOf, type Trace } from '../../src/trace/trace';

const parts = await load(needs(emptyScenario));

export const parent = withKnob(
  withKnob(withKnob(emptyScenario, 'clientEdge.nat', true), 'serverEdge.firewall', 'control-and-passive'),
  'actions',
  [{ op: 'get', path: 'hello.txt' }],
);
export const ran = (scenario: Scenario): Trace => run(scenario, parts);
export const forked = (at: string, intervention: Intervention): Trace => ran(fork(parent, at, intervention));
export const root = (trace: Trace) => entriesOf(trace, 'intervention')[0]?.n ?? -1;
export const owesTo = (trace: Trace, n: number | undefined, cause: number) =>
  because(trace, n ?? -1).some((entry) => entry.n === cause);
export const said = (trace: Trace) =>
  entriesOf(trace, 'say')
    .filter((entry) => entry.to === 'user' && !entry.chatter)
    .map((entry) => entry.text);
export const whole = (trace: Trace) => trace.files.get('client')?.get('/hello.txt')?.octets.length === 300;
