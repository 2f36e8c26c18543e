/** An upload of 10 to 100,000 segments: time and memory should grow with the segments, and no faster. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { load } from '../src/parts';
import { needs } from '../src/scenario/build/reading/parts';
import { run } from '../src/scenario/build/run';
import { emptyScenario, withKnob } from '../src/scenario/scenario';
import { say } from './measure';

const MSS = 1460;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export async function benchGrowth(): Promise<void> {
  const parts = await load(needs(emptyScenario));
  const rows = [10, 100, 1000, 10_000, 100_000].map((segments) => {
    const scenario = withKnob(emptyScenario, 'actions', [{ op: 'put', path: 'big.bin', bytes: segments * MSS }]);
    collect();
    const before = process.memoryUsage();
    const start = performance.now();
    // Past the published bound: what is measured is the engine.
    const trace = run(scenario, parts, { entries: Infinity });
    const took = performance.now() - start;
    collect();
    const after = process.memoryUsage();
    return {
      segments,
      took,
      entries: trace.entries.length,
      bytes: after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers,
    };
  });
  const [, , thousand] = rows;
  say('growth: an upload of N full segments', [
    ...rows.map(
      ({ segments, took, entries, bytes }) =>
        `${String(segments).padStart(7)} segments  ${took.toFixed(0).padStart(6)} ms ` +
        ` ${((took / segments) * 1000).toFixed(0).padStart(5)} us a segment  ${String(entries).padStart(7)} ` +
        `entries  ${(bytes / 2 ** 20).toFixed(0).padStart(5)} MiB`,
    ),
    `100,000 against 1,000: ${((rows.at(-1)?.took ?? 0) / (thousand?.took ?? 1) / 100).toFixed(2)} times the ` +
      'time a segment (aim: 1)',
  ]);
}
