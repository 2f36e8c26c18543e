/** What a language has to say of knobs: a table for each file of rows, with a row for each of its knobs. */
import type { table, KnobName } from '../scenario/knobs/table';

export interface KnobWords {
  readonly label: string;
  /** One plain sentence for the learner. */
  readonly sentence: string;
  /** Where the thing is written down. */
  readonly reference: string;
  /** What a value exposes that is no port, by the value. */
  readonly exposes?: Readonly<Record<string, string>>;
}

/** Each hazard of a row has its words, and nothing else has. */
type Exposing<R> = R extends { readonly hazards: readonly { readonly value: infer V extends string | boolean }[] }
  ? { readonly exposes: Readonly<Record<`${V}`, string>> }
  : { readonly exposes?: never };

/** For a file of the table: a knob of it that is missing does not compile, nor one that is not there. */
export type WordsOf<Rows> = { readonly [N in keyof Rows]: Omit<KnobWords, 'exposes'> & Exposing<Rows[N]> };

/** For the whole table. */
export type AllKnobWords = WordsOf<Pick<typeof table, KnobName>>;
