/** The fix finder: how many runs, and how long, until all single changes of a failing run are tried, and all pairs. */
import { remedies } from '../src/explain/remedies/remedies';
import { load } from '../src/parts';
import { needs } from '../src/scenario/build/reading/parts';
import { run } from '../src/scenario/build/run';
import { emptyScenario, withKnobs, type Scenario } from '../src/scenario/scenario';
import type { Settings } from '../src/scenario/knobs/table';
import { figures, say, text } from './measure';

const SINGLES: Readonly<Record<string, Settings>> = {
  'passive ports closed': { 'serverEdge.firewall': 'control-only' },
  'private address in 227': { 'serverEdge.nat': true, 'client.skipPasvAddress': 'false' },
  'the same under TLS': { 'serverEdge.firewall': 'control-only', security: 'explicit', 'server.tls': 'required' },
  'PORT behind NAT': { dataMode: 'PORT', 'clientEdge.nat': true },
};
const PAIRS: typeof SINGLES = {
  'a firewall at each end': { 'clientEdge.firewall': 'egress-filter', 'serverEdge.firewall': 'block-all' },
  'PORT through two firewalls': {
    dataMode: 'PORT',
    'clientEdge.firewall': 'block-inbound',
    'clientEdge.nat': true,
    'serverEdge.firewall': 'control-only',
    'serverEdge.nat': true,
  },
};

const ROUNDS = 7;

export async function benchRemedies(): Promise<void> {
  const lines: string[] = [];
  for (const [aim, all] of [
    ['1 s', SINGLES],
    ['10 s', PAIRS],
  ] as const) {
    for (const [name, set] of Object.entries(all)) {
      const scenario = withKnobs(emptyScenario, set);
      const rounds = [await search(scenario)];
      while (rounds.length < ROUNDS) rounds.push(await search(scenario));
      const { runs, found, longest } = rounds[ROUNDS - 1] ?? { runs: 0, found: 0, longest: 0 };
      lines.push(
        `${name.padEnd(28)} ${text(figures(rounds.map(({ took }) => took)))}; ${runs} runs, ${found} remedies, ` +
          `longest run ${longest.toFixed(0)} ms (aim: ${aim})`,
      );
    }
  }
  say('remedies of a failing run: the run itself, its diagnosis, every change tried', lines);
}

async function search(
  scenario: Scenario,
): Promise<{ readonly took: number; readonly runs: number; readonly found: number; readonly longest: number }> {
  const start = performance.now();
  const finder = remedies(scenario, run(scenario, await load(needs(scenario))));
  let [runs, longest] = [1, 0];
  let step = finder.next();
  for (; !step.done; runs++) {
    const parts = await load(needs(step.value.scenario));
    const before = performance.now();
    const trace = run(step.value.scenario, parts);
    longest = Math.max(longest, performance.now() - before);
    step = finder.next(trace);
  }
  return { took: performance.now() - start, runs, found: step.value.remedies.length, longest };
}
