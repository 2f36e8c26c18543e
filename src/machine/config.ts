/** A machine's configuration as plain data: names only, and so JSON that other tools for XState open. */
import type { AnyStateMachine } from 'xstate';

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

/** Every state by its dotted path, the outer ones first. */
export const statesOf = ({ states = {} }: Config, above = ''): readonly (readonly [path: string, state: Config])[] =>
  Object.entries(states).flatMap(([name, state]) => [
    [above + name, state] as const,
    ...statesOf(state, `${above}${name}.`),
  ]);

/** The name of the innermost state: what a standard calls it. `opening.SYN-SENT` is SYN-SENT. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
