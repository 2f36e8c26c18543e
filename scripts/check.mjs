// npm run check: the inner loop. Types, lint and the quick tests, in less than half a minute.
// Left to `npm test`: real peers over loopback, *.slow.test.ts, the build and the browser.
import { install } from './install.mjs';
import { lint, runSteps, typesCore, typesSvelte } from './steps.mjs';

install();
const quickTests = {
  name: 'quick tests',
  command: ['vitest', 'run', '--reporter=dot', '--exclude=test/loopback/**', '--exclude=test/**/*.slow.test.ts'],
};
const results = await runSteps([typesSvelte, quickTests, typesCore, lint]);
const failed = results.filter(({ code }) => code !== 0);
console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
