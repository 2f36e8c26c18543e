/** What a lesson is, once read: plain data. How it is written down stands in parse.ts. */

/** The four depths of the diagram; a lesson may ask for one. */
export const depths = ['story', 'dialogue', 'segments', 'octets'] as const;
export type LessonDepth = (typeof depths)[number];

/** What the picture's labels say: the programs' words, or what they mean. */
export const labels = ['program', 'meaning'] as const;

/** A question that the learner answers before the run goes on. The author never says what is right: the run does. */
export interface Prediction {
  readonly question: string;
  /** What the query may come to, and how the learner reads it, in the order shown. */
  readonly options: readonly { readonly value: string; readonly text: string }[];
  /** A query over the run (query.ts), as in `opener of data 1`. */
  readonly query: string;
  /** The moment from which everything is withheld until there is an answer. */
  readonly before: string;
}

export interface LessonStep {
  readonly title: string;
  /** The step's text, as HTML made from its Markdown. */
  readonly html: string;
  /** Words of the text, headings and questions aside. */
  readonly words: number;
  /** Where the cursor goes; null leaves it. */
  readonly moment: string | null;
  readonly depth: LessonDepth | null;
  /** The picture's labels say what messages mean, not the programs' words. */
  readonly taught: boolean;
  /** Knobs set from this step on, as text. */
  readonly set: Readonly<Record<string, string>>;
  readonly ask: Prediction | null;
  /** Line of the file on which the step begins, from 1. */
  readonly line: number;
}

export interface Lesson {
  /** Its folder below lessons/: `01-two-connections/01-who-dials`. */
  readonly name: string;
  readonly title: string;
  readonly minutes: number;
  readonly goals: readonly string[];
  /** Knobs it begins with, as text. */
  readonly scenario: Readonly<Record<string, string>>;
  readonly steps: readonly LessonStep[];
}

/** A mistake in a lesson, with what would be right. */
export interface LessonProblem {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly remedy: string;
}

/** The knobs that hold at a step: the lesson's own, then what each step up to it set. */
export function knobsAt(lesson: Lesson, step: number): Readonly<Record<string, string>> {
  return Object.assign({}, lesson.scenario, ...lesson.steps.slice(0, step + 1).map(({ set }) => set)) as Record<
    string,
    string
  >;
}
