/** ELK in a worker of its own: fetched when the first chart is looked at, and never in the page's way. */
import ELK, { type ELK as Elk } from 'elkjs/lib/elk-api';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

let made: Elk | null = null;

export const elk: Pick<Elk, 'layout'> = {
  layout: (graph, settings) => (made ??= new ELK({ workerUrl })).layout(graph, settings),
};
