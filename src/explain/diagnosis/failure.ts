/** Where a run went wrong as its user saw it: the entry that says so, and the client's own words. */
import type { Entry } from '../../trace/entry';
import { entriesOf, type Trace } from '../../trace/trace';
import { damageIn } from './damage';
import type { Aside } from './phrase';
import { verdictOf } from '../observed/witness';

export interface Failure {
  /** `damaged`: the file came, and is another; `slow`: all came right, after a wait for what could not come. */
  readonly flaw: 'failed' | 'damaged' | 'slow';
  /** The first action that did not achieve its purpose, the client's exit, the file that was written, or the wait. */
  readonly entry: Entry;
  /** The outcome in one of the recordings' words, such as `data-connect-timeout`; `ok` for a run that was slow. */
  readonly outcome: string;
  /** What the client's user read, complaints first; what it chatted where it did not complain. */
  readonly says: readonly string[];
  /** What there is to add to it. */
  readonly aside: Aside | null;
}

/** Null for a run that did what was asked of it, and waited for nothing in vain. */
export function failureOf(trace: Trace): Failure | null {
  const { failure, achieved, seconds } = verdictOf(trace);
  if (failure === null) {
    const wait = vainWait(trace);
    return (
      wait && {
        flaw: 'slow',
        entry: wait,
        outcome: 'ok',
        says: wordsOf(trace),
        aside: { code: 'worked-after', seconds },
      }
    );
  }
  const damage = damageIn(trace);
  if (damage) {
    const says = wordsAfter(trace, damage.written);
    const aside = says.length > 0 ? null : ({ code: 'no-complaint' } as const);
    return { flaw: 'damaged', entry: damage.written, outcome: failure, says, aside };
  }
  const judged = entriesOf(trace, 'achieve').filter((entry) => entry.node === 'client');
  const missed = achieved.indexOf(false);
  const action = judged.find((entry) => entry.action === missed);
  const exit = entriesOf(trace, 'exit').find((entry) => entry.node === 'client');
  const entry = action?.ok === false ? action : (exit ?? action ?? trace.entries[trace.entries.length - 1]);
  return entry ? { flaw: 'failed', entry, outcome: failure, says: wordsOf(trace), aside: null } : null;
}

/** The first time that the client gave a connection up because its packets were lost on the way. */
function vainWait(trace: Trace): Entry | null {
  const lost = new Set<number>();
  return (
    trace.entries.find((entry) => {
      const behind = entry.kind === 'drop' || entry.causes.some((cause) => lost.has(cause));
      if (behind) lost.add(entry.n);
      return behind && gaveUp(entry);
    }) ?? null
  );
}

/** Timers of a program that nobody's silence runs out of: curl's look at an idle connection, and the next NOOP. */
const UNHURRIED: ReadonlySet<string> = new Set(['settle', 'noop']);

const gaveUp = (entry: Entry): boolean =>
  entry.node === 'client' &&
  ((entry.kind === 'told' && entry.told === 'failed' && entry.reason === 'ETIMEDOUT') ||
    (entry.kind === 'timeout' && entry.machine !== 'tcp' && !UNHURRIED.has(entry.timer)));

/** What the client told of a file that it had written. */
function wordsAfter(trace: Trace, { n }: Entry): readonly string[] {
  const done = entriesOf(trace, 'achieve').find((entry) => entry.n > n)?.n ?? trace.entries.length;
  const said = entriesOf(trace, 'say').filter(
    (entry) => entry.node === 'client' && entry.to === 'user' && entry.stream !== 'in' && entry.n > n && entry.n < done,
  );
  return said.map(({ text }) => text.trimEnd());
}

function wordsOf(trace: Trace): readonly string[] {
  const said = entriesOf(trace, 'say').filter(
    (entry) => entry.node === 'client' && entry.to === 'user' && !entry.chatter && entry.stream !== 'in',
  );
  const on = (out: boolean) =>
    said.filter((entry) => (entry.stream === 'out') === out).map(({ text }) => text.trimEnd());
  return [...on(false), ...on(true)].filter((text) => text !== '');
}
