/**
 * Over every nth combination of the network's knobs (all of them where none is named): each failing run is diagnosed,
 * its remedies are looked for, and what is wrong with either is printed; exit 1 if anything is. `npx tsx
 * test/sweep/why.ts 20 3` takes each twentieth from the third.
 */
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { toLink } from '../../src/scenario/text/link';
import { ran } from '../explain/symptom';
import { chainFaults, remedyFaults } from '../explain/why';
import { combinations } from './combinations';

const [every = 1, from = 0] = process.argv.slice(2).map(Number);
const start = performance.now();
let [seen, failing, impossible, wrong, longest] = [0, 0, 0, 0, 0];
for (const scenario of [...combinations()].filter((_, index) => index % every === from)) {
  seen++;
  const trace = await ran(scenario);
  if (diagnose(trace)) failing++;
  const before = process.cpuUsage();
  const cure = await remedyFaults(scenario, trace);
  longest = Math.max(longest, (process.cpuUsage(before).user + process.cpuUsage(before).system) / 1000);
  if (cure.impossible) {
    impossible++;
    console.log(`no remedy: ${toLink(scenario, null)}`);
  }
  const faults = [...chainFaults(trace), ...cure.faults];
  if (faults.length === 0) continue;
  wrong++;
  console.log(`${toLink(scenario, null)}: ${faults.join('; ')}`);
}
console.log(
  `${seen} runs, ${failing} failing, ${impossible} with no remedy but a reason, ${wrong} wrong; ` +
    `the longest search ${longest.toFixed(0)} ms of the processor; ` +
    `${((performance.now() - start) / 1000).toFixed(0)} s`,
);
process.exitCode = wrong > 0 ? 1 : 0;
