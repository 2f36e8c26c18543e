/**
 * XState's own word for what a step does: its pure `transition()`, from a state that is resolved anew for each event.
 * What the stepper carries from step to step must make no difference.
 */
import { transition, type AnyMachineSnapshot, type EventObject } from 'xstate';
import { held, type Held, type Model } from '../../src/machine/model';
import type { Snapshot, Stepper } from '../../src/machine/step';

export function reference<C, E extends EventObject, K, I>(model: Model<C, E, K, I>): Stepper<C, E, K, I> {
  const { machine, initial } = model;
  const value = (path: string): unknown =>
    path.split('.').reduceRight<unknown>((inner, name) => (inner === null ? name : { [name]: inner }), null);
  const path = (found: unknown): string =>
    typeof found === 'string'
      ? found
      : Object.entries(found as object)
          .map(([name, rest]) => `${name}.${path(rest)}`)
          .join(' and ');
  const snapshot = (state: AnyMachineSnapshot): Snapshot<C> => ({
    value: path(state.value),
    context: (state.context as Held<C, E, K>).own,
  });
  const resolved = (at: unknown, context: C) => machine.resolveState({ value: at, context: held(context) } as never);
  return {
    start: (input) => snapshot(resolved(machine.config.initial, initial(input))),
    step(from, event) {
      const [next] = transition(machine, resolved(value(from.value), from.context), event as never) as [
        AnyMachineSnapshot,
        unknown,
      ];
      return { snapshot: snapshot(next), commands: (next.context as Held<C, E, K>).commands };
    },
  };
}
