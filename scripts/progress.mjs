// How far an install has come, on standard error, while npm says nothing: `install.mjs` starts it and ends it. It
// counts the packages of package-lock.json that lie in node_modules, which npm fills one by one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const EVERY = process.stderr.isTTY ? 500 : 5000;
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const paths = Object.keys(packages).filter((path) => path !== '' && packages[path].optional !== true);
const began = Date.now();
// npm empties node_modules first: until then the old packages are no progress.
let emptied = !existsSync(join(root, 'node_modules', '.package-lock.json'));

setInterval(() => {
  emptied ||= !existsSync(join(root, 'node_modules', '.package-lock.json'));
  const there = emptied ? paths.filter((path) => existsSync(join(root, path, 'package.json'))).length : 0;
  const line = `  ${there} of ${paths.length} packages, ${Math.round((Date.now() - began) / 1000)} s`;
  process.stderr.write(process.stderr.isTTY ? `\r${line}\x1b[K` : `${line}\n`);
}, EVERY);
process.on('SIGTERM', () => {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  process.exit();
});
// Nobody is left to end it.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(), 1000);
