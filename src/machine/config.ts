/** A machine's configuration as plain data: names only, and so JSON that other tools for XState open. */
import type { AnyStateMachine, StateMachine } from 'xstate';

interface Config {
  readonly id?: string;
  readonly initial?: string;
  readonly description?: string;
  readonly meta?: Readonly<Record<string, string>>;
  readonly states?: Readonly<Record<string, Config>>;
  readonly on?: Readonly<Record<string, unknown>>;
  readonly always?: unknown;
  readonly entry?: unknown;
  readonly exit?: unknown;
}

/** The context and the types are code, and no part of it. */
export function configOf({ machine }: { readonly machine: AnyStateMachine }): Config {
  const { context: _, schemas: __, ...config } = machine.config as Readonly<Record<string, unknown>>;
  return config;
}

/** With what is said of each state, as XState's tools show it; a machine has no words of its own. */
export const described = (config: Config, words: Readonly<Record<string, string>>): Config =>
  config.states === undefined
    ? config
    : {
        ...config,
        states: Object.fromEntries(
          Object.entries(config.states).map(([name, state]) => [
            name,
            { description: words[name] ?? '', ...described(state, words) },
          ]),
        ),
      };

/** The names of the states that a configuration has, at whatever depth. */
export type NamesIn<S> = S extends { readonly states: infer N }
  ? { [K in keyof N & string]: K | NamesIn<N[K]> }[keyof N & string]
  : never;

/* eslint-disable @typescript-eslint/no-explicit-any -- a machine of any types but its states */
/** The names of a machine's states and regions. */
export type StateOf<M> =
  M extends StateMachine<any, any, any, any, any, any, any, any, any, any, any, any, any, infer S, any>
    ? NamesIn<S>
    : never;
/* eslint-enable @typescript-eslint/no-explicit-any */

/** Every state by its dotted path, the outer ones first. */
export const statesOf = ({ states = {} }: Config, above = ''): readonly (readonly [path: string, state: Config])[] =>
  Object.entries(states).flatMap(([name, state]) => [
    [above + name, state] as const,
    ...statesOf(state, `${above}${name}.`),
  ]);

/** The name of the innermost state: what a standard calls it. `opening.SYN-SENT` is SYN-SENT. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
