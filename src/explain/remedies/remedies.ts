/**
 * The fix finder: what single change of what the run read would have made it work, and where none does, what two, or
 * more. It does not run anything itself: it yields each scenario that it wants to see and is handed the trace, so that
 * whoever drives it may wait, show progress, or stop. Nothing is proposed that was not run and did not come out well.
 */
import { formatValue } from '../../scenario/values/knob';
import { knobNamed, namesOf } from '../../scenario/knobs/knobs';
import type { KnobName, Settings } from '../../scenario/knobs/table';
import { toLink } from '../../scenario/text/link';
import { valueOf, type Scenario } from '../../scenario/scenario';
import type { Trace } from '../../trace/trace';
import { changesOf, mayHelp, type Change } from './changes';
import { diagnose, type Diagnosis } from '../diagnosis/diagnose';
import { opensBetween, type Opens } from './opens';
import type { Phrase } from '../diagnosis/phrase';
import { phraseOf } from '../diagnosis/phrases';
import { deedOf, type Deed } from '../../trace/query/deeds';
import { progressStage } from '../diagnosis/progress-stage';
import { isReply, isSaid, type Said } from '../reading/said';
import { packetAt } from '../reading/walk';

/** What does not happen any more; or what is shut, of which the run made no use. */
export type RemedyWhy =
  { readonly code: 'prevents'; readonly phrase: Phrase } | { readonly code: 'needless'; readonly opens: Opens };

/** Why nothing repairs a run; `knob`: the one that its causes end at. */
export type Impossible =
  | { readonly code: 'done-by-learner'; readonly deed: Deed }
  | { readonly code: 'cannot-be-had' }
  | { readonly code: 'no-change-helps'; readonly knob: KnobName | null };

export interface Remedy {
  readonly set: Settings;
  readonly why: RemedyWhy;
  /** What it exposes; and how much, for putting in order. */
  readonly opens: Opens;
  readonly weight: number;
  /** It changes what the user asks for or is, not how anything is set up. */
  readonly marked: boolean;
  readonly config: readonly string[];
}

export interface Remedies {
  /** What opens least comes first. */
  readonly remedies: readonly Remedy[];
  /** Why there is none; null where there is one. */
  readonly impossible: Impossible | null;
}

/** A run that the finder asks for. */
export interface Attempt {
  readonly scenario: Scenario;
  readonly set: Settings;
  readonly done: number;
  /** Of so many, as far as is known now. */
  readonly of: number;
}

/** A change after which the run came further, and that run. */
interface Step {
  readonly change: Change;
  readonly trace: Trace;
}

/** For a failed run of the scenario. */
export function* remedies(scenario: Scenario, trace: Trace): Generator<Attempt, Remedies, Trace> {
  const wrong = diagnose(trace);
  if (!wrong) return { remedies: [], impossible: null };
  const tried = new Set([toLink(scenario, null)]);
  const changes = changesOf(scenario, trace, tried, mayHelp(trace));
  const named = namesIn(trace);
  const last = wrong.chain.at(-1)?.knob ?? null;
  const found: Change[] = [];
  let partly: readonly Step[] = [];
  for (const marked of [false, true]) {
    const these = changes.filter(
      ({ set }) =>
        isMarked(set, scenario) === marked &&
        (!marked || found.length === 0 || namesOf(set).some((name) => named.has(name))),
    );
    const { good, further } = yield* sift(these.map((change) => ({ change, trace })));
    found.push(...good);
    if (!marked) partly = further;
  }
  // Two together: a change after which the run gets further, and one that helps from there; then more, as the causes
  // name them. Where one alone goes round the knob at the chain's end, those with it.
  if (found.length === 0) {
    const { good, further } = yield* sift(partly.flatMap((step) => following(step, tried, () => true)));
    found.push(...good);
    if (good.length === 0) found.push(...(yield* deeper(scenario, further, tried)));
    partly = further;
  }
  if (!found.some((one) => touches(one, last)))
    found.push(
      ...(yield* deeper(
        scenario,
        partly.filter(({ change }) => touches(change, last)),
        tried,
      )).filter(({ set }) => !found.some((one) => isWithin(one.set, set))),
    );
  const all = found.map((change) => remedyOf(scenario, change, decidedBy(trace, wrong)));
  return { remedies: inOrder(all, last), impossible: all.length > 0 ? null : impossibility(trace, wrong) };
}

function remedyOf(scenario: Scenario, { set, scenario: after, config }: Change, phrase: Phrase): Remedy {
  const opening = opensBetween(scenario, after);
  return { set, why: { code: 'prevents', phrase }, ...opening, marked: isMarked(set, scenario), config };
}

/** Runs each change; `trace` is the run that it changes. */
function* sift(
  steps: readonly Step[],
): Generator<Attempt, { readonly good: readonly Change[]; readonly further: readonly Step[] }, Trace> {
  const good: Change[] = [];
  const further: Step[] = [];
  for (const [done, { change, trace }] of steps.entries()) {
    const after: Trace = yield { scenario: change.scenario, set: change.set, done, of: steps.length };
    if (isOk(after)) good.push(change);
    else if (movesOn(trace, after)) further.push({ change, trace: after });
  }
  return { good, further };
}

/**
 * How many steps are followed at a time, of those stopped at one place the one that opens least; and how many changes
 * one after the other.
 */
const BREADTH = 6;
const DEPTH = 3;

/** What the causes name next, again and again, of what comes further. */
function* deeper(
  origin: Scenario,
  steps: readonly Step[],
  tried: Set<string>,
  depth = DEPTH,
): Generator<Attempt, readonly Change[], Trace> {
  const weight = ({ change }: Step) => opensBetween(origin, change.scenario).weight;
  const best = new Map(
    [...steps]
      .sort((a, b) => progressStage(a.trace) - progressStage(b.trace) || weight(b) - weight(a))
      .map((step) => [stoppedAt(step.trace), step]),
  );
  const few = [...best.values()].reverse().slice(0, BREADTH);
  const { good, further } = yield* sift(
    few.flatMap((step) => following(step, tried, (name) => namesIn(step.trace).has(name))),
  );
  return good.length > 0 || depth === 1 || further.length === 0
    ? good
    : yield* deeper(origin, further, tried, depth - 1);
}

/** The changes that may help on from a step, each with all before it. */
function following({ change, trace }: Step, tried: Set<string>, wanted: (name: KnobName) => boolean): readonly Step[] {
  const may = mayHelp(trace);
  return changesOf(change.scenario, trace, tried, (knob, value) => wanted(knob.name) && may(knob, value))
    .filter(({ set }) => !isMarked(set, change.scenario))
    .map((next) => ({
      change: {
        set: { ...change.set, ...next.set },
        scenario: next.scenario,
        config: [...change.config, ...next.config],
      },
      trace,
    }));
}

const namesIn = (trace: Trace): ReadonlySet<KnobName | null> => new Set(diagnose(trace)?.chain.map(({ knob }) => knob));

const isWithin = (part: Settings, whole: Settings): boolean =>
  namesOf(part).every(
    (name) => Object.hasOwn(whole, name) && JSON.stringify(whole[name]) === JSON.stringify(part[name]),
  );

const isOk = (trace: Trace): boolean => diagnose(trace) === null;
/** Tried only where nothing else helps, or the chain names it; and said to be so. */
const isMarked = (set: Settings, scenario: Scenario): boolean =>
  namesOf(set).some((name) => {
    const { marked } = knobNamed(name);
    return marked !== undefined && (marked.unless === undefined || marked.unless !== valueOf(scenario, name));
  });

/** What opens least first; among equals what changes the knob at the chain's end. */
const inOrder = (found: readonly Remedy[], last: KnobName | null): readonly Remedy[] =>
  [...found].sort((a, b) => a.weight - b.weight || Number(touches(b, last)) - Number(touches(a, last)));

/** Whether the run still fails, but at something else, and not before it had come as far. */
function movesOn(before: Trace, after: Trace): boolean {
  return (
    diagnose(after) !== null && stoppedAt(before) !== stoppedAt(after) && progressStage(after) >= progressStage(before)
  );
}

const stoppedAt = (trace: Trace): string => {
  const wrong = diagnose(trace);
  return wrong ? obstacle(trace, wrong) : '';
};

/**
 * Where a run was stopped: a packet by its edge and where it was bound, whether a filter dropped or refused it; else in
 * words.
 */
function obstacle(trace: Trace, wrong: Diagnosis): string {
  const entry = trace.entries[wrong.decisive];
  const tcp = entry?.kind === 'drop' ? packetAt(trace, entry) : null;
  if (entry?.kind === 'drop' && tcp)
    return (
      `${entry.node} ${tcp.ip.destination} ${tcp.tcp.destinationPort} ` +
      (entry.rule?.startsWith('rule ') ? 'filtered' : entry.reason.code)
    );
  // A PORT that an edge rewrote is another, though the client said the same.
  const read =
    entry && isReply(entry)
      ? trace.entries
          .slice(0, entry.n)
          .filter((one): one is Said => isSaid(one) && one.way === 'received' && one.node === 'server')
          .at(-1)
      : null;
  return `${blockOf(trace, wrong)} ${read?.message.argument ?? ''}`;
}

/** What does not happen any more where a run comes out well. */
const decidedBy = (trace: Trace, { decisive }: Diagnosis): Phrase => {
  const entry = trace.entries[decisive];
  return entry ? phraseOf(trace, entry) : { code: 'still-waiting' };
};

/** What stood in the way, comparable between runs: where, what, and what there is to say of it. */
export function blockOf(trace: Trace, { decisive }: Diagnosis): string {
  const entry = trace.entries[decisive];
  return entry ? `${entry.node} ${entry.kind} ${JSON.stringify(phraseOf(trace, entry))}` : '';
}

function impossibility(trace: Trace, { chain }: Diagnosis): Impossible {
  const last = chain.at(-1);
  const root = trace.entries[last?.entry ?? -1];
  if (root?.kind === 'intervention') return { code: 'done-by-learner', deed: deedOf(trace, root.index) };
  const knob = root?.kind === 'knob' ? (last?.knob ?? null) : null;
  return knob === 'actions' ? { code: 'cannot-be-had' } : { code: 'no-change-helps', knob };
}

/** Whether a remedy changes a knob: for the chain's last. */
export const touches = ({ set }: Pick<Remedy, 'set'>, name: KnobName | null): boolean =>
  name !== null && Object.hasOwn(set, name);

/** A remedy's settings as text: `server.passiveAddress=198.51.100.21`. */
export const settingsText = (set: Settings): string =>
  namesOf(set)
    .map((name) => `${name}=${formatValue(knobNamed(name), set[name] ?? null)}`)
    .join(', ');
