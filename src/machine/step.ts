/**
 * The only place that steps machines. `reference` asks XState's pure `transition()`; `stepper` walks a table made
 * once from the same configuration, because transition() builds an actor system on every call (17 to 50 us).
 * test/machine proves the two equal on fuzzed event sequences for every machine there is.
 */
import { transition, type AnyStateMachine, type EventObject } from 'xstate';
import type { Guard, Model, Rule } from './model';

export interface Snapshot<C> {
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

/** XState's own word for what a step does: slow, and what the table is measured against. */
export function reference<C, E extends EventObject, K, I>(model: Model<C, E, K, I>): Stepper<C, E, K, I> {
  const { machine } = model;
  return {
    start: (input) => ({ value: initialState(model), context: model.initial(input) }),
    step(snapshot, event) {
      const state = machine.resolveState({ value: snapshot.value, context: snapshot.context } as never);
      const [next, actions] = transition(machine, state, event as never);
      const all: readonly { readonly type: string; readonly params?: unknown }[] = actions;
      const commands = all.filter((action) => action.type === 'command').map((action) => action.params as K);
      return { snapshot: { value: next.value as string, context: next.context as C }, commands };
    },
  };
}

interface Candidate<C, E, K> {
  readonly guard: Guard<C, E> | null;
  readonly target: string | null;
  readonly reenter: boolean;
  readonly actions: readonly Rule<C, E, K>[];
}

interface Row<C, E, K> {
  readonly on: ReadonlyMap<string, readonly Candidate<C, E, K>[]>;
  readonly any: readonly Candidate<C, E, K>[];
  readonly entry: readonly Rule<C, E, K>[];
  readonly exit: readonly Rule<C, E, K>[];
}

type Table<C, E, K> = Readonly<Record<string, Row<C, E, K>>>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- one cache for machines of every kind
const tables = new WeakMap<AnyStateMachine, Table<any, any, any>>();

/** Steps a model by its table. Throws when the configuration uses what model.ts does not allow. */
export function stepper<C, E extends EventObject, K, I>(model: Model<C, E, K, I>): Stepper<C, E, K, I> {
  let table = tables.get(model.machine) as Table<C, E, K> | undefined;
  if (!table) tables.set(model.machine, (table = tableOf(model)));
  const rows = table;
  const first = initialState(model);
  return {
    start: (input) => ({ value: first, context: model.initial(input) }),
    step: (snapshot, event) => walk(rows, snapshot, event),
  };
}

function walk<C, E extends EventObject, K>(table: Table<C, E, K>, snapshot: Snapshot<C>, event: E): Stepped<C, K> {
  const row = table[snapshot.value];
  const root = table[''];
  if (!row || !root) throw new Error(`machine has no state ${snapshot.value}`);
  const { context } = snapshot;
  const taken =
    chosen(row.on.get(event.type), context, event) ??
    chosen(row.any, context, event) ??
    chosen(root.on.get(event.type), context, event) ??
    chosen(root.any, context, event);
  if (!taken) return { snapshot, commands: [] };
  const moves = taken.target !== null && (taken.reenter || taken.target !== snapshot.value);
  const target = taken.target ?? snapshot.value;
  const done: Done<C, K> = { context, commands: [] };
  if (moves) perform(row.exit, event, done);
  perform(taken.actions, event, done);
  if (moves) perform(table[target]?.entry ?? [], event, done);
  return { snapshot: { value: target, context: done.context }, commands: done.commands };
}

interface Done<C, K> {
  context: C;
  readonly commands: K[];
}

function chosen<C, E, K>(
  candidates: readonly Candidate<C, E, K>[] | undefined,
  context: C,
  event: E,
): Candidate<C, E, K> | undefined {
  return candidates?.find((candidate) => candidate.guard === null || candidate.guard(context, event));
}

function perform<C, E, K>(rules: readonly Rule<C, E, K>[], event: E, done: Done<C, K>): void {
  for (const rule of rules) {
    const outcome = rule(done.context, event);
    if (outcome.context)
      done.context = outcome.whole ? (outcome.context as C) : { ...done.context, ...outcome.context };
    if (outcome.commands) for (const command of outcome.commands) done.commands.push(command);
  }
}

interface Config {
  readonly initial?: string;
  readonly states?: Readonly<Record<string, Config>>;
  readonly on?: Readonly<Record<string, unknown>>;
  readonly entry?: unknown;
  readonly exit?: unknown;
  readonly type?: string;
  readonly [other: string]: unknown;
}

function initialState<C, E, K, I>(model: Model<C, E, K, I>): string {
  return (model.machine.config as Config).initial ?? '';
}

const ALLOWED = new Set([
  'id',
  'initial',
  'states',
  'on',
  'entry',
  'exit',
  'description',
  'meta',
  'tags',
  'context',
  'types',
  'version',
  'schemas',
]);

function tableOf<C, E, K, I>(model: Model<C, E, K, I>): Table<C, E, K> {
  const config = model.machine.config as Config;
  const rule = (name: unknown): Rule<C, E, K> => named(model.rules, name, 'rule');
  const candidate = (one: unknown): Candidate<C, E, K> => {
    const { guard, target, actions, reenter } = (typeof one === 'string' ? { target: one } : one) as Record<
      string,
      unknown
    >;
    return {
      guard: guard === undefined ? null : named(model.guards, guard, 'guard'),
      target: target === undefined ? null : String(target).replace(/^\./, ''), // at the root a target is written '.STATE'
      reenter: reenter === true,
      actions: list(actions).map(rule),
    };
  };
  /**
   * A root transition that has a target leaves the state and enters the target even where they are one (SCXML 3.13).
   */
  const row = (state: Config, root = false): Row<C, E, K> => {
    const odd = Object.keys(state).find((key) => !ALLOWED.has(key));
    if (odd) throw new Error(`machine ${String(config['id'])} uses '${odd}', which the stepper does not know`);
    const on = new Map(
      Object.entries(state.on ?? {}).map(([type, candidates]) => [
        type,
        list(candidates).map((one) => ({ ...candidate(one), ...(root ? { reenter: true } : {}) })),
      ]),
    );
    const any = on.get('*') ?? [];
    on.delete('*');
    return { on, any, entry: list(state.entry).map(rule), exit: list(state.exit).map(rule) };
  };
  const states = Object.entries(config.states ?? {});
  for (const [name, state] of states) if (state.states) throw new Error(`state ${name} is not flat`);
  return Object.fromEntries([
    ['', row({ ...config, entry: undefined, exit: undefined }, true)],
    ...states.map(([name, state]) => [name, row(state)] as const),
  ]);
}

function list(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function named<T>(table: Readonly<Record<string, T>>, name: unknown, what: string): T {
  const found = table[String(name)];
  if (!found) throw new Error(`no ${what} is named ${String(name)}`);
  return found;
}
