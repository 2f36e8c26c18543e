// Mutants of the core, drawn by seed and tried by StrykerJS with the tests of their folder. A folder is one run, of
// those of its rooms (src/tls/record) that changed; a room's result is kept under node_modules/.cache with a digest of
// its sources and tests, so that a stopped run goes on.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './install.mjs';

/** What is drawn (test/mutants/drawn.mjs): of so many mutants one, about two thousand of the core's. */
const SEED = (process.env.PORTCALL_MUTANT_SEED ??= '1');
const ONE_OF = (process.env.PORTCALL_MUTANT_ONE_OF ??= '15');

/** Of each folder of the core, the tests that are to notice its faults. */
const TESTS = {
  wire: ['wire'],
  machine: ['machine'],
  trace: ['trace', 'golden'],
  tcp: ['tcp'],
  tls: ['tls'],
  ftp: ['ftp'],
  scan: ['scan'],
  middlebox: ['middlebox'],
  sim: ['sim', 'live', 'golden'],
  scenario: ['scenario', 'golden'],
  explain: ['explain', 'golden'],
  capture: ['capture'],
};

/** Asked for: of all, and of each folder, in per cent of the mutants drawn. */
const WANTED = 75;
const WANTED_OF_A_FOLDER = 60;

const results = join(root, 'node_modules', '.cache', 'portcall', 'mutants.json');

const filesOf = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.(ts|json|txt)$/.test(name))
    .sort();

function digestOf(files) {
  const hash = createHash('sha256').update(`${SEED} ${ONE_OF}`);
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

function known() {
  try {
    return JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    return {};
  }
}

function keep(rooms) {
  mkdirSync(dirname(results), { recursive: true });
  writeFileSync(results, JSON.stringify({ ...known(), ...rooms }, null, 1));
}

/** Tries what is drawn of the mutants of rooms of a folder: of each room, counts by status. */
async function tried(rooms, files, tests) {
  process.env.PORTCALL_MUTANT_TESTS = tests.map((folder) => `test/${folder}/**/*.test.ts`).join(',');
  const { Stryker } = await import('@stryker-mutator/core');
  const stryker = new Stryker({
    mutate: files,
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner', join(root, 'test', 'mutants', 'drawn.mjs')],
    checkers: ['drawn'],
    vitest: { configFile: 'test/mutants/vitest.config.ts', related: false },
    mutator: { excludedMutations: ['StringLiteral'] },
    concurrency: Number(process.env.PORTCALL_MUTANT_RUNNERS ?? 2),
    coverageAnalysis: 'perTest',
    reporters: ['progress-append-only'],
    logLevel: 'warn',
    warnings: { slow: false },
    fileLogLevel: 'off',
    tempDirName: 'test-results/mutants',
    ignorePatterns: ['dist', 'test-results', 'test/browser', 'bench'],
    timeoutMS: 30_000,
    dryRunTimeoutMinutes: 60,
    allowConsoleColors: false,
  });
  const all = (await stryker.runMutationTest()).map((mutant) => ({
    ...mutant,
    fileName: mutant.fileName.replaceAll('\\', '/').replace(/^.*?\bsrc\//, 'src/'),
  }));
  return new Map(rooms.map((room) => [room, counted(all.filter(({ fileName }) => dirname(fileName) === room))]));
}

function counted(all) {
  const mutants = all.filter(({ status }) => status !== 'CompileError' && status !== 'Ignored');
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  return {
    total: all.length,
    drawn: mutants.length,
    noticed: mutants.length - missed.length,
    survivors: missed.map(
      ({ fileName, location: { start }, mutatorName, replacement }) =>
        `${fileName}:${start.line}:${start.column + 1} ${mutatorName}: ${replacement ?? ''}`,
    ),
  };
}

const share = ({ drawn: of, noticed }) =>
  of === 0 ? 'none drawn' : `${noticed} of ${of}, ${((100 * noticed) / of).toFixed(0)} %`;
const sum = (rows) =>
  rows.reduce((all, one) => ({ drawn: all.drawn + one.drawn, noticed: all.noticed + one.noticed }), {
    drawn: 0,
    noticed: 0,
  });
const under = ({ drawn: of, noticed }, wanted) => of > 0 && (100 * noticed) / of < wanted;

/** Tries the folders named, or all of the core; whether enough was noticed. */
export async function drawn(folders) {
  const unknown = folders.filter((folder) => !Object.hasOwn(TESTS, folder.split('/')[0] ?? ''));
  if (unknown.length > 0) {
    console.error(`no folder of the core is called ${unknown.join(', ')}; expected ${Object.keys(TESTS).join(', ')}`);
    return false;
  }
  const figures = [];
  for (const [folder, tests] of Object.entries(TESTS)) {
    const files = filesOf(`src/${folder}`).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
    const rooms = [...new Set(files.map((file) => dirname(file)))].filter(
      (room) => folders.length === 0 || folders.some((name) => `${room}/`.startsWith(`src/${name}/`)),
    );
    if (rooms.length === 0) continue;
    const ownOf = (room) => files.filter((file) => dirname(file) === room);
    const held = tests.flatMap((name) => filesOf(`test/${name}`));
    const digests = new Map(rooms.map((room) => [room, digestOf([...ownOf(room), ...held])]));
    const changed = rooms.filter((room) => known()[room]?.digest !== digests.get(room));
    const fresh = changed.length === 0 ? new Map() : await tried(changed, changed.flatMap(ownOf), tests);
    const rows = rooms.map((room) =>
      fresh.has(room) ? { digest: digests.get(room), ...fresh.get(room) } : known()[room],
    );
    keep(Object.fromEntries(rooms.map((room, n) => [room, rows[n]])));
    rooms.forEach((room, n) => console.log(`${room.padEnd(28)} ${share(rows[n])} noticed`));
    figures.push({ folder, ...sum(rows) });
  }
  console.log('');
  for (const figure of figures) console.log(`${figure.folder.padEnd(28)} ${share(figure)}`);
  const whole = sum(figures);
  console.log(`${'all'.padEnd(28)} ${share(whole)} (wanted ${WANTED} %, of each folder ${WANTED_OF_A_FOLDER} %)`);
  console.log(`what survived: ${results}`);
  return !under(whole, WANTED) && !figures.some((figure) => under(figure, WANTED_OF_A_FOLDER));
}
