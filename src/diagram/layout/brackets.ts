/** Chapters as brackets along the left edge, each with its name written upward. */
import type { Chapter } from '../steps/chapters';
import { textWidth } from './measure';
import type { Bracket, Row } from './picture';

const SIZE = 12;

/** A bracket's name runs along it and needs its own length. */
export const roomForName = ({ name }: Chapter): number => textWidth(name, SIZE, 'text') + 10;

/**
 * `chapterOf` gives the chapter of each row. A loss that was made good is no problem of its chapter; a connection that
 * never opens is.
 */
export function bracketsOf(
  chapters: readonly Chapter[],
  rows: readonly Row[],
  chapterOf: readonly number[],
  unopened: ReadonlySet<number>,
  compact: boolean,
): readonly Bracket[] {
  const x = compact ? 9 : 20;
  return chapters.flatMap((chapter, index) => {
    const mine = rows.filter(({ kind }, i) => chapterOf[i] === index && kind !== 'later' && kind !== 'outcome');
    const first = mine[0];
    const last = mine.at(-1);
    if (!first || !last) return [];
    const [top, bottom] = [first.top + 2, Math.max(last.bottom - 2, first.top + roomForName(chapter) - 6)];
    return [
      {
        name: chapter.name,
        x,
        top,
        bottom,
        problem: mine.some(
          ({ problem, kind, step }) => problem && (kind !== 'drop' || unopened.has(step.connection ?? -1)),
        ),
        label: {
          x: x + 14,
          y: (top + bottom) / 2,
          anchor: 'middle' as const,
          size: SIZE,
          width: textWidth(chapter.name, SIZE, 'text'),
          parts: [{ text: chapter.name, style: 'text' as const }],
        },
      },
    ];
  });
}
