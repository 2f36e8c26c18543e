// npm test: everything. Installs what is missing, says what it skipped and why, ends in one line of two numbers.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { install, root } from './install.mjs';
import { count, countBrowser, pagesOfFailed } from './count.mjs';
import { prepare } from './programs.mjs';
import { build, lint, run, runSteps, typesAll, typesCore } from './steps.mjs';

const began = Date.now();
install();
const { chromium, skipped, failed } = prepare();
for (const { name, use, why } of failed) console.log(`FAILED ${name} (${use}): ${why}`);

const reports = join(root, 'node_modules', '.cache', 'portcall');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const report = (name) => {
  try {
    return JSON.parse(readFileSync(join(reports, name), 'utf8'));
  } catch {
    return undefined;
  }
};

const environment = {
  PORTCALL_SKIP: skipped.map(({ name }) => name).join(','),
  PORTCALL_REPORTS: reports,
  ...(chromium === undefined ? {} : { PORTCALL_CHROMIUM: chromium }),
};

const steps = await runSteps([typesAll, lint, typesCore, build]);
const tests = await run(
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(reports, 'vitest.json')}`],
  { live: true, env: environment },
);
const totals = [
  { passed: 0, failed: failed.length, skipped: [] },
  ...steps.map(({ code }) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] })),
  count(report('vitest.json'), tests.code),
];
if (chromium !== undefined) {
  const browser = await run(['playwright', 'test'], { live: true, env: environment });
  totals.push(countBrowser(report('browser.json'), browser.code));
  // Where this runs on somebody else's machine, what is printed is all that is left of it.
  for (const { title, path } of pagesOfFailed(report('browser.json')).slice(0, 3))
    console.log(`\nthe page of "${title}":\n${readFileSync(path, 'utf8').slice(0, 8000)}`);
}

const sum = (key) => totals.reduce((total, each) => total + each[key], 0);
for (const { name, use, why } of skipped) console.log(`skipped ${name} (${use}): ${why}`);
for (const title of totals.flatMap((each) => each.skipped)) console.log(`skipped test: ${title}`);
if (skipped.length === 0 && totals.every((each) => each.skipped.length === 0)) console.log('skipped nothing');
console.log(`took ${((Date.now() - began) / 1000).toFixed(0)} s`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
