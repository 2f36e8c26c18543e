/**
 * How a machine is written: rules and guards as pure functions under names, and an XState configuration of names only.
 *
 *     const rules = { acknowledge: (tcb, event) => ({ context: {...}, commands: [...] }) }
 *     const machine = setup({
 *       types: {} as Types<Tcb, TcpEvent, TcpCommand, TcpInput>,
 *       actions: bridge(rules),
 *       guards: bridgeGuards(guards),
 *     }).createMachine({ context: ({ input }) => held(initial(input)), initial: 'CLOSED', states: {...} })
 *     export const tcp = defineModel(machine, initial)
 *
 * The configuration may use: states, nested or not; `on` (also '*') at any of them and at the root, with one or more
 * candidates of `guard`, `target`, `reenter` and `actions`; `always`, at most one a step; `entry` and `exit`;
 * `meta`. What is said of a state is a language's (strings/). No invoke, spawn, after, history, parallel states, and no
 * final state at the root: the world owns all timers, and one event is one step. test/machine/every.test.ts refuses the
 * rest.
 */
import { assign, type AnyStateMachine } from 'xstate';

/** What a rule changes and what it asks for. A rule never mutates the context it is given. */
export interface Outcome<C, K> {
  readonly context?: Partial<C>;
  /** Set where `context` is a whole one: it need not be merged with the old. */
  readonly whole?: true;
  readonly commands?: readonly K[];
}

export type Rule<C, E, K> = (context: C, event: E) => Outcome<C, K>;
export type Guard<C, E> = (context: C, event: E) => boolean;

/**
 * What XState carries as context: the machine's own, as one value, so that a rule's change of a large one copies one
 * field and not forty; and what the rules asked for on the last event that had rules.
 */
export interface Held<C, E, K> {
  readonly own: C;
  readonly on: E | null;
  readonly commands: readonly K[];
}

export const held = <C>(own: C): Held<C, never, never> => ({ own, on: null, commands: [] });

/** A machine's types, as `setup` wants them. */
export interface Types<C, E, K, I = undefined> {
  readonly context: Held<C, E, K>;
  readonly events: E;
  readonly input: I;
}

export interface Model<C, E, K, I> {
  readonly machine: AnyStateMachine;
  /** The context a new instance starts with. */
  readonly initial: (input: I) => C;
  /** Never there: it keeps the types of events and commands. */
  readonly of?: (event: E) => K;
}

function changed<C, E, K>(own: C, { context, whole }: ReturnType<Rule<C, E, K>>): C {
  if (!context) return own;
  return whole ? (context as C) : { ...own, ...context };
}

function appended<K>(before: readonly K[], commands: readonly K[] | undefined): readonly K[] {
  if (!commands) return before;
  return before.length > 0 ? [...before, ...commands] : commands;
}

/** Each rule as an XState action: it assigns what the rule changes and what it asks for. Nothing is executed. */
export function bridge<C, E, K, N extends string>(rules: Record<N, Rule<C, E, K>>) {
  const actions = {} as Record<N, ReturnType<typeof actionOf<C, E, K>>>;
  for (const name in rules) actions[name] = actionOf(rules[name]);
  return actions;
}

function actionOf<C, E, K>(rule: Rule<C, E, K>) {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- XState's own type would need the machine's seven
  return assign<any, any, undefined, any, never>(({ context, event }: { context: Held<C, E, K>; event: E }) => {
    const { own, on, commands } = context;
    const outcome = rule(own, event);
    const before = on === event ? commands : [];
    return { own: changed(own, outcome), on: event, commands: appended(before, outcome.commands) };
  });
}

/** Each guard as XState wants it. */
export function bridgeGuards<C, E, N extends string>(guards: Record<N, Guard<C, E>>) {
  const bridged = {} as Record<N, (args: { context: Held<C, E, unknown>; event: E }) => boolean>;
  for (const name in guards) bridged[name] = ({ context, event }) => guards[name](context.own, event);
  return bridged;
}

export const defineModel = <C, E, K, I>(machine: AnyStateMachine, initial: (input: I) => C): Model<C, E, K, I> => ({
  machine,
  initial,
});
