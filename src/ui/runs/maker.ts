/**
 * Who makes a run, or reads a saved one: a worker, or the page itself. Either may be ended, and then answers no more.
 */
import type { Entry } from '../../trace/entry';
import type { Trace } from '../../trace/trace';
import { messageOf } from './failure';
import { whole, type Learned, type Made, type News, type Source, type Wish } from './messages';

export interface Maker {
  /** One run at a time. */
  make(source: Source, answer: Answer): void;
  tell(news: News): void;
  end(): void;
}

interface Answer {
  done(trace: Trace, learned: Learned): void;
  failed(message: string): void;
}

/** Null where no worker can be had; `broken` is told where it turns out later that this never came to be one. */
export function workerMaker(start: () => Worker, broken: () => void): Maker | null {
  let worker: Worker;
  try {
    worker = start();
  } catch {
    return null; // no workers, or none from this address: a file, a frame of an opaque origin
  }
  let [id, before]: [number, (readonly Entry[])[]] = [0, []];
  let answer: Answer | null = null;
  let lives = false;
  const say = (wish: Wish): void => {
    worker.postMessage(wish);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Made>) => {
    lives = true;
    if (data.id !== id || !answer) return;
    if ('piece' in data) before.push(data.piece);
    else if ('failed' in data) answer.failed(data.failed);
    else answer.done(whole(before, data.trace), data.learned);
  });
  worker.addEventListener('error', ({ message }) => {
    if (lives) answer?.failed(message);
    else broken();
  });
  return {
    make(source, next) {
      [id, before, answer] = [id + 1, [], next];
      say({ id, ...source });
    },
    tell: say,
    end() {
      answer = null;
      worker.terminate();
    },
  };
}

/** The page itself. What it computes, it remembers by itself. */
export function pageMaker(): Maker {
  let turn = 0;
  return {
    make(source, answer) {
      const mine = ++turn;
      const wanted = (): boolean => mine === turn;
      import('./slices')
        .then(({ inSlices }) => inSlices(source, wanted))
        .then(
          (trace) => {
            if (trace && wanted()) answer.done(trace, []);
          },
          (error: unknown) => {
            if (wanted()) answer.failed(messageOf(error));
          },
        );
    },
    tell(news) {
      if (!('ahead' in news)) return;
      import('./slices').then(
        ({ fetchAhead }) => fetchAhead(),
        () => undefined,
      );
    },
    end() {
      turn++;
    },
  };
}
