/**
 * A protocol interpreter decides where a step leads while it makes it: one line may hold three commands. `courses` lets
 * guards ask for the state that a step leads to and the rule do it, and works it out once for both. Each state of the
 * machine names the states it may lead to, so the statechart shows no edge that cannot be taken.
 */
import type { Command, MachineEvent } from '../../machine/contract';
import type { Guard, Rule } from '../../machine/model';

/** Where a step leads, what is remembered then, and what it asks for. */
export interface Course<C> {
  readonly context: C;
  readonly commands: readonly Command[];
}

export function courses<S extends string, C extends { readonly state: S }>(
  states: readonly S[],
  plot: (context: C, event: MachineEvent) => Course<C>,
) {
  // The last course alone is kept: a pure function's result, for the guards and the rule of one event.
  let known: { context: C; event: MachineEvent; course: Course<C> } | null = null;
  const course = (context: C, event: MachineEvent): Course<C> => {
    if (known === null || known.context !== context || known.event !== event)
      known = { context, event, course: plot(context, event) };
    return known.course;
  };
  const guards = Object.fromEntries(
    states.map((state) => [
      `leads to ${state}`,
      (context: C, event: MachineEvent) => course(context, event).context.state === state,
    ]),
  ) as Record<`leads to ${S}`, Guard<C, MachineEvent>>;
  const proceed: Rule<C, MachineEvent, Command> = (context, event) => course(context, event);
  return { guards, proceed };
}

/** The candidates of an event, one a state that it may lead to. */
export function to<S extends string>(...states: readonly S[]) {
  return states.map((state) => ({ guard: `leads to ${state}`, target: state, actions: 'proceed' }) as const);
}
