/** The one event queue: a binary heap by time in whole microseconds; ties leave in the order they came. */
import type { Micros } from '../machine/contract';

export interface Due {
  readonly at: Micros;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

export class Queue {
  private readonly heap: Due[] = [];
  private orders = 0;

  /** Schedules `run` at `at`; the answer can be marked cancelled. */
  push(at: Micros, run: () => void): Due {
    const due: Due = { at, order: this.orders++, run, cancelled: false };
    const { heap } = this;
    let child = heap.push(due) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = heap[parent];
      if (!above || before(above, due)) break;
      heap[child] = above;
      child = parent;
    }
    heap[child] = due;
    return due;
  }

  /** The next event that is not cancelled, taken out. */
  pop(): Due | undefined {
    for (;;) {
      const top = this.take();
      if (!top?.cancelled) return top;
    }
  }

  private take(): Due | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || top === last) return top;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const a = heap[left];
      if (!a) break;
      const b = heap[left + 1];
      const [child, smaller] = b && before(b, a) ? [left + 1, b] : [left, a];
      if (before(last, smaller)) break;
      heap[parent] = smaller;
      parent = child;
    }
    heap[parent] = last;
    return top;
  }
}

function before(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
