/**
 * What a run that did what was asked leaves open without need: every change that shuts something, opens nothing, and
 * with which the same run still comes out well. Found by running it, as the fix finder does; what is shut is tried on
 * the edges' own engines. A finding is a chain that ends at the knob, and the changes of that knob.
 */
import { clearSecrets } from '../reading/clear';
import { configLines } from './config';
import { changesOf, type Change } from './changes';
import { SHUT } from '../../scenario/knobs/config/edges';
import { knobNamed, namesOf } from '../../scenario/knobs/knobs';
import type { KnobName, Settings } from '../../scenario/knobs/table';
import type { Attempt, Remedy } from './remedies';
import { diagnose, linkTo, type ChainLink } from '../diagnosis/diagnose';
import { knobsRead } from '../diagnosis/asked';
import { NOTHING_NEW, opensBetween, type Opens } from './opens';
import type { Phrase } from '../diagnosis/phrase';
import { phraseOf } from '../diagnosis/phrases';
import { toLink } from '../../scenario/text/link';
import { problems, valueOf, withKnobs, type Scenario } from '../../scenario/scenario';
import type { Entry, NodeId } from '../../trace/entry';
import type { Evidence } from '../../scenario/values/knob';
import { entriesOf, type Connection, type Trace } from '../../trace/trace';

/** What is open, and what the run used of it. */
export type Use =
  | { readonly code: 'open-without-need'; readonly opens: Opens }
  | {
      readonly code: 'password-in-clear';
      readonly links: number;
      readonly from: NodeId | null;
      readonly to: NodeId | null;
    }
  /** Which of a host's ports were called; none where nobody called it. */
  | { readonly code: 'ports-called'; readonly host: 'client' | 'server'; readonly ports: readonly number[] };

export interface Needless {
  readonly knob: KnobName;
  /** What it leaves open, that the run did without. */
  readonly what: Opens;
  readonly chain: readonly ChainLink<Phrase | Use>[];
  /** As how many ports it counts; the worst comes first. */
  readonly weight: number;
  /** What shuts most comes first; `opens` is what each leaves open of it: nothing new. */
  readonly remedies: readonly Remedy[];
}

/** A change, and what it shuts. */
interface Shutting {
  readonly change: Change;
  readonly shuts: ReturnType<typeof opensBetween>;
}

/** What takes both ends to shut. */
const TOGETHER: readonly Settings[] = [
  { 'server.tls': 'required', security: 'explicit' },
  { 'server.tls': 'required' },
];

/** For a run that came out well; empty for one that did not. */
export function* needless(scenario: Scenario, trace: Trace): Generator<Attempt, readonly Needless[], Trace> {
  if (diagnose(trace)?.outcome !== 'ok' && diagnose(trace) !== null) return [];
  const shut = candidates(scenario, trace)
    .map((change) => ({
      change,
      shuts: opensBetween(change.scenario, scenario),
      opens: opensBetween(scenario, change.scenario),
    }))
    .filter(({ shuts, opens }) => shuts.weight > 0 && opens.weight === 0);
  const held: Shutting[] = [];
  for (const [done, one] of shut.entries()) {
    const after: Trace = yield { scenario: one.change.scenario, set: one.change.set, done, of: shut.length };
    const clear = one.change.set.security !== undefined && clearSecrets(after).some(({ what }) => what === 'password');
    if (diagnose(after) === null && !clear) held.push(one);
  }
  const byKnob = new Map<KnobName, readonly Shutting[]>();
  for (const one of held.sort((a, b) => b.shuts.weight - a.shuts.weight)) {
    const knob = namesOf(one.change.set).at(-1);
    if (knob) byKnob.set(knob, [...(byKnob.get(knob) ?? []), one]);
  }
  return [...byKnob].flatMap(([knob, changes]) => needlessOf(trace, knob, changes));
}

/** The changes of one knob, what shuts most first. */
function needlessOf(trace: Trace, knob: KnobName, changes: readonly Shutting[]): readonly Needless[] {
  const [worst] = changes;
  if (!worst) return [];
  const remedies = changes.map(({ change, shuts }): Remedy => ({
    set: change.set,
    why: { code: 'needless', opens: shuts.opens },
    opens: NOTHING_NEW,
    weight: 0,
    marked: change.set.security !== undefined,
    config: shutting(knob, change.config),
  }));
  const { opens, weight } = worst.shuts;
  return [{ knob, what: opens, weight, chain: chainOf(trace, knob, opens), remedies }];
}

/** What is there to shut something. What is asked for, and how, is not among it; TLS takes both ends. */
function candidates(scenario: Scenario, trace: Trace): readonly Change[] {
  const single = changesOf(
    scenario,
    trace,
    new Set([toLink(scenario, null)]),
    ({ shuts }) => shuts !== undefined && shuts !== 'a password in clear',
  );
  const both = TOGETHER.filter((set) => namesOf(set).every((name) => valueOf(scenario, name) !== set[name])).map(
    (set): Change => ({
      set,
      scenario: withKnobs(scenario, set),
      config: namesOf(set).flatMap((name) => configLines(name, set[name] ?? null, scenario)),
    }),
  );
  return [...single, ...both.filter((one) => problems(one.scenario).length === 0)];
}

const shutting = (knob: KnobName, config: readonly string[]): readonly string[] => [
  ...(SHUT[knob]?.before ?? []),
  ...config,
  ...(SHUT[knob]?.after ?? []),
];

/** What is open, what the run used of it, and the knob. */
function chainOf(trace: Trace, knob: KnobName, opens: Opens): Needless['chain'] {
  const root = knobsRead(trace).get(knob);
  const end = entriesOf(trace, 'exit').find(({ node }) => node === 'client') ?? trace.entries[trace.entries.length - 1];
  const used = evidence(trace, knob);
  return [
    ...(end ? [linkTo(trace, end, { code: 'open-without-need', opens } as const)] : []),
    ...(used ? [linkTo(trace, used.entry, used.use)] : []),
    ...(root ? [linkTo(trace, root, phraseOf(trace, root))] : []),
  ];
}

interface Shown {
  readonly entry: Entry;
  readonly use: Use;
}

/** What the run shows of a setting's use: the calls that came through an edge, or the secret that was sent. */
const EVIDENCE: Readonly<Record<Evidence, (trace: Trace) => Shown | null>> = {
  'calls to the client': (trace) => callsTo('client', trace),
  'calls to the server': (trace) => callsTo('server', trace),
  'a password in clear': passwordIn,
  unseen: () => null,
};

function evidence(trace: Trace, knob: KnobName): Shown | null {
  return EVIDENCE[knobNamed(knob).shuts ?? 'unseen'](trace);
}

function passwordIn(trace: Trace): Shown | null {
  const secret = clearSecrets(trace).find(({ what }) => what === 'password');
  const entry = secret && trace.entries[secret.entry];
  if (!entry) return null;
  const [from, to] = [secret.links[0]?.[0] ?? null, secret.links.at(-1)?.[1] ?? null];
  return {
    entry,
    use: { code: 'password-in-clear', links: secret.links.length, from, to },
  };
}

function callsTo(host: 'client' | 'server', trace: Trace): Shown | null {
  const calls = trace.connections.filter((one) => one.listener === host);
  const syn = calls.map((one) => synOf(trace, one)).at(-1) ?? trace.entries.find((entry) => entry.kind === 'transmit');
  const ports = [...new Set(calls.map(({ remote }) => remote.port))].sort((a, b) => a - b);
  return syn ? { entry: syn, use: { code: 'ports-called', host, ports } } : null;
}

const synOf = (trace: Trace, { index }: Connection): Entry | undefined =>
  trace.entries.find((entry) => entry.kind === 'transmit' && entry.connection === index);
