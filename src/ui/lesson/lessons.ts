/**
 * The lessons shipped with the page; vite.config.ts has them read when the page is built, so that no reader is shipped.
 */
import type { Lesson } from '../../lesson/lesson';

const read = import.meta.glob<Lesson>('../../../lessons/*/*/lesson.md', { import: 'default', eager: true });

export const lessons: readonly Lesson[] = Object.entries(read)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, lesson]) => lesson);

type Hearer = (lessons: readonly Lesson[]) => void;

/** In development, a lesson that was saved is there at once, and the page stays where it is. */
export function whenSaved(hear: Hearer): void {
  (import.meta.hot?.data['hearers'] as Set<Hearer> | undefined)?.add(hear);
}

if (import.meta.hot) {
  const hearers = (import.meta.hot.data['hearers'] ??= new Set<Hearer>()) as ReadonlySet<Hearer>;
  import.meta.hot.accept((fresh) => {
    if (fresh) for (const hear of hearers) hear(fresh['lessons'] as readonly Lesson[]);
  });
}
