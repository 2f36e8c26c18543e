// npm run check: the inner loop. Types, lint and the quick tests.
// Left to `npm test`: what is called *.slow.test.ts (more than some four seconds each), real peers (test/loopback), the
// build and the browser. Types and lint remember what they found (node_modules/.cache, .svelte-check): the second time
// is the quick one.
import { install } from './install.mjs';
import { lint, runSteps, typesAll, typesCore } from './steps.mjs';

install();
const quickTests = {
  name: 'quick tests',
  command: ['vitest', 'run', '--reporter=dot'],
  env: { PORTCALL_QUICK: '1' },
};
const results = await runSteps([typesAll, quickTests, typesCore, lint]);
const failed = results.filter(({ code }) => code !== 0);
console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
