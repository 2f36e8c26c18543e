/**
 * The first word of a text and what follows the blanks behind it. By search, since a pattern for both goes back over
 * both.
 */
export function firstWord(text: string): readonly [word: string, rest: string] {
  const end = text.search(/\s/);
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end).trimStart()];
}

/** Whether a text stands on one line, as a `.` in a pattern has it (ECMA-262 section 12.3). */
export const oneLine = (text: string): boolean => !/[\n\r\u2028\u2029]/.test(text);
