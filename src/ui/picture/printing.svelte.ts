/** Whether the page is being printed, or shown as it would be. */
import { flushSync } from 'svelte';
import { MediaQuery } from 'svelte/reactivity';

class Printing {
  readonly #shown = new MediaQuery('print');
  #asked = $state(false);

  get now(): boolean {
    return this.#asked || this.#shown.current;
  }

  /** The browser takes its picture as soon as this returns: the sheets are drawn before. */
  begin(): void {
    flushSync(() => (this.#asked = true));
  }

  end(): void {
    this.#asked = false;
  }
}

export const printing = new Printing();
