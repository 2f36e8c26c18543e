/** What the learner's verdicts came to: asked of the run that they made, on the edge's own engine. */
import { exposure } from '../explain/exposure/exposure';
import type { PortRange } from '../explain/reading/reach';
import { actionText } from '../scenario/values/actions';
import { valueOf, type Scenario } from '../scenario/scenario';
import { entriesOf, type Trace } from '../trace/trace';
import { decidedAt, questionOf, seenBefore, sightOf, type Edge, type Round, type Sight } from './firewall';

interface Stranger {
  readonly source: string;
  readonly port: number;
  readonly passed: boolean;
  /** A program behind the edge listens on that port. */
  readonly answered: boolean;
}

export interface Outcome {
  /**
   * Who may now call which ports from outside: tried on the edge's engine for anyone and for the other side, and seen
   * of strangers.
   */
  readonly opened: readonly { readonly who: string; readonly ports: readonly PortRange[] }[];
  /** What the session's user wanted, and whether it was got. */
  readonly wishes: readonly { readonly text: string; readonly ok: boolean }[];
  /** Calls of those who are neither the session's client nor its server, each port once. */
  readonly strangers: readonly Stranger[];
  readonly broke: boolean;
  readonly letIn: boolean;
}

export function outcomeOf(trace: Trace, scenario: Scenario, { edge }: Round): Outcome {
  const actions = valueOf(scenario, 'actions');
  const achieved = new Set(
    entriesOf(trace, 'achieve')
      .filter(({ ok }) => ok)
      .map(({ action }) => action),
  );
  const wishes = actions.map((action, index) => ({ text: actionText(action), ok: achieved.has(index) }));
  const strangers = strangersAt(trace, edge);
  return {
    opened: [
      ...exposure(scenario, trace)
        .ports.filter((one) => one.edge === edge)
        .map(({ who, ports }) => ({ who: who === 'peer' ? peerOf(trace, edge) : who, ports })),
      ...openedTo(strangers),
    ],
    wishes,
    strangers,
    broke: wishes.some(({ ok }) => !ok),
    letIn: strangers.some(({ passed }) => passed),
  };
}

/** A round as far as the verdicts made it go: what is asked now, what went by before, what came of it at the end. */
export interface Standing {
  readonly trace: Trace;
  readonly question: Sight | null;
  readonly seen: readonly Sight[];
  /** Null while something is asked. */
  readonly outcome: Outcome | null;
}

export function standingOf(trace: Trace, scenario: Scenario, round: Round): Standing {
  const question = questionOf(trace, round);
  return {
    trace,
    question,
    seen: seenBefore(trace, round, question?.entry ?? trace.entries.length),
    outcome: question ? null : outcomeOf(trace, scenario, round),
  };
}

const peerOf = (trace: Trace, edge: Edge): string =>
  trace.nodes.find(({ id }) => id === (edge === 'serverEdge' ? 'client' : 'server'))?.addresses[0] ?? '';

function openedTo(strangers: readonly Stranger[]): Outcome['opened'] {
  const passed = strangers.filter((one) => one.passed);
  return [...new Set(passed.map(({ source }) => source))].map((who) => ({
    who,
    ports: passed.flatMap(({ source, port }): readonly PortRange[] => (source === who ? [[port, port]] : [])),
  }));
}

function strangersAt(trace: Trace, edge: Edge): readonly Stranger[] {
  const ports = new Set(entriesOf(trace, 'listen').map(({ local }) => local.port));
  const found = new Map<string, Stranger>();
  for (const entry of decidedAt(trace, edge)) {
    const opener = entry.connection === null ? null : trace.connections[entry.connection]?.opener;
    if (entry.ruling.state !== 'NEW' || opener === null || opener === 'client' || opener === 'server') continue;
    const sight = sightOf(trace, edge, entry);
    if (!sight) continue;
    const {
      source: { address: source },
      destination: { port },
    } = sight;
    found.set(`${source} ${port}`, { source, port, passed: entry.kind === 'pass', answered: ports.has(port) });
  }
  return [...found.values()];
}
