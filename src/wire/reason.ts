/**
 * What a machine, a router or the world has to say, without a word of any language: a code, and the facts of the case.
 * The sentences stand in strings/, one table a language.
 */
type Fact = string | number | boolean | null | readonly Fact[] | Reason;

export interface Reason {
  readonly code: string;
  readonly [fact: string]: Fact | undefined;
}

/** The facts of one code of a union of reasons. */
type FactsOf<R extends Reason, C extends R['code']> = R extends unknown ? (C extends R['code'] ? R : never) : never;

/** A sentence, or how one is made of the facts, for each code. */
export type Sentences<R extends Reason> = {
  readonly [C in R['code']]: string | ((facts: FactsOf<R, C>) => string);
};
