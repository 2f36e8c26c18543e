/** The lessons shipped with the page, read once. A lesson with a mistake does not reach the page: the tests name it. */
import type { Lesson } from '../lesson/lesson'
import { parseLesson } from '../lesson/parse'

const texts = import.meta.glob<string>('../../lessons/*/*/lesson.md', { query: '?raw', import: 'default', eager: true })

const nameOf = (path: string): string => path.replace(/^.*\/lessons\//, '').replace(/\/lesson\.md$/, '')

export const lessons: readonly Lesson[] = Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([path, text]) => {
  const parsed = parseLesson(text, path, nameOf(path))
  return 'lesson' in parsed ? [parsed.lesson] : []
})
