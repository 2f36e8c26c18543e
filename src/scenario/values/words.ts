/** Names in a line of text: one with a space in it is quoted, and so is one that would be read as something else. */
const WORD = /\s*(?:"((?:[^"\\]|\\["\\])*)"|'([^']*)'|([^\s"']\S*))(?=\s|$)/y;

/** The words of a line, without their quotes; null where a quote is left open. */
export function readWords(text: string): readonly string[] | null {
  const words: string[] = [];
  const rest = text.trimEnd();
  for (WORD.lastIndex = 0; WORD.lastIndex < rest.length;) {
    const found = WORD.exec(rest);
    if (!found) return null;
    const [, double, single, bare] = found;
    words.push(double === undefined ? (single ?? bare ?? '') : double.replace(/\\(["\\])/g, '$1'));
  }
  return words;
}

export const inQuotes = (name: string): string => `"${name.replace(/["\\]/g, '\\$&')}"`;

/** A name as one of several words. */
export const spelled = (name: string): string => (/^[^\s"'\\]+$/.test(name) ? name : inQuotes(name));

/** A name that takes all there is before some numbers: with its spaces, where nothing else could be meant. */
export const spelledAlone = (name: string): string =>
  /^["']|[\\"]|^\s|\s$| \d{1,9}$|^$/.test(name) ? inQuotes(name) : name;
