/** Cuts a picture into sheets of paper, between rows and never through one. */
import type { Picture } from './picture';

export interface Page {
  readonly top: number;
  readonly bottom: number;
}

/**
 * `first` and `rest` are the heights of the first sheet and of each other one, in pixels of the picture. A row taller
 * than a sheet has one of its own.
 */
export function pagesOf(
  { rows, height }: Pick<Picture, 'rows' | 'height'>,
  first: number,
  rest: number,
): readonly Page[] {
  const cuts: number[] = [];
  let top = 0;
  for (const row of rows) {
    const room = cuts.length === 0 ? first : rest;
    if (row.bottom - top > room && row.top > top) {
      top = row.top;
      cuts.push(top);
    }
  }
  return [0, ...cuts].map((from, i) => ({ top: from, bottom: cuts[i] ?? height }));
}
