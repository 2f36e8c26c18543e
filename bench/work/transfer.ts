/** One transfer of so many full segments in a process of its own: what it takes of the processor and of memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { played, fresh, transfer } from './scenarios';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Twice, and a pause between: what buffers held is given back by and by. */
async function held(): Promise<number> {
  collect();
  await new Promise((resolve) => setTimeout(resolve, 100));
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

export interface Transferred {
  /** Milliseconds of the clock, and of the processor with all threads. */
  readonly took: number;
  readonly cpu: number;
  readonly entries: number;
  readonly octets: number;
}

const scenario = transfer(Number(process.argv[2]));
const parts = await fresh(scenario);
const before = await held();
const start = performance.now();
const cpu = process.cpuUsage();
const trace = played(scenario, parts);
const took = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
const octets = (await held()) - before;
const found: Transferred = { took, cpu: (user + system) / 1000, entries: trace.entries.length, octets };
console.log(JSON.stringify(found));
