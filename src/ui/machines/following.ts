/** Which of a run's machines to look at. Pure. */
import { lifeOf, livesOf, type Life } from '../../diagram/steps/lives';
import type { Entry } from '../../trace/entry';
import type { Trace } from '../../trace/trace';

/** The machine that the present entry concerns, or else that changed its state last, up to `until`. */
export function followed(trace: Trace, subject: Entry | null, until: number): Life | null {
  const last = ({ changes }: Life): number => changes.filter(({ n }) => n <= until).at(-1)?.n ?? -1;
  const concerned = subject ? lifeOf(trace, subject) : null;
  return concerned ?? [...livesOf(trace)].sort((a, b) => last(b) - last(a))[0] ?? null;
}

interface Host {
  readonly name: string;
  readonly lives: readonly Life[];
}

/** The hosts and routers that have any. */
export const hostsOf = (trace: Trace): readonly Host[] =>
  trace.nodes
    .map(({ id, name }) => ({ name, lives: livesOf(trace).filter(({ node }) => node === id) }))
    .filter(({ lives }) => lives.length > 0);
