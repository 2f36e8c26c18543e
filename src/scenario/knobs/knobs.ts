/**
 * The knobs one by one. From their table come the checks of scenario files, the lab's controls, the link, the command
 * line's flags, the documentation and what a fix finder may try. A knob that is not there does not exist; where the
 * recordings' `setup` has a name for a thing, it is that name.
 */
import { nearest } from '../../wire/text/nearest';
import { shown } from '../../wire/text/shown';
import type { NamedRow, Row } from '../values/knob';
import { table, type KnobName, type KnobValues, type Place, type Settings } from './table';

export interface Knob extends NamedRow {
  readonly name: KnobName;
}

/** Each row with its values' own type: one whose default, hazard or exception is none of them does not compile. */
const rows: { readonly [N in KnobName]: Row<KnobValues[N]> } = table;

export const knobs: readonly Knob[] = (Object.keys(rows) as KnobName[]).map((name): Knob => ({
  name,
  ...(rows[name] as Row),
}));

export const defaults = Object.fromEntries(knobs.map((knob) => [knob.name, knob.default])) as unknown as KnobValues;

const byName = new Map<string, Knob>(knobs.map((knob) => [knob.name, knob]));

/** The knob of a name that came from outside. */
export function knobNamed(name: KnobName): Knob;
export function knobNamed(name: string): Knob | undefined;
export function knobNamed(name: string): Knob | undefined {
  return byName.get(name);
}

export const isKnobName = (name: string): name is KnobName => byName.has(name);

export const isAt = (place: Place, name: KnobName): boolean => name.startsWith(`${place}.`);

/** One knob's value as settings. */
export const setting = <N extends KnobName>(name: N, value: KnobValues[N]): Settings => ({ [name]: value });

/** The names in some settings, in their order. */
export function namesOf(settings: Settings): readonly KnobName[] {
  return Object.keys(settings) as KnobName[];
}

/** The complaint about a name that is none, whatever its length. */
export const noKnob = (name: string): string => `there is no knob ${shown(name)}; did you mean '${nearestName(name)}'?`;

/** The knob whose name is least edits away: for whoever mistyped one. */
export const nearestName = (mistyped: string): string => nearest(mistyped, [...byName.keys()]);
