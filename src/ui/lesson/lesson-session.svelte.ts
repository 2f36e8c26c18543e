/**
 * The lesson on the page: which one, and how far. It sets the stage; the stage knows nothing of it but what to
 * withhold.
 */
import { scenarioAt } from '../../lesson/check';
import type { Lesson, LessonStep } from '../../lesson/lesson';
import { progress, type ProgressEvent } from '../../lesson/progress.machine';
import { ask } from '../../lesson/query';
import { stepper } from '../../machine/step';
import type { Stage } from '../state/stage.svelte';
import { studying } from '../state/studying.svelte';

const machine = stepper(progress);

export class LessonSession {
  lesson = $state.raw<Lesson | null>(null);
  #snapshot = $state.raw(machine.start([]));

  readonly #stage: Stage;

  readonly index: number = $derived(this.#snapshot.context.step);
  readonly step: LessonStep | null = $derived(this.lesson?.steps[this.index] ?? null);
  readonly asking: boolean = $derived(this.#snapshot.value === 'asking');
  readonly answer = $derived(this.#snapshot.context.answers[this.index] ?? null);
  /** What the run says, once it may be told. */
  readonly verdict: string | null = $derived.by(() => {
    const question = this.step?.ask;
    return question && !this.asking && this.#stage.run ? ask(this.#stage.run, question.query) : null;
  });

  /** Whether the step's own run is on stage: until then nothing can be predicted of it. */
  get ready(): boolean {
    return !this.#stage.old;
  }

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /**
   * Begins a lesson, or goes on to a step of it: what lies before counts as read, its questions as passed over. One
   * that has been saved since is another lesson, and begun there, with nothing answered.
   */
  begin(lesson: Lesson, step = 0): Promise<void> {
    if (lesson !== this.lesson) this.#snapshot = machine.start(lesson.steps.map(({ ask }) => ask !== null));
    this.lesson = lesson;
    const to = Math.min(step, lesson.steps.length - 1);
    while (this.index > to) this.#step({ type: 'wentBack' });
    while (this.index < to) {
      if (this.asking) this.#step({ type: 'answered', option: '', right: false });
      this.#step({ type: 'wentOn' });
    }
    return this.set();
  }

  /** Leaves the lesson; the stage keeps its place, and nothing is withheld any more. */
  leave(): void {
    this.lesson = null;
    studying.place = null;
    this.#stage.withheldFrom = null;
  }

  next(): Promise<void> {
    return this.#take({ type: 'wentOn' });
  }

  back(): Promise<void> {
    return this.#take({ type: 'wentBack' });
  }

  /** The learner's prediction: the run decides whether it holds, and then shows what was withheld. */
  predict(option: string): void {
    const question = this.step?.ask;
    const { run } = this.#stage;
    if (!question || !run) return;
    this.#step({ type: 'answered', option, right: ask(run, question.query) === option });
    this.#stage.withheldFrom = null;
    this.#stage.goToMoment(question.before);
  }

  /** Puts the stage where the step wants it. */
  async set(): Promise<void> {
    const { lesson, step } = this;
    if (!lesson || !step) return;
    const stage = this.#stage;
    studying.place = { lesson: lesson.name, step: this.index };
    stage.playing = false;
    stage.withheldFrom = this.asking && step.ask ? step.ask.before : null;
    void stage.look({ ...(step.depth && { depth: step.depth }), taught: step.taught });
    await stage.play(scenarioAt(lesson, this.index), step.moment);
  }

  #step(event: ProgressEvent): void {
    this.#snapshot = machine.step(this.#snapshot, event).snapshot;
  }

  #take(event: ProgressEvent): Promise<void> {
    this.#step(event);
    return this.set();
  }
}
