/**
 * The only place that steps machines, and it is XState that does: `machine.transition()`, with the snapshot carried
 * from step to step and one scope for all. XState's own pure `transition()` would build an actor system on each call; a
 * machine that neither spawns nor sends needs none, so that one actor which is never started stands in for it.
 */
import {
  createActor,
  createMachine,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type EventObject,
  type StateValue,
} from 'xstate';
import { held, type Held, type Model } from './model';

/** A machine between two events. Plain data but for what XState carries, which JSON and comparisons do not see. */
export interface Snapshot<C> {
  /** A dotted path: `handshake.waitFlight`. */
  readonly value: string;
  readonly context: C;
}

export interface Stepped<C, K> {
  readonly snapshot: Snapshot<C>;
  readonly commands: readonly K[];
}

export interface Stepper<C, E, K, I> {
  start(input: I): Snapshot<C>;
  step(snapshot: Snapshot<C>, event: E): Stepped<C, K>;
}

const idle = createActor(createMachine({}));
const ignore = () => undefined;
const scope: AnyActorScope = {
  self: idle,
  system: idle.system,
  id: idle.id,
  sessionId: idle.sessionId,
  logger: ignore,
  defer: ignore,
  emit: ignore,
  stopChild: ignore,
  actionExecutor: ignore,
};

/** What XState made of it is private: neither JSON nor a comparison nor a copy sees it. */
class Carried<C> implements Snapshot<C> {
  readonly value: string;
  readonly context: C;
  readonly #state: AnyMachineSnapshot;

  constructor(state: AnyMachineSnapshot) {
    this.value = pathOf(state.value);
    this.context = (state.context as Held<C, unknown, unknown>).own;
    this.#state = state;
  }

  /** Null for a snapshot from elsewhere, as from JSON. */
  static stateOf(snapshot: object): AnyMachineSnapshot | null {
    return #state in snapshot ? snapshot.#state : null;
  }
}

let taken = 0;

/** How many steps machines have taken since the program began; a run's share is in its trace. */
export const stepsTaken = (): number => taken;

/** An instance starts in the initial state without having entered it: the first event is the host's. */
export function stepper<C, E extends EventObject, K, I>({ machine, initial }: Model<C, E, K, I>): Stepper<C, E, K, I> {
  const resolved = (value: StateValue, context: C): AnyMachineSnapshot =>
    machine.resolveState({ value, context: held(context) });
  return {
    start: (input) => new Carried(resolved(machine.config.initial as string, initial(input))),
    step(snapshot, event) {
      const state = Carried.stateOf(snapshot) ?? resolved(valueOf(snapshot.value), snapshot.context);
      const last = (state.context as Held<C, E, K>).on;
      const one = last === event ? { ...event } : event; // the same object a second time is a second event
      taken += 1;
      const next = machine.transition(state, one, scope) as AnyMachineSnapshot;
      const { on, commands } = next.context as Held<C, E, K>;
      return { snapshot: new Carried(next), commands: on === one ? commands : [] };
    },
  };
}

/** `{ handshake: 'waitFlight' }` is `handshake.waitFlight`. */
const pathOf = (value: StateValue): string => {
  if (typeof value === 'string') return value;
  const [[name, rest] = ['', undefined]] = Object.entries(value);
  return rest === undefined ? name : `${name}.${pathOf(rest)}`;
};

const valueOf = (path: string): StateValue => {
  const [name = '', ...rest] = path.split('.');
  return rest.length === 0 ? name : { [name]: valueOf(rest.join('.')) };
};
