/**
 * How a machine is written: rules and guards as pure functions under names, and an XState configuration of names only.
 *
 *     const rules = { acknowledge: (tcb, event) => ({ context: {...}, commands: [...] }) }
 *     const machine = setup({ types: {...}, actions: bridge(rules), guards: bridgeGuards(guards) }).createMachine({...})
 *     export const tcp = defineModel(machine, rules, guards)
 *
 * The configuration may use: flat states; `on` (also '*') at states and at the root, with one or more candidates of
 * `guard`, `target`, `reenter` and `actions`; `entry` and `exit`; `description` and `meta`. No invoke, spawn, after,
 * always or final: the world owns all timers, and one event is one transition.
 */
import { enqueueActions, type AnyStateMachine } from 'xstate';

/** What a rule changes and what it asks for. A rule never mutates the context it is given. */
export interface Outcome<C, K> {
  readonly context?: Partial<C>;
  /** Set where `context` is a whole one: the stepper need not merge it with the old. */
  readonly whole?: true;
  readonly commands?: readonly K[];
}

export type Rule<C, E, K> = (context: C, event: E) => Outcome<C, K>;
export type Guard<C, E> = (context: C, event: E) => boolean;

export interface Model<C, E, K, I> {
  readonly machine: AnyStateMachine;
  readonly rules: Readonly<Record<string, Rule<C, E, K>>>;
  readonly guards: Readonly<Record<string, Guard<C, E>>>;
  /** The context a new instance starts with. */
  readonly initial: (input: I) => C;
}

/** Each rule as an XState action: it assigns what the rule changes and enqueues its commands, unexecuted. */
export function bridge<C, E, K, N extends string>(rules: Record<N, Rule<C, E, K>>) {
  const actions = {} as Record<N, ReturnType<typeof actionOf>>;
  for (const name in rules) actions[name] = actionOf(rules[name] as Rule<unknown, unknown, unknown>);
  return actions;
}

function actionOf(rule: Rule<unknown, unknown, unknown>) {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- XState's own type would need the machine's seven
  return enqueueActions<any, any, any, any, never, never, never, never, any>(({ context, event, enqueue }) => {
    const outcome = rule(context, event);
    if (outcome.context) enqueue.assign(outcome.context);
    for (const command of outcome.commands ?? []) enqueue({ type: 'command', params: command as never } as never);
  });
}

/** Each guard as XState wants it. */
export function bridgeGuards<C, E, N extends string>(guards: Record<N, Guard<C, E>>) {
  const bridged = {} as Record<N, (args: { context: C; event: E }) => boolean>;
  for (const name in guards) bridged[name] = ({ context, event }) => guards[name](context, event);
  return bridged;
}

export function defineModel<C, E, K, I>(
  machine: AnyStateMachine,
  rules: Readonly<Record<string, Rule<C, E, K>>>,
  guards: Readonly<Record<string, Guard<C, E>>>,
  initial: (input: I) => C,
): Model<C, E, K, I> {
  return { machine, rules, guards, initial };
}
