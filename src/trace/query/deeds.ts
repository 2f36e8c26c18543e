/** What the learner did in a run, as code and facts. */
import { entriesOf, type Trace } from '../trace';

/** An intervention as its row of the scenario says it. */
export type Deed = {
  readonly code: 'deed';
  /** From 1; where the scenario does not have it, all that is known. */
  readonly nth: number;
  readonly do: string | null;
  readonly at: string;
  readonly ms?: number;
  readonly port?: number;
  readonly edge?: string;
};

/** What the scenario would have done to the run, at moments that the run never came to. */
export function neverDone(trace: Trace): readonly Deed[] {
  const done = new Set(entriesOf(trace, 'intervention').map(({ index }) => index));
  return trace.scenario.interventions.map((_, index) => deedOf(trace, index)).filter(({ nth }) => !done.has(nth - 1));
}

/** What the learner did, by its place in the scenario. */
export function deedOf({ scenario }: Trace, index: number): Deed {
  const act: Trace['scenario']['interventions'][number] | undefined = scenario.interventions[index];
  return { code: 'deed', nth: index + 1, do: null, at: '', ...act };
}
