/**
 * Work that takes many runs, in slices: the same code in a worker and, where there is none, on the page's own thread.
 * Between runs it pauses now and then, so that whoever waits is heard.
 */
import { exposure, type Exposure } from '../../explain/exposure/exposure';
import { needless, type Needless } from '../../explain/remedies/needless';
import { remedies, type Attempt, type Remedies } from '../../explain/remedies/remedies';
import { firewallRequest, type FirewallRequest } from '../../explain/exposure/request';
import { worseClients, type Worse } from '../../explain/exposure/worse';
import { load } from '../../parts';
import { fromLink } from '../../scenario/text/link';
import { needs } from '../../scenario/build/reading/parts';
import { run } from '../../scenario/build/run';
import type { Scenario } from '../../scenario/scenario';
import type { Trace } from '../../trace/trace';
import type { Pause } from '../runs/breather';

export interface Progress {
  readonly done: number;
  /** As far as is known now. */
  readonly of: number;
  /** Changes that are tried at once: 1, or 2 where no single one helps. */
  readonly together: number;
}

export interface Results {
  readonly remedies: Remedies;
  readonly needless: readonly Needless[];
  readonly exposure: { readonly exposure: Exposure; readonly request: FirewallRequest };
  readonly worse: Worse;
}

export type Task = keyof Results;

interface Host {
  tell(progress: Progress): void;
  readonly pause: Pause;
}

/** How long to work before looking up, in ms. */
export const SLICE = 40;

/** Null where it was stopped. The scenario is given as its link. */
export function perform<T extends Task>(task: T, link: string, host: Host): Promise<Results[T] | null> {
  return TASKS[task](fromLink(link).scenario, host);
}

const TASKS: { readonly [T in Task]: (scenario: Scenario, host: Host) => Promise<Results[T] | null> } = {
  remedies: async (scenario, host) => drive(remedies(scenario, await runOf(scenario)), host),
  needless: async (scenario, host) => drive(needless(scenario, await runOf(scenario)), host),
  worse: (scenario, host) => drive(worseClients(scenario), host),
  async exposure(scenario) {
    const trace = await runOf(scenario);
    return { exposure: exposure(scenario, trace), request: firewallRequest(scenario, trace) };
  },
};

/** Runs what a finder wants to see, until it is content. */
async function drive<R>(finder: Generator<Attempt, R, Trace>, host: Host): Promise<R | null> {
  let [step, told] = [finder.next(), ''];
  while (!step.done) {
    const { done, of, set, scenario } = step.value;
    const progress = { done, of, together: Object.keys(set).length };
    const text = JSON.stringify(progress);
    if (text !== told) host.tell(progress);
    told = text;
    if (!(await host.pause())) return null;
    step = finder.next(await runOf(scenario));
  }
  return step.value;
}

const runOf = async (scenario: Scenario): Promise<Trace> => run(scenario, await load(needs(scenario)));
