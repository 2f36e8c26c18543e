/**
 * What the explanation says of a run, as text: the verdict, the chain of causes, who could read and reach what, what
 * would be asked of the firewalls' keepers, what an edge remembers at the end, and what would be tried next.
 */
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { failureOf } from '../../src/explain/diagnosis/failure';
import { progressStage } from '../../src/explain/diagnosis/progress-stage';
import { exposure } from '../../src/explain/exposure/exposure';
import { readers } from '../../src/explain/exposure/readers';
import { firewallRequest } from '../../src/explain/exposure/request';
import { worseClients } from '../../src/explain/exposure/worse';
import { observed } from '../../src/explain/observed/observed';
import { edgesOf, tablesAt, type TableLine } from '../../src/explain/reading/tables';
import { allowsFor } from '../../src/explain/remedies/allows';
import { needless } from '../../src/explain/remedies/needless';
import { remedies, settingsText, type Attempt } from '../../src/explain/remedies/remedies';
import { fromLink } from '../../src/scenario/text/link';
import type { Scenario } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/trace';
import { ran } from './symptom';

/** Without quotes, and without the numbers of entries: these move with whatever else is recorded. */
const json = (value: unknown): string => JSON.stringify(value).replace(/"|"entry":\d+,?/g, '');

/** What a search asks for where every run comes out as this one, and what it comes to then. */
function searched<R>(word: string, search: Generator<Attempt, R, Trace>, trace: Trace): readonly string[] {
  const asked: string[] = [];
  let step = search.next();
  for (; !step.done && asked.length < 60; step = search.next(trace)) asked.push(settingsText(step.value.set));
  return [
    `  ${word} ${asked.join(' | ')}`,
    ...(step.done ? [`  ${word} comes to ${json(step.value).slice(0, 600)}`] : []),
  ];
}

const linesOf = (word: string, rows: readonly unknown[]): readonly string[] =>
  rows.map((row) => `  ${word} ${json(row)}`);
const tableLine = ({ id, state, what, more, left, gone, eye }: TableLine): string =>
  `${id} ${state}: ${what}; ${more.join('; ')}; ${left} ${gone} ${eye}`;

function tablesText(trace: Trace): readonly string[] {
  return edgesOf(trace).flatMap((node) => {
    const tables = tablesAt(trace, node, trace.entries.length - 1);
    return tables === null
      ? []
      : [
          ...tables.rules.map(
            ({ number, text, packets, over }) => `  ${node} rule ${number} ${text}: ${packets} ${over}`,
          ),
          ...[...tables.flows, ...tables.mappings, ...tables.expectations].map((row) => `  ${node} ${tableLine(row)}`),
        ];
  });
}

/** Who sees what of the packet of some moments, and as whose. */
function readersText(trace: Trace): readonly string[] {
  const shown = [...trace.moments].filter(([name]) => / (PASS|150|SYN|dropped SYN)$/.test(name)).slice(0, 3);
  return shown.flatMap(([name, n]) =>
    readers(trace, trace.entries[n]!).map(({ who, dropped, holdsKey, sees, believes, changes }) => {
      const seen = sees.map((one) => `${one.kind} ${'octets' in one ? one.octets.length : one.length}`).join('+');
      const ends = believes === null ? 'nobody' : `${believes.from.address}>${believes.to.address}:${believes.to.port}`;
      return `  ${name} at ${who}: ${seen} ${ends} ${dropped} ${holdsKey} ${json(changes)}`;
    }),
  );
}

/** Of a run that worked: what was open, to whom, and what would be asked for. */
function exposed(scenario: Scenario, trace: Trace): readonly string[] {
  const { ports, secrets, hazards } = exposure(scenario, trace);
  const request = firewallRequest(scenario, trace);
  return [
    ...linesOf('reachable', ports),
    ...linesOf('in clear', secrets),
    ...linesOf('hazard', hazards),
    ...request.rows.map(({ config, tests, ...row }) => `  asks ${json(row)} ${config.length} ${json(tests)}`),
    `  notes ${json(request.notes)}`,
    ...searched('shuts', needless(scenario, trace), trace),
    ...searched('worse', worseClients(scenario), trace),
  ];
}

function explained(scenario: Scenario, trace: Trace): readonly string[] {
  const {
    outcome,
    failure,
    clientSays,
    control,
    connections,
    timeline,
    segments,
    conntrack,
    rewrites,
    tls,
    ...verdict
  } = observed(trace);
  const found = diagnose(trace);
  const counts = [control, connections, timeline, segments, conntrack, rewrites, tls].map((rows) => rows.length);
  return [
    `  verdict ${json({ outcome, failure, clientSays, ...verdict })} ${counts.join()} at stage ${progressStage(trace)}`,
    `  failure ${json(failureOf(trace))}`,
    ...(found === null
      ? ['  nothing is wrong']
      : [
          `  wrong ${found.flaw} ${found.outcome} ${json(found.symptom)} ${json(found.aside)}`,
          ...found.chain.map(({ phrase, moment, knob }) => `  because ${json(phrase)} [${moment}] {${knob}}`),
        ]),
    ...linesOf('allow', allowsFor(trace)),
    ...tablesText(trace),
    ...readersText(trace),
    ...searched('tries', remedies(scenario, trace), trace),
    ...(found === null ? exposed(scenario, trace) : []),
  ];
}

/** Of a link's run, line by line. */
export async function accountOf(link: string): Promise<readonly string[]> {
  const { scenario, problems } = fromLink(link);
  if (problems.length > 0) throw new Error(problems.join());
  return explained(scenario, await ran(scenario)).map((line) => line.trimEnd());
}
