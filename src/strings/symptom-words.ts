/** What a language has to say of the symptoms that a log can show: a row for each, or it does not compile. */
import type { Named } from '../explain/logs/recognise';

/** Whom the log tells of; where it does not, a word of the language's. */
export type Names = { readonly [N in keyof Named]: string };

/** A sentence, or how one is made of the names. */
type Told = string | ((names: Names) => string);

export interface SymptomWords {
  /** One sentence. */
  readonly means: Told;
  /** What to look at, or to run, to tell it from its neighbours. */
  readonly tells: Told;
}

/** For a file of the table. */
export type WordsOf<Rows extends readonly { readonly id: string }[]> = Readonly<
  Record<Rows[number]['id'], SymptomWords>
>;
