// npm run firefox: the built page in Debian's firefox-esr. What drives it is a package of its own, installed here when
// it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { install, root } from './install.mjs';
import { run } from './steps.mjs';

install();
const folder = join(root, 'test', 'firefox');
if (!existsSync(join(folder, 'node_modules', 'puppeteer-core'))) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
}
const { code } = await run(['vite', 'build', '--logLevel', 'error'], { live: true });
process.exitCode =
  code === 0 ? (spawnSync(process.execPath, [join(folder, 'run.mjs')], { stdio: 'inherit' }).status ?? 1) : code;
