// Plain Node, no dependency: it runs before there is any.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const oldestNode = [20, 19];

const packagesOf = (lockFile) => (existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : {});

/**
 * What package-lock.json asks for and node_modules has not. npm writes node_modules/.package-lock.json last, so an
 * interrupted install counts as missing. An optional package is one made for another platform.
 */
export function missingPackages(folder = root) {
  const installed = packagesOf(join(folder, 'node_modules', '.package-lock.json'));
  return Object.entries(packagesOf(join(folder, 'package-lock.json')))
    .filter(([path, wanted]) => {
      if (path === '') return false;
      const found = installed[path];
      return found === undefined ? wanted.optional !== true : found.version !== wanted.version;
    })
    .map(([path, wanted]) => `${path.replace(/^.*node_modules\//, '')} ${wanted.version}`);
}

/** Installs what is missing. Speaks on standard error, so that a command's own output stays clean. */
export function install() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    console.error(`Portcall needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const missing = missingPackages();
  if (missing.length === 0) return;
  const what =
    missing.length > 3
      ? `${missing.length} packages are`
      : `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'}`;
  console.error(`Portcall: ${what} missing; npm ci brings everything, which may take a minute.`);
  const began = Date.now();
  const teller = spawn(process.execPath, [join(root, 'scripts', 'progress.mjs')], { stdio: ['ignore', 2, 2] });
  const arguments_ = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...arguments_], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', arguments_, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  teller.kill();
  if (result.status !== 0) {
    console.error('npm ci failed; see above.');
    process.exit(1);
  }
  console.error(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`);
}
