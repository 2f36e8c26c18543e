/**
 * Runs for the page, one at a time: the last wish wins, and any may be stopped. Whoever makes one too long is ended; a
 * spare stands ready and knows what the ended one had computed.
 */
import type { Trace } from '../../trace/trace';
import { pageMaker, workerMaker, type Maker } from './maker';
import type { Learned, Source } from './messages';

interface Order {
  readonly source: Source;
  readonly done: (trace: Trace | null) => void;
  readonly failed: (error: Error) => void;
}

/** A newer wish waits so long for the run under way, in ms: most are done by then, and a worker is dear. */
const GRACE = 80;
/** Results that are handed on, the latest. */
const KEPT = 4096;

const started = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

export class Runner {
  readonly #start: () => Worker;
  #workers = true;
  /** Some worker has answered: they can be had, be it that another cannot be fetched now. */
  #lived = false;
  #ahead = false;
  #maker: Maker | null = null;
  #spare: Maker | null = null;
  /** The run under way, and the last that was wished for meanwhile. */
  #now: Order | null = null;
  #next: Order | null = null;
  #grace: ReturnType<typeof setTimeout> | undefined;
  readonly #learned = new Map<string, unknown>();

  constructor(start: () => Worker = started) {
    this.#start = start;
  }

  /** The trace; null where it was stopped, or a later wish came first. */
  make(source: Source): Promise<Trace | null> {
    return new Promise((done, failed) => {
      this.#next?.done(null);
      this.#next = { source, done, failed };
      if (!this.#now) this.#begin();
      else this.#grace ??= setTimeout(() => this.#replace(), GRACE);
    });
  }

  /** Whoever makes runs, now or later, fetches all that one may need while there is a network. */
  ahead(): void {
    this.#ahead = true;
    for (const maker of [this.#maker, this.#spare]) maker?.tell({ ahead: true });
  }

  stop(): void {
    this.#next?.done(null);
    this.#next = null;
    if (this.#now) this.#replace();
  }

  /** Nothing is wished for any more. */
  end(): void {
    clearTimeout(this.#grace);
    for (const order of [this.#now, this.#next]) order?.done(null);
    for (const maker of [this.#maker, this.#spare]) maker?.end();
    this.#now = this.#next = this.#maker = this.#spare = null;
  }

  #begin(): void {
    const order = this.#next;
    [this.#now, this.#next] = [order, null];
    if (!order) return;
    const maker = (this.#maker ??= this.#another());
    maker.make(order.source, {
      done: (trace, learned) => {
        this.#lived = true;
        this.#keep(learned);
        order.done(trace);
        this.#finish();
      },
      failed: (message) => {
        order.failed(new Error(message));
        this.#finish();
      },
    });
  }

  #finish(): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
    this.#begin();
  }

  /** The run under way is given up, and who makes it is ended. */
  #replace(): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
    this.#now?.done(null);
    this.#maker?.end();
    [this.#maker, this.#spare] = [this.#spare ?? this.#another(), null];
    this.#begin();
    this.provide();
  }

  /** A spare, as soon as somebody works. A worker is dear: whoever has a picture to show does that first. */
  provide(): void {
    if (this.#workers && this.#maker) this.#spare ??= this.#another();
  }

  #another(): Maker {
    const maker: Maker | null = this.#workers ? workerMaker(this.#start, () => this.#broken(maker)) : null;
    if (!maker) {
      this.#workers = false;
      return pageMaker();
    }
    if (this.#ahead) maker.tell({ ahead: true });
    if (this.#learned.size > 0) maker.tell({ learned: [...this.#learned] });
    return maker;
  }

  /** Workers never came to be: what was asked of them is done here. A spare alone may be had another time. */
  #broken(which: Maker | null): void {
    if (!this.#workers) return;
    if (this.#lived && which === this.#spare) {
      this.#spare = null;
      return;
    }
    this.#workers = false;
    for (const maker of [this.#maker, this.#spare]) maker?.end();
    [this.#maker, this.#spare] = [pageMaker(), null];
    if (this.#next) this.#now?.done(null);
    else this.#next = this.#now;
    this.#begin();
  }

  #keep(results: Learned): void {
    for (const [inputs, result] of results) {
      this.#learned.set(inputs, result);
      const [oldest] = this.#learned.keys();
      if (this.#learned.size > KEPT && oldest !== undefined) this.#learned.delete(oldest);
    }
    if (results.length > 0) this.#spare?.tell({ learned: results });
  }
}
