/** Looks for remedies, and tries doors, off the page's thread. */
import { breather } from '../runs/breather';
import { perform, SLICE, type Task } from './tasks';
import type { Heard, Said } from './task-client';

const wanted = new Set<number>();

const say = (said: Said): void => {
  postMessage(said);
};

async function work(id: number, task: Task, link: string): Promise<void> {
  wanted.add(id);
  try {
    const result = await perform(task, link, {
      tell: (progress) => {
        say({ id, progress });
      },
      pause: breather(() => wanted.has(id), SLICE),
    });
    if (result !== null) say({ id, result });
  } catch (error) {
    say({ id, failed: error instanceof Error ? error.message : String(error) });
  }
  wanted.delete(id);
}

addEventListener('message', ({ data }: MessageEvent<Heard>) => {
  if ('stop' in data) wanted.delete(data.stop);
  else void work(data.id, data.task, data.link);
});
