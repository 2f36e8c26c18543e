/**
 * The one table of everything that can be varied, and its types: a name that is not here does not compile, nor a value
 * of another type. The order is that of links, files and the lab.
 */
import type { ValueOf } from '../values/knob';
import { connectionKnobs } from './rows/connection';
import { clientKnobs } from './rows/client';
import { clientEdgeKnobs } from './rows/client-edge';
import { networkKnobs } from './rows/network';
import { serverEdgeKnobs } from './rows/server-edge';
import { serverKnobs } from './rows/server';
import { faultKnobs } from './rows/faults';
import { tlsKnobs } from './rows/tls';
import { hostFirewallKnobs } from './rows/host-firewalls';
import { workKnobs } from './rows/work';

export const table = {
  ...connectionKnobs,
  ...tlsKnobs,
  ...clientKnobs,
  ...clientEdgeKnobs,
  ...serverEdgeKnobs,
  ...networkKnobs,
  ...serverKnobs,
  ...hostFirewallKnobs,
  ...faultKnobs,
  ...workKnobs,
} as const;

type Table = typeof table;

export type KnobName = keyof Table;

export type KnobValues = { readonly [N in KnobName]: ValueOf<Table[N]> };

/** Some knobs' values. */
export type Settings = Partial<KnobValues>;

/** A knob's values as links, files and flags have them. */
export type ValueText<N extends KnobName> = TextOf<KnobValues[N]>;

type TextOf<V> = V extends null ? 'none' : V extends string | number | boolean ? `${V}` : string;

/** Some knobs' values as text. */
export type SettingsText = { readonly [N in KnobName]?: ValueText<N> };

/** The names of the knobs that hold such values, and no others. */
export type NameOf<V> = { [N in KnobName]: KnobValues[N] extends V ? N : never }[KnobName];

/** The machine, edge or layer that a dotted name begins with. */
export type Place = KnobName extends infer N ? (N extends `${infer P}.${string}` ? P : never) : never;

/** Answers with the value of a knob by its name. */
export interface Values {
  <N extends KnobName>(name: N): KnobValues[N];
}

type Each<W> = W extends readonly (infer C)[] ? C : W;

type Stray<C> = C extends unknown
  ? {
      [N in keyof C]: N extends KnobName
        ? C[N] extends readonly KnobValues[N][] | { readonly not: KnobValues[N] }
          ? never
          : N
        : N;
    }[keyof C]
  : never;

type None<T extends never> = T;

/** What the rows' conditions name that is no knob, or ask of one that it cannot be: nothing, or it does not compile. */
export type Strays = None<
  { [N in KnobName]: Table[N] extends { readonly when: infer W } ? Stray<Each<W>> : never }[KnobName]
>;
