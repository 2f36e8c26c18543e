/** The known name that somebody meant who mistyped one. */
import { CAPS } from '../caps';

/** Levenshtein's distance, by rows. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The one that is least edits away, whatever the case of its letters; of a long name only the beginning is read. */
export function nearest<N extends string>(mistyped: string, known: readonly N[]): N | '' {
  const name = mistyped.slice(0, CAPS.name.most).toLowerCase();
  const scored = known.map((one) => [distance(name, one.toLowerCase()), one] as const);
  return scored.reduce<readonly [number, N | '']>((best, next) => (next[0] < best[0] ? next : best), [Infinity, ''])[1];
}
