/** A reason in words, by the table of a language. */
import type { Reason, Sentences } from '../wire/reason';

/** What an opened file may hold is no code of ours: it stands for itself. */
export function sentenceOf(table: Sentences<never>, reason: Reason): string {
  const found = Object.hasOwn(table, reason.code)
    ? (table as Readonly<Record<string, string | ((facts: Reason) => string)>>)[reason.code]
    : reason.code;
  return typeof found === 'function' ? found(reason) : (found ?? reason.code);
}
