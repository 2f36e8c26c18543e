// npm run gate -- OTHER [COUNT]: are the packets of this tree's runs those of another checkout of the project?
//
// OTHER is a folder: `git worktree add ../before main~5` makes one. Its runs are recorded with its own engines
// (test/gate/digest.ts there; where it has none, this tree's copy is lent to it for the time), COUNT scenarios drawn by
// seed (2000 where none is said), each recorded setup of test/data/setups.json and each golden of test/golden; then
// this tree runs them again, and every link whose packets' octets, times, nodes or end differ is named. The record is
// kept in node_modules/.cache/gate by OTHER's commit, so that asking again takes half the time. Exit code 1 where
// anything differs; a change of behaviour that is meant is told in CHANGELOG.md, link and all.
//
//     git worktree add ../before main
//     npm run gate -- ../before 300
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { install, root } from './install.mjs';

const TOOL = join('test', 'gate', 'digest.ts');

const [folder, count = '2000'] = process.argv.slice(2);
const other = folder && resolve(folder);
if (!other || !existsSync(join(other, 'src', 'scenario')) || !/^\d+$/.test(count)) {
  console.error('npm run gate -- OTHER-CHECKOUT [COUNT]');
  process.exit(2);
}
install();

/** The tool in a tree, by that tree's own engines. */
function tool(cwd, ...rest) {
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const { status } = spawnSync(process.execPath, [tsx, TOOL, ...rest], { cwd, stdio: 'inherit' });
  if (status === null || status > 1) process.exit(1);
  return status;
}

/** The other tree's commit, or null where it has changes that no commit names. */
function commitOf(cwd) {
  const git = (...rest) => spawnSync('git', rest, { cwd, encoding: 'utf8' });
  return git('status', '--porcelain', '--', 'src', 'test').stdout === ''
    ? git('rev-parse', '--short=12', 'HEAD').stdout?.trim() || null
    : null;
}

function record(file) {
  const lent = [];
  const lend = (name, put) => {
    if (existsSync(join(other, name))) return;
    mkdirSync(dirname(join(other, name)), { recursive: true });
    put(join(root, name), join(other, name));
    lent.push(join(other, name));
  };
  try {
    lend('node_modules', (from, to) => symlinkSync(from, to, 'junction'));
    lend(TOOL, copyFileSync);
    if (tool(other, 'record', file, count) !== 0) process.exit(1);
  } finally {
    for (const path of lent) rmSync(path, { recursive: true });
  }
}

const commit = commitOf(other);
const cache = join(root, 'node_modules', '.cache', 'gate');
const file = join(cache, `${commit ?? 'uncommitted'}-${count}.txt`);
mkdirSync(cache, { recursive: true });
if (commit === null || !existsSync(file)) {
  console.log(`Recording ${count} scenarios and what was recorded, by ${other} ...`);
  record(file);
}
console.log('Running them here ...');
process.exitCode = tool(root, 'check', file);
