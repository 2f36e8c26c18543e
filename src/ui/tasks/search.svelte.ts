/** One long search as a component shows it: under way, found, stopped or failed. */
import { answered, ask } from './task-client';
import type { Progress, Results, Task } from './tasks';

export class Search<T extends Task> {
  found = $state.raw<Results[T] | null>(null);
  progress = $state.raw<Progress | null>(null);
  stopped = $state(false);
  trouble = $state('');

  readonly #task: T;
  #link = '';
  #stop: () => void = () => undefined;

  constructor(task: T) {
    this.#task = task;
  }

  /** Leaves what was searched for before. What is known of the scenario is there at once. */
  begin(link: string): void {
    this.#stop();
    this.#link = link;
    this.found = answered(this.#task, link);
    [this.progress, this.stopped, this.trouble] = [null, false, ''];
  }

  /** Goes on with what was begun. */
  run(): void {
    if (this.found) return;
    const link = this.#link;
    [this.stopped, this.trouble] = [false, ''];
    const asked = ask(this.#task, link, (now) => {
      if (link === this.#link) this.progress = now;
    });
    this.#stop = () => {
      asked.stop();
    };
    asked.result.then(
      (result) => {
        if (link === this.#link && result) this.found = result;
      },
      (error: unknown) => {
        if (link === this.#link) this.trouble = error instanceof Error ? error.message : String(error);
      },
    );
  }

  stop(): void {
    this.#stop();
    this.stopped = true;
  }
}
