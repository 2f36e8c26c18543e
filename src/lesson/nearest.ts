import { distance } from '../scenario/knobs/knobs';

/** The known name that is least edits away. */
export function nearest(name: string, known: readonly string[]): string {
  return known.reduce((best, next) => (distance(name, next) < distance(name, best) ? next : best), known[0] ?? '');
}
