/** npm run sweep: every combination of the network's knobs, counted by how it ends; exit 1 if any is wrong. */
import { toLink } from '../../src/scenario/text/link';
import { combinations } from './combinations';
import { swept } from './sweep';

const counts = new Map<string, number>();
let wrongs = 0;
const start = performance.now();
for (const scenario of combinations()) {
  const { outcome, wrong } = await swept(scenario);
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  if (wrong.length > 0) {
    wrongs++;
    console.log(`${toLink(scenario, null)}: ${wrong.join('; ')}`);
  }
}
const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
for (const [outcome, count] of [...counts].sort((a, b) => b[1] - a[1]))
  console.log(`${String(count).padStart(6)} ${outcome}`);
console.log(`${total} combinations in ${((performance.now() - start) / 1000).toFixed(0)} s, ${wrongs} wrong`);
process.exitCode = wrongs > 0 ? 1 : 0;
