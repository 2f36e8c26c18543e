/**
 * The lessons shipped with the page; vite.config.ts has them read when the page is built, so that no reader is shipped.
 */
import type { Lesson } from '../../lesson/lesson';

const read = import.meta.glob<Lesson>('../../../lessons/*/*/lesson.md', { import: 'default', eager: true });

export const lessons: readonly Lesson[] = Object.entries(read)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, lesson]) => lesson);
