/**
 * How a protocol interpreter is written: a typed table that says, for each phase of a session and each event, which
 * rule makes the step and which phases it may lead to. The table is the rule, as h11's is, and the machine's
 * configuration is generated from it.
 *
 * A rule decides where its step leads while it makes it: one line may hold three commands. So a step is planned once,
 * and the guards of a row's candidates ask for the phase that the plan comes to. A phase that its row does not name
 * is never come to; the statechart shows no edge that cannot be taken.
 */
import type { Command, MachineEvent } from '../../machine/contract';
import type { Guard, Rule } from '../../machine/model';

/** A step in the making: where it has come to, what is remembered, what is asked for. */
export interface Making<S extends string, C> {
  readonly phase: S;
  readonly session: C;
  readonly commands: readonly Command[];
}

type Of<E extends MachineEvent['type']> = Extract<MachineEvent, { readonly type: E }>;

/** The rule that makes a step, and the phases that it may lead to. Where it names none it stays. */
interface Row<S extends string, T, E> {
  readonly rule: (turn: T, event: E) => void;
  readonly leads: readonly S[];
}

/** By event; `*` is any other. */
export type Rows<S extends string, T> = {
  readonly [E in MachineEvent['type']]?: Row<S, T, Of<E>>;
} & { readonly '*'?: Row<S, T, MachineEvent> };

export interface Phase<S extends string, T> {
  readonly description: string;
  readonly rfc: string;
  readonly on: Rows<S, T>;
}

export const row = <S extends string, T, E>(
  rule: (turn: T, event: E) => void,
  ...leads: readonly S[]
): Row<S, T, E> => ({
  rule,
  leads,
});

/** The candidates of one event, as XState has them. */
type Candidates = readonly { readonly guard?: string; readonly target?: string; readonly actions: string }[];

/**
 * The configuration of a table, and its rules and guards by the names that it uses. `anywhere` has the rows of events
 * that no phase answers by itself: where they lead, if anywhere, does not depend on the phase.
 */
export function interpreter<S extends string, C extends object, T extends Making<S, C>>(
  phases: Readonly<Record<S, Phase<S, T>>>,
  anywhere: Rows<S, T>,
  turnOf: (phase: S, session: C, event: MachineEvent) => T,
) {
  const rules: Record<string, Rule<C, MachineEvent, Command>> = {};
  const guards: Record<string, Guard<C, MachineEvent>> = {};
  const names = Object.keys(phases) as S[];

  const answers = (rows: Rows<S, T>, phase: S | null): Readonly<Record<string, Candidates>> =>
    Object.fromEntries(
      Object.entries(rows as Readonly<Record<string, Row<S, T, MachineEvent>>>).map(([event, { rule, leads }]) => {
        const name = `${phase ?? 'anywhere'} ${event}`;
        const plan = planned((context: C, happened: MachineEvent) => {
          const turn = turnOf(phase ?? leads[0] ?? (names[0] as S), context, happened);
          rule(turn, happened);
          return turn;
        });
        rules[name] = (context, happened) => {
          const { session, commands } = plan(context, happened);
          return { context: session, whole: true, commands };
        };
        if (leads.length === 0) return [event, [{ actions: name }]];
        if (phase === null) return [event, leads.map((target) => ({ target: `.${target}`, actions: name }))];
        return [
          event,
          names
            .filter((target) => leads.includes(target))
            .map((target) => {
              const guard = `${name}: to ${target}`;
              guards[guard] = (context, happened) => plan(context, happened).phase === target;
              return { guard, target, actions: name };
            }),
        ];
      }),
    );

  const states = Object.fromEntries(
    names.map((name) => {
      const { rfc, on } = phases[name];
      // Asked for when it is shown: in the build a description comes later than its machine (vite.config.ts).
      const described = {
        get description() {
          return phases[name].description;
        },
      };
      return [name, Object.assign(described, { meta: { rfc }, on: answers(on, name) })] as const;
    }),
  );
  return { states, on: answers(anywhere, null), rules, guards };
}

/** The last plan alone is kept: a pure function's result, for the guards and the rule of one event. */
function planned<C, T>(plan: (context: C, event: MachineEvent) => T): (context: C, event: MachineEvent) => T {
  let known: { readonly context: C; readonly event: MachineEvent; readonly made: T } | null = null;
  return (context, event) => {
    if (known === null || known.context !== context || known.event !== event)
      known = { context, event, made: plan(context, event) };
    return known.made;
  };
}
