// npm run sweep: every combination of the network knobs, then whole what `npm test` tries a part of (test/share.ts).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { install, root } from './install.mjs';
import { run } from './steps.mjs';

install();
const { register } = await import('tsx/esm/api');
register();
await import('../test/sweep/run.ts');

const shared = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.slow.test.ts'))
  .map((name) => join('test', name))
  .filter((name) => readFileSync(join(root, name), 'utf8').includes("from '../share'"));
const { code } = await run(['vitest', 'run', ...shared], { live: true, env: { PORTCALL_WHOLE: '1' } });
if (code !== 0) process.exitCode = code;
