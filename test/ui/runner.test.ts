/** Who makes runs: the last wish wins, Stop ends the worker, its spare knows what it knew, and the page stands in. */
import { describe, expect, test, vi } from 'vitest';
import type { Made, Wish } from '../../src/ui/runs/messages';
import { Runner } from '../../src/ui/runs/runner';
import { readTrace, writeTrace } from '../../src/trace/file';
import type { Trace } from '../../src/trace/trace';
import { passiveListing } from '../diagram/listings';

/** A worker that answers when the test says so. */
class Puppet extends EventTarget {
  readonly heard: Wish[] = [];
  ended = false;
  postMessage(wish: Wish): void {
    this.heard.push(wish);
  }
  terminate(): void {
    this.ended = true;
  }
  /** Makes what was last wished for. */
  make(name: string, learned: readonly (readonly [string, unknown])[] = []): void {
    const wish = this.heard.filter((one) => 'id' in one).at(-1);
    if (!wish) throw new Error('nothing was wished for');
    const trace = { scenario: name, entries: [] } as unknown as Trace;
    this.dispatchEvent(new MessageEvent<Made>('message', { data: { id: wish.id, trace, learned } }));
  }
}

function stage() {
  const workers: Puppet[] = [];
  const runner = new Runner(() => {
    const worker = new Puppet();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { workers, runner };
}

const at = (workers: readonly Puppet[], index: number): Puppet => {
  const worker = workers[index];
  if (!worker) throw new Error(`there is no worker ${index}`);
  return worker;
};

describe('runs, one at a time', () => {
  test('a run is made, and its pieces become one trace', async () => {
    const { workers, runner } = stage();
    const asked = runner.make({ link: 'seed=1' });
    const piece = [{ n: 0 }] as never;
    at(workers, 0).dispatchEvent(new MessageEvent<Made>('message', { data: { id: 1, piece } }));
    at(workers, 0).make('one');
    expect(await asked).toMatchObject({ scenario: 'one', entries: [{ n: 0 }] });
    runner.end();
  });

  test('of those wished for meanwhile the last is made, by the same worker if it is done soon', async () => {
    const { workers, runner } = stage();
    const asked = ['seed=1', 'seed=2', 'seed=3'].map((link) => runner.make({ link }));
    at(workers, 0).make('one');
    at(workers, 0).make('three');
    expect((await Promise.all(asked)).map((trace) => trace?.scenario ?? null)).toEqual(['one', null, 'three']);
    expect(at(workers, 0).heard.map((wish) => ('link' in wish ? wish.link : ''))).toEqual(['seed=1', 'seed=3']);
    expect(at(workers, 0).ended).toBe(false);
    runner.end();
  });

  test('who takes too long is ended for a newer wish', async () => {
    vi.useFakeTimers();
    const { workers, runner } = stage();
    const first = runner.make({ link: 'seed=1' });
    const second = runner.make({ link: 'seed=2' });
    vi.runOnlyPendingTimers();
    vi.useRealTimers();
    expect(await first).toBeNull();
    expect(at(workers, 0).ended).toBe(true);
    at(workers, 1).make('two');
    expect((await second)?.scenario).toBe('two');
    runner.end();
  });

  test('Stop ends the worker; the next knows what it had computed', async () => {
    const { workers, runner } = stage();
    const first = runner.make({ link: 'security=explicit' });
    at(workers, 0).make('one', [['sign x', 'y']]);
    await first;
    const second = runner.make({ link: 'security=implicit' });
    runner.stop();
    expect(await second).toBeNull();
    expect(at(workers, 0).ended).toBe(true);
    const third = runner.make({ link: 'seed=3' });
    const next = workers.find((worker) => worker.heard.some((wish) => 'link' in wish && wish.link === 'seed=3'));
    expect(next?.heard[0]).toEqual({ learned: [['sign x', 'y']] });
    next?.make('three');
    expect((await third)?.scenario).toBe('three');
    runner.end();
  });

  test('what runs need is fetched ahead by every worker; a spare that cannot be had takes none away', async () => {
    const { workers, runner } = stage();
    const first = runner.make({ link: 'seed=1' });
    at(workers, 0).make('one');
    await first;
    runner.ahead();
    expect(at(workers, 0).heard.at(-1)).toEqual({ ahead: true });
    runner.provide();
    expect(at(workers, 1).heard).toEqual([{ ahead: true }]);
    at(workers, 1).dispatchEvent(new Event('error'));
    const second = runner.make({ link: 'seed=2' });
    at(workers, 0).make('two');
    expect((await second)?.scenario).toBe('two');
    runner.end();
  });

  test('what a run failed at is said', async () => {
    const { workers, runner } = stage();
    const asked = runner.make({ link: 'seed=1' });
    at(workers, 0).dispatchEvent(new MessageEvent<Made>('message', { data: { id: 1, failed: 'no such profile' } }));
    await expect(asked).rejects.toThrow('no such profile');
    runner.end();
  });

  test('where the worker never comes to be, and where there is none, the page makes it', async () => {
    const { workers, runner } = stage();
    const asked = runner.make({ link: 'dataMode=PORT' });
    at(workers, 0).dispatchEvent(new Event('error'));
    expect((await asked)?.scenario.knobs).toEqual({ dataMode: 'PORT' });
    const none = new Runner(() => {
      throw new DOMException('not from here', 'SecurityError');
    });
    expect((await none.make({ link: 'dataMode=EPSV' }))?.scenario.knobs).toEqual({ dataMode: 'EPSV' });
  });

  test('a run on the page can be stopped between its slices', async () => {
    const none = new Runner(() => {
      throw new DOMException('not from here', 'SecurityError');
    });
    const asked = none.make({ link: 'dataMode=PORT' });
    none.stop();
    expect(await asked).toBeNull();
  });

  test('a saved trace is read by whoever makes runs, on the page too', async () => {
    const { workers, runner } = stage();
    const file = new Blob([writeTrace(passiveListing())]);
    void runner.make({ file });
    expect(at(workers, 0).heard).toEqual([{ id: 1, file }]);
    const none = new Runner(() => {
      throw new DOMException('not from here', 'SecurityError');
    });
    expect(await none.make({ file })).toEqual(readTrace(writeTrace(passiveListing())));
    await expect(none.make({ file: new Blob(['{"version": 2, "entries": []}']) })).rejects.toThrow(/is not/);
  });
});
