/**
 * What a knob is called by the real products: lines to write, as data, by the knob's value. Placeholders: {value};
 * {low} and {high} of a range; {control}, {passive} and {passive:} (iptables' colon) of the scenario; {server}, the
 * server's address behind its edge; {list}, ports with commas; any other knob by its name. Interfaces are in0 (inside)
 * and out0 (outside). Loaded by need: no part of the knobs' own table.
 */
import type { KnobName, ValueText } from '../table';

export type Lines = readonly string[];

/** Lines by whoever reads them: a program, a firewall, a kernel. */
export type Products = Readonly<Record<string, Lines>>;

/** By value, or '*' for any other; null where no product writes it down. */
type ByValue<N extends KnobName> = { readonly [V in ValueText<N> | '*']?: Products };

/** For a file of the table: a line of it that is missing does not compile. */
export type Config<Rows> = { readonly [N in keyof Rows & KnobName]: ByValue<N> | null };
