/**
 * Bad input is not an exception but a value with a name: what came in broke a rule, and the rule can be named. Parsers
 * return it in place of their result; nothing in this folder throws on input.
 */
export interface Violation {
  /** The name of the broken rule, kebab-case, stable. */
  readonly violation: string;
  /** One plain sentence: what was found, what was expected. */
  readonly text: string;
  /** Octet offset of the offence within the input, from 0, where one octet can be blamed. */
  readonly at?: number;
}

export function violation(name: string, text: string, at?: number): Violation {
  return at === undefined ? { violation: name, text } : { violation: name, text, at };
}

export function isViolation(x: unknown): x is Violation {
  return typeof x === 'object' && x !== null && typeof (x as Partial<Violation>).violation === 'string';
}
