// npm run check: the inner loop. Types, lint and the quick tests.
// Left to `npm test`: real peers (loopback, tshark), *.slow.test.ts, what fuzzes and sweeps at length, the build and
// the browser.
import { install } from './install.mjs';
import { lint, runSteps, typesAll, typesCore } from './steps.mjs';

install();
const slow = [
  'loopback/**',
  'capture/**',
  'explain/**',
  'tls/**',
  'live/**',
  'diagram/layout*',
  'ftp/server-fuzz*',
  'ftp/verbs*',
  'tcp/delivery*',
  '**/*.slow.test.ts',
];
const quickTests = {
  name: 'quick tests',
  command: ['vitest', 'run', '--reporter=dot', ...slow.map((pattern) => `--exclude=test/${pattern}`)],
};
const results = await runSteps([typesAll, quickTests, typesCore, lint]);
const failed = results.filter(({ code }) => code !== 0);
console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
