/**
 * How wide a text will be, without asking a browser: widths are averages of the two typefaces, a little generous, so
 * that geometry stays pure and the same everywhere.
 */
type Face = 'text' | 'wire';

/** Advance widths in em. JetBrains Mono is 0.6 throughout; Inter is measured in five classes. */
const WIRE = 0.6;
const OTHER = 0.58;
const CLASSES: readonly (readonly [characters: string, em: number])[] = [
  ["ijl.,:;'|!\u202f", 0.29],
  ['frtI ()[]/·-', 0.38],
  ['mwMW@%…', 0.9],
  ['ABCDEFGHJKLNOPQRSTUVXYZ→0123456789', 0.67],
];
const EM = new Map(CLASSES.flatMap(([characters, em]) => [...characters].map((character) => [character, em] as const)));

/** In pixels, for a size in pixels. */
export function textWidth(text: string, size: number, face: Face): number {
  if (face === 'wire') return text.length * WIRE * size;
  let sum = 0;
  for (const character of text) sum += EM.get(character) ?? OTHER;
  return sum * size;
}

/** The text, or as much of it as fits with an ellipsis; empty where not even that fits. */
export function truncated(text: string, size: number, face: Face, room: number): string {
  if (textWidth(text, size, face) <= room) return text;
  const characters = [...text];
  const ellipsis = textWidth('…', size, face);
  let width = 0;
  let keep = 0;
  for (; keep < characters.length; keep += 1) {
    width += textWidth(characters[keep] ?? '', size, face);
    if (width + ellipsis > room) break;
  }
  return keep === 0 ? '' : `${characters.slice(0, keep).join('').trimEnd()}…`;
}

/**
 * At most `lines` lines, broken at spaces, a last number kept with its word; the last line truncated where it must be.
 */
export function wrapped(text: string, size: number, face: Face, room: number, lines: number): readonly string[] {
  const words = text.split(/ (?!\d+$)/).filter((word) => word !== '');
  const found: string[] = [];
  let line = '';
  for (const [i, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size, face) > room) {
      if (found.length === lines - 1)
        return [...found, truncated([line, ...words.slice(i)].join(' '), size, face, room)];
      found.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? found : [...found, truncated(line, size, face, room)];
}
