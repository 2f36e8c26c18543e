/**
 * Two runs side by side: their steps paired by moment, in the order of both. A step has at most one partner, and each
 * step of either run stands in exactly one row.
 */
import type { Trace } from '../../trace/trace';
import { readingOf } from '../steps/reading';
import { changesWords, rewriteTexts } from '../steps/rewrites';
import type { Depth, Step, StepKind } from '../steps/step';
import { stepsOf } from '../steps/steps';
import { isAnnouncement } from '../../ftp/protocol/verbs';

export interface Pairing {
  /** Null where the other run has no such moment. */
  readonly a: Step | null;
  readonly b: Step | null;
  /** Both are there and say the same; when they say it may differ. */
  readonly same: boolean;
}

/** One run against another, at a depth. */
export function alignRuns(a: Trace, b: Trace, depth: Depth): readonly Pairing[] {
  return align(keyed(a, stepsOf(a, depth)), keyed(b, stepsOf(b, depth)));
}

/** The first row that is not the same in both; null where all are. */
export function partingAt(pairings: readonly Pairing[]): number | null {
  const found = pairings.findIndex(({ same }) => !same);
  return found < 0 ? null : found;
}

interface Keyed {
  readonly step: Step;
  readonly key: string;
}

/** What a step is called in every run; numbered where it comes again. */
function keyed(trace: Trace, steps: readonly Step[]): readonly Keyed[] {
  const { names } = readingOf(trace);
  const counts = new Map<string, number>();
  const asked = new Map<number | null, string>();
  let before = '';
  return steps.map((step) => {
    const name =
      names.get(step.begin) ??
      step.moment ??
      [step.kind, step.connection, step.from, step.to, step.label.term].join(' ');
    const plain = (CALLED[step.kind] ?? (() => name))(step, {
      name,
      before,
      asked: asked.get(step.connection) ?? 'nothing',
    });
    const count = (counts.get(plain) ?? 0) + 1;
    counts.set(plain, count);
    const key = `${plain} #${count}`;
    if (step.kind === 'message' && !isReply(step)) asked.set(step.connection, key);
    if (step.kind !== 'later') before = key;
    return { step, key };
  });
}

interface Around {
  /** The moment. */
  readonly name: string;
  /** What the step before is called. */
  readonly before: string;
  /** What the last command on the same connection is called. */
  readonly asked: string;
}

const isReply = ({ label }: Step): boolean => /^\d{3}$/.test(label.term);

/**
 * Steps that have partners by another moment: a reply is the answer to its command whatever its code, and it is the
 * first answer or the last (RFC 959 4.2: 1yz is preliminary); the four ways to announce a data connection are one step
 * of the story.
 */
const CALLED: Partial<Readonly<Record<StepKind, (step: Step, around: Around) => string>>> = {
  message: (step, { name, asked }) => {
    const { term } = step.label;
    if (isReply(step)) return `${term.startsWith('1') ? 'preliminary' : 'last'} reply to ${asked}`;
    return isAnnouncement(term) ? `${step.connection} announce` : name;
  },
  later: (_, { before }) => `after ${before}`,
  phase: ({ label }) => `phase ${label.term}`,
  outcome: () => 'outcome',
};

function align(a: readonly Keyed[], b: readonly Keyed[]): readonly Pairing[] {
  const pairings: Pairing[] = [];
  let [i, j] = [0, 0];
  for (const [left, right] of [...anchors(a, b), [a.length, b.length] as const]) {
    for (; i < left; i += 1) pairings.push({ a: a[i]?.step ?? null, b: null, same: false });
    for (; j < right; j += 1) pairings.push({ a: null, b: b[j]?.step ?? null, same: false });
    const [one, other] = [a[i]?.step, b[j]?.step];
    if (one && other) pairings.push({ a: one, b: other, same: saying(one) === saying(other) });
    [i, j] = [left + 1, right + 1];
  }
  return pairings;
}

/** The most partners that stand in the same order in both: the longest rising run of places in b, by patience. */
function anchors(a: readonly Keyed[], b: readonly Keyed[]): readonly (readonly [number, number])[] {
  const there = new Map(b.map(({ key }, index) => [key, index]));
  const piles: number[] = [];
  const found: { readonly i: number; readonly j: number; readonly below: number }[] = [];
  for (const [i, { key }] of a.entries()) {
    const j = there.get(key);
    if (j === undefined) continue;
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found[piles[middle] ?? -1]?.j ?? Infinity) < j) low = middle + 1;
      else high = middle;
    }
    found.push({ i, j, below: low === 0 ? -1 : (piles[low - 1] ?? -1) });
    piles[low] = found.length - 1;
  }
  const chain: (readonly [number, number])[] = [];
  for (let at = piles[piles.length - 1] ?? -1; at >= 0;) {
    const one = found[at];
    if (!one) break;
    chain.push([one.i, one.j]);
    at = one.below;
  }
  return chain.reverse();
}

/** Sequence numbers count what came before: they differ wherever anything did. */
const NUMBERS = /(?: {2}· )?seq=\d+(?: ack=\d+)?/;

/** All that a reader of the row is told, but for the time. */
function saying(step: Step): string {
  const { kind, role, label, from, to, verdict, problem, sealed } = step;
  return JSON.stringify([
    kind,
    role,
    label.term,
    label.text.replace(NUMBERS, ''),
    from,
    to,
    verdict,
    problem,
    sealed,
    changesIn(step),
  ]);
}

/** What is changed on the way and worth telling: the addresses of a connection, and what is said. */
export function changesIn({ kind, flight }: Step): readonly string[] {
  return (flight?.rewrites ?? []).filter((entry) => kind === 'connect' || changesWords(entry)).flatMap(rewriteTexts);
}
