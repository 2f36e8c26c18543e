/** Runs one combination and says what is wrong with its run, if anything. */
import { observed } from '../../src/explain/observed/observed';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Scenario } from '../../src/scenario/scenario';

export interface Swept {
  readonly outcome: string;
  readonly wrong: readonly string[];
}

export async function swept(scenario: Scenario): Promise<Swept> {
  try {
    const trace = run(scenario, await load(needs(scenario)));
    const seen = observed(trace);
    const blamed =
      trace.entries.some((entry) => entry.kind === 'drop' || (entry.kind === 'told' && entry.told === 'failed')) ||
      seen.control.some((said) => (said.code ?? 0) >= 400);
    return {
      outcome: seen.failure ?? 'ok',
      wrong: [
        ...(trace.end === 'quiescent' ? [] : [`ends ${trace.end}`]),
        ...(seen.outcome === 'failed' && !blamed ? ['fails with nothing to blame'] : []),
        ...(trace.entries.some((entry) => entry.kind === 'exit' && entry.node === 'client')
          ? []
          : ['the client never ends']),
      ],
    };
  } catch (error) {
    return { outcome: 'exception', wrong: [String(error)] };
  }
}
