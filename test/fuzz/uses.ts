/** Everything that is done with a trace, in one place: whoever accepts a trace promises that all of it works. */
import { keyLogOf } from '../../src/capture/key-log';
import { pcapngOf } from '../../src/capture/pcapng';
import { alignRuns } from '../../src/diagram/compare/compare';
import { measuresOf } from '../../src/diagram/compare/measures';
import { layoutOf } from '../../src/diagram/layout/layout';
import { sceneAt } from '../../src/diagram/scene/scene';
import { DEPTHS } from '../../src/diagram/steps/steps';
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { exposure } from '../../src/explain/exposure/exposure';
import { readers } from '../../src/explain/exposure/readers';
import { firewallRequest } from '../../src/explain/exposure/request';
import { observed } from '../../src/explain/observed/observed';
import { causesOf } from '../../src/explain/reading/chain';
import { carriersOf } from '../../src/trace/query/carriers';
import { clearSecrets } from '../../src/explain/reading/clear';
import { openedIn, segmentSpans } from '../../src/explain/reading/segment-spans';
import { edgesOf, tablesAt } from '../../src/explain/reading/tables';
import { transcript } from '../../src/cli/transcript';
import { ask, queryForms } from '../../src/lesson/query';
import { scenarioOf } from '../../src/scenario/text/recorded';
import { problems, type Scenario } from '../../src/scenario/scenario';
import { octetsOf, type Trace } from '../../src/trace/trace';
import { filesAt } from '../../src/trace/stores';
import { VANTAGES } from '../../src/trace/vantage';
import { logOf, terminalOf } from '../../src/ui/ends/terminal';
import { streamTo } from '../../src/ui/ends/stream';
import { entryText, whereOf } from '../../src/ui/state/entry-text';
import { rowsAt } from '../../src/ui/state/tree';

type Use = (trace: Trace, scenario: Scenario) => unknown;

/** Some entries of a trace, spread over it: what is asked of each entry need not be asked of all. */
const some = ({ entries }: Trace, most = 60) => {
  const every = Math.max(1, Math.floor(entries.length / most));
  return entries.filter(({ n }) => n % every === 0);
};

const LAST = 1_000_000_000;

export const USES: Readonly<Record<string, Use>> = {
  diagnosis: diagnose,
  observed,
  dialogue: (trace) => transcript(trace, 'dialogue'),
  segments: (trace) => transcript(trace, 'segments'),
  captures: (trace) => VANTAGES.map((vantage) => pcapngOf(trace, { vantage })),
  'key log': keyLogOf,
  octets: (trace) => some(trace).forEach((entry) => 'packet' in entry && octetsOf(trace, entry)),
  pictures: (trace) =>
    DEPTHS.forEach((depth) => {
      layoutOf(trace, { width: 900, depth, compact: false });
      layoutOf(trace, { width: 360, depth, compact: true, between: true });
    }),
  scene: (trace) => some(trace).forEach(({ n }) => sceneAt(trace, n)),
  compare: (trace) => [alignRuns(trace, trace, 'dialogue'), measuresOf(trace)],
  telling: (trace) => some(trace).forEach((entry) => [entryText(trace, entry), whereOf(trace, entry)]),
  causes: (trace) => some(trace).forEach((entry) => [causesOf(trace, entry), carriersOf(trace, entry)]),
  readers: (trace) => some(trace).forEach((entry) => readers(trace, entry)),
  spans: (trace) =>
    some(trace).forEach((entry) => 'packet' in entry && [segmentSpans(trace, entry), openedIn(trace, entry)]),
  tables: (trace) => edgesOf(trace).forEach((edge) => some(trace, 20).forEach(({ n }) => tablesAt(trace, edge, n))),
  ends: (trace) => [terminalOf(trace, true), terminalOf(trace, false), logOf(trace)],
  streams: (trace) =>
    trace.connections.forEach((one) => [streamTo(trace, one, one.opener), streamTo(trace, one, one.listener)]),
  files: (trace) =>
    trace.nodes.forEach(({ id }) => [filesAt(trace, id, LAST), rowsAt(trace, id, { since: 0, until: LAST })]),
  secrets: clearSecrets,
  queries: (trace) => queryForms.forEach(({ form }) => ask(trace, form.replace('NUMBER', '1'))),
  exposure: (trace, scenario) => exposure(scenario, trace),
  'firewall request': (trace, scenario) => firewallRequest(scenario, trace),
};

/** Uses a trace in every way. Throws with the name of the use that threw. */
export function useAll(trace: Trace, scenario: Scenario = scenarioOf(trace)): void {
  const may = problems(scenario).length === 0;
  for (const [name, use] of Object.entries(USES)) {
    if (!may && (name === 'exposure' || name === 'firewall request')) continue;
    try {
      use(trace, scenario);
    } catch (error) {
      throw new Error(`${name}: ${String(error)}`, { cause: error });
    }
  }
}
