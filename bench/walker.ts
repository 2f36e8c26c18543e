/**
 * What a step costs at least: a walk over a table made from a flat machine's configuration, with none of XState's
 * bookkeeping. Only a yardstick: no run is stepped by it.
 */
import type { AnyStateMachine } from 'xstate';
import type { Guard, Rule } from '../src/machine/model';
import type { Snapshot, Stepped } from '../src/machine/step';

interface Candidate<C, E, K> {
  readonly guard: Guard<C, E> | null;
  readonly target: string | null;
  readonly reenter: boolean;
  readonly actions: readonly Rule<C, E, K>[];
}

interface Row<C, E, K> {
  readonly on: ReadonlyMap<string, readonly Candidate<C, E, K>[]>;
  readonly entry: readonly Rule<C, E, K>[];
  readonly exit: readonly Rule<C, E, K>[];
}

interface Config {
  readonly on?: Readonly<Record<string, unknown>>;
  readonly entry?: unknown;
  readonly exit?: unknown;
}

const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];

export function walker<C, E extends { readonly type: string }, K>(
  machine: AnyStateMachine,
  rules: Readonly<Record<string, Rule<C, E, K>>>,
  guards: Readonly<Record<string, Guard<C, E>>>,
): (snapshot: Snapshot<C>, event: E) => Stepped<C, K> {
  const rule = (name: unknown): Rule<C, E, K> => rules[String(name)] as Rule<C, E, K>;
  const candidate = (one: unknown, root: boolean): Candidate<C, E, K> => {
    const { guard, target, actions, reenter } = one as Record<string, unknown>;
    return {
      guard: guard === undefined ? null : (guards[String(guard)] as Guard<C, E>),
      target: target === undefined ? null : String(target).replace(/^\./, ''),
      reenter: reenter === true || root,
      actions: list(actions).map(rule),
    };
  };
  const row = ({ on = {}, entry, exit }: Config, root: boolean): Row<C, E, K> => ({
    on: new Map(Object.entries(on).map(([type, all]) => [type, list(all).map((one) => candidate(one, root))])),
    entry: list(entry).map(rule),
    exit: list(exit).map(rule),
  });
  const states = machine.config.states as Readonly<Record<string, Config>>;
  const rows = new Map(Object.entries(states).map(([name, state]) => [name, row(state, false)]));
  const root = row({ on: machine.config.on as Config['on'] & object }, true);

  return (snapshot, event) => {
    const from = rows.get(snapshot.value);
    const chosen = (all: readonly Candidate<C, E, K>[] | undefined) =>
      all?.find(({ guard }) => guard === null || guard(snapshot.context, event));
    const taken =
      chosen(from?.on.get(event.type)) ??
      chosen(from?.on.get('*')) ??
      chosen(root.on.get(event.type)) ??
      chosen(root.on.get('*'));
    if (!taken) return { snapshot, commands: [] };
    const moves = taken.target !== null && (taken.reenter || taken.target !== snapshot.value);
    const to = taken.target ?? snapshot.value;
    let { context } = snapshot;
    const commands: K[] = [];
    const act = (all: readonly Rule<C, E, K>[]): void => {
      for (const one of all) {
        const outcome = one(context, event);
        if (outcome.context) context = outcome.whole ? (outcome.context as C) : { ...context, ...outcome.context };
        if (outcome.commands) commands.push(...outcome.commands);
      }
    };
    if (moves) act(from?.exit ?? []);
    act(taken.actions);
    if (moves) act(rows.get(to)?.entry ?? []);
    return { snapshot: { value: to, context }, commands };
  };
}
