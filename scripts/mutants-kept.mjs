// npm run mutants -- kept [ID ...]: puts each mutant of test/mutants/mutants.json, or those named, into a copy of
// the project and runs the one test that is to notice it. The working tree stays as it is. Fails where more than three
// survive, or where a mutant no longer fits its file.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './install.mjs';

const MOST_SURVIVORS = 3;
/** A mutant under which the test never ends is noticed as well. */
const MOST_MILLISECONDS = 180_000;
const FOLDERS = ['src', 'test', 'lessons'];
const CONFIGURATION = /^(package\.json|tsconfig.*\.json|.*\.config\.[jt]s)$/;

/** The project as the tests need it, in a folder of its own. */
function copyProject() {
  const folder = mkdtempSync(join(tmpdir(), 'portcall-mutants-'));
  const filter = (path) => basename(path) !== 'node_modules';
  const files = readdirSync(root).filter((name) => CONFIGURATION.test(name));
  for (const name of [...FOLDERS, ...files]) cpSync(join(root, name), join(folder, name), { recursive: true, filter });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** Whether tests pass, each within its time. */
function passes(folder, tests) {
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  const { status, error } = spawnSync(
    process.execPath,
    [vitest, 'run', ...tests, '--bail=1', '--maxWorkers=1', '--reporter=dot', '--cache=false'],
    { cwd: folder, stdio: 'ignore', timeout: tests.length * MOST_MILLISECONDS, killSignal: 'SIGKILL' },
  );
  return !error && status === 0;
}

/** Runs the test of a mutant, and puts the file back. */
function tried(folder, { file, from, to, test }) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) return `stale: ${parts.length - 1} times in ${file}`;
  if (test === undefined) return 'survived: no test is named';
  writeFileSync(path, parts.join(to));
  const survived = passes(folder, [test]);
  writeFileSync(path, text);
  return `${survived ? 'survived' : 'killed'} ${test}`;
}

/** Tries the mutants of these ids, or all; whether few enough survive. */
export function kept(ids) {
  const all = JSON.parse(readFileSync(join(root, 'test/mutants/mutants.json'), 'utf8'));
  const unknown = ids.filter((id) => !all.some((mutant) => mutant.id === id));
  if (unknown.length > 0) throw new Error(`no mutant is called ${unknown.join(', ')}`);
  const mutants = ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
  const folder = copyProject();
  try {
    // A test that fails anyway notices nothing.
    const tests = [...new Set(mutants.flatMap(({ test }) => test ?? []))];
    if (tests.length > 0 && !passes(folder, tests)) throw new Error('the tests fail without any mutant');
    const counts = { killed: 0, survived: 0, stale: 0 };
    for (const mutant of mutants) {
      const result = tried(folder, mutant);
      counts[/^\w+/.exec(result)[0]] += 1;
      console.log(`${mutant.id.padEnd(6)} ${result}`);
    }
    console.log(`${counts.killed} killed, ${counts.survived} survived, ${counts.stale} stale`);
    return counts.stale === 0 && counts.survived <= MOST_SURVIVORS;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
