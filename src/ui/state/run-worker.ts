/** Makes traces off the page's thread, one after the other; its engine of TLS remembers what it has computed. */
import { here, type Made, type Wish } from './run-in-worker';

const say = (made: Made): void => {
  postMessage(made);
};

addEventListener('message', ({ data: { id, link } }: MessageEvent<Wish>) => {
  here(link).then(
    (trace) => {
      say({ id, trace });
    },
    (error: unknown) => {
      say({ id, failed: error instanceof Error ? error.message : String(error) });
    },
  );
});
