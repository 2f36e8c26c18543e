// Runs the tools of the project as child processes.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

/** Where a package's command lies: `node <file>` is quicker than npx and the same on every system. */
function executable(command) {
  const packageName = { tsc: 'typescript', playwright: '@playwright/test' }[command] ?? command;
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Runs one command of a package; `live` shows its output as it comes, else it is returned. */
export function run([command, ...rest], { live = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const began = Date.now();
    const child = spawn(process.execPath, [executable(command), ...rest], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const stop = (signal) => child.kill(signal);
    process.on('SIGINT', stop).on('SIGTERM', stop);
    child.on('close', (code) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve({ code: code ?? 1, output, seconds: (Date.now() - began) / 1000 });
    });
  });
}

/**
 * Steps, `width` at a time, each reported when it ends; a failed one with all it said. Returns the results in order.
 */
export async function runSteps(steps, width = 2) {
  const results = [];
  const waiting = steps.map((step, index) => ({ step, index }));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { name, command, env } = next.step;
      const result = await run(command, { env });
      results[next.index] = { name, ...result };
      console.log(`${result.code === 0 ? 'ok    ' : 'FAILED'} ${name} (${result.seconds.toFixed(1)} s)`);
      if (result.code !== 0) console.log(result.output);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

export const typesCore = { name: 'types of the core', command: ['tsc', '-p', 'tsconfig.core.json'] };
/** Of everything, .ts files too: svelte-check tells what tsc would. */
export const typesAll = {
  name: 'types',
  command: [
    'svelte-check',
    '--incremental',
    '--tsconfig',
    './tsconfig.json',
    '--output',
    'human',
    '--fail-on-warnings',
  ],
};
export const lint = {
  name: 'lint',
  command: ['eslint', '.', '--max-warnings=0', '--cache', '--cache-location', 'node_modules/.cache/eslint/'],
};
export const build = { name: 'build', command: ['vite', 'build', '--logLevel', 'warn'] };
