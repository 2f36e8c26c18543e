/**
 * Bad input is not an exception but a value with a name: what came in broke a rule, and the rule can be named. Parsers
 * return it in place of their result; nothing in this folder throws on input.
 */
import type { BrokenRule } from './broken-rules';
import type { Reason } from './reason';

export interface Violation {
  /** The name of the broken rule, kebab-case, stable: the code of `why`. */
  readonly violation: string;
  /** The rule and what was found; strings/ has the sentences. */
  readonly why: Reason;
  /** Octet offset of the offence within the input, from 0, where one octet can be blamed. */
  readonly at?: number;
}

/** What somebody wrote for us, a file or a form's field, is wrong: one plain sentence, for him. */
export interface Mistake extends Violation {
  readonly text: string;
}

/** Which rules there are is the parser's own; those of this folder where nothing is said. */
export const violation = <R extends Reason = BrokenRule>(why: R, at?: number): Violation =>
  at === undefined ? { violation: why.code, why } : { violation: why.code, why, at };

export const mistake = (name: string, text: string): Mistake => ({ ...violation<Reason>({ code: name }), text });

export function isViolation(x: unknown): x is Violation {
  return typeof x === 'object' && x !== null && typeof (x as Partial<Violation>).violation === 'string';
}
