/**
 * What a step costs at least: a walk over a table made from a machine's configuration, with none of XState's
 * bookkeeping. Only a yardstick, for machines without `always`: no run is stepped by it.
 */
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import type { Guard, Rule } from '../src/machine/model';
import type { Snapshot, Stepped } from '../src/machine/step';

interface Way<C, E, K> {
  readonly guard: Guard<C, E> | null;
  /** Null where the state stays. */
  readonly to: string | null;
  /** Exits, the transition's own and entries, in order. */
  readonly rules: readonly Rule<C, E, K>[];
}

/** The ways of a state and of those around it, the innermost first, by the event's type. */
type Row<C, E, K> = ReadonlyMap<string, readonly Way<C, E, K>[]>;

const above = (node: AnyStateNode): readonly AnyStateNode[] => (node.parent ? [node, ...above(node.parent)] : [node]);
const rest = (node: AnyStateNode): AnyStateNode =>
  node.type === 'compound' ? rest(node.initial.target[0] as AnyStateNode) : node;
const leaves = (node: AnyStateNode): readonly AnyStateNode[] =>
  node.type === 'compound' ? Object.values(node.states as Record<string, AnyStateNode>).flatMap(leaves) : [node];

export function walker<C, E extends { readonly type: string }, K>(
  machine: AnyStateMachine,
  rules: Readonly<Record<string, Rule<C, E, K>>>,
  guards: Readonly<Record<string, Guard<C, E>>>,
): (snapshot: Snapshot<C>, event: E) => Stepped<C, K> {
  const named = (names: readonly unknown[]) => names.map((name) => rules[String(name)] as Rule<C, E, K>);

  const wayFrom = (leaf: AnyStateNode, one: AnyStateNode['always'] & object): readonly Way<C, E, K>[] =>
    one.map(({ guard, actions, target, source, reenter }) => {
      const [reached] = target ?? [];
      const way = { guard: guard === undefined ? null : (guards[String(guard)] as Guard<C, E>) };
      if (!reached) return { ...way, to: null, rules: named(actions) };
      const inside = !reenter && above(reached).includes(source);
      const domain = inside
        ? source
        : above(reached)
            .slice(1)
            .find((node) => above(source).slice(1).includes(node));
      const below = (node: AnyStateNode) => above(node).slice(0, domain ? above(node).indexOf(domain) : undefined);
      const end = rest(reached);
      return {
        ...way,
        to: end.path.join('.'),
        rules: named([
          ...below(leaf).flatMap(({ exit }) => exit),
          ...actions,
          ...[...below(end)].reverse().flatMap(({ entry }) => entry),
        ]),
      };
    });

  const rowOf = (leaf: AnyStateNode): Row<C, E, K> => {
    const types = new Set(above(leaf).flatMap(({ transitions }) => [...transitions.keys()]));
    const answers = (type: string) =>
      above(leaf).flatMap(({ transitions }) =>
        [...new Set([type, '*'])].flatMap((key) => wayFrom(leaf, transitions.get(key) ?? [])),
      );
    return new Map([...types, '*'].map((type) => [type, answers(type)]));
  };
  const rows = new Map(leaves(machine.root).map((leaf) => [leaf.path.join('.'), rowOf(leaf)]));

  return (snapshot, event) => {
    const row = rows.get(snapshot.value);
    const ways = row?.get(event.type) ?? row?.get('*') ?? [];
    const way = ways.find(({ guard }) => guard === null || guard(snapshot.context, event));
    if (!way) return { snapshot, commands: [] };
    let { context } = snapshot;
    const commands: K[] = [];
    for (const rule of way.rules) {
      const outcome = rule(context, event);
      if (outcome.context) context = outcome.whole ? (outcome.context as C) : { ...context, ...outcome.context };
      if (outcome.commands) commands.push(...outcome.commands);
    }
    return { snapshot: { value: way.to ?? snapshot.value, context }, commands };
  };
}
