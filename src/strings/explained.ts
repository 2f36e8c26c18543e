/** What each field of a header or a message is for, in one sentence, and where that is written. */
import type { Reason } from '../wire/reason';

/** The facts of a span: what its field's sentence turns on. */
export type FieldFacts = Readonly<Record<string, unknown>>;

type Told = string | ((facts: FieldFacts) => string);

export interface Explained {
  readonly why: Told;
  /** Document and section. */
  readonly source: Told;
}

/** A table with a row for every code of a union, or it does not compile. */
export type Fields<Code extends string> = Readonly<Record<Code, Explained>>;

export const told = (why: Told, source: Told): Explained => ({ why, source });

export interface FieldText {
  readonly why: string;
  readonly source: string;
}

const say = (text: Told, facts: Reason): string => (typeof text === 'function' ? text(facts) : text);

/** A field in words, by the table of a language; null for a code that has no row. */
export function fieldTextOf(table: Readonly<Record<string, Explained>>, is: Reason): FieldText | null {
  const found = Object.hasOwn(table, is.code) ? table[is.code] : undefined;
  return found ? { why: say(found.why, is), source: say(found.source, is) } : null;
}
