/** The lesson and the step that one is at, as the address names them. */
export interface LessonPlace {
  readonly lesson: string;
  /** The first is 0; the address counts from 1. */
  readonly step: number;
}

class Studying {
  /** Null while there is no lesson. */
  place = $state.raw<LessonPlace | null>(null);
}

export const studying = new Studying();

/** `lesson=02-boxes/01-what-the-firewall-saw&step=3`; null for a fragment that names no lesson. */
export function lessonOf(fragment: string): LessonPlace | null {
  const [, lesson = '', step = '1'] = /^#?lesson=([\w/-]{1,100})(?:&step=(\d{1,3}))?$/.exec(fragment) ?? [];
  return lesson === '' ? null : { lesson, step: Math.max(0, Number(step) - 1) };
}

export const lessonText = ({ lesson, step }: LessonPlace): string => `lesson=${lesson}&step=${step + 1}`;
