/**
 * npm run fuzz [NAME ...] [--part SHARE]: seeded, and goes on where it was ended. What has been tried stands in
 * node_modules/.cache/portcall/fuzz.json; --fresh forgets it. Exit 1 where anything was found.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { tryGrowth, tryOne, type Finding } from './fuzz';
import { tryScenario } from './scenarios';
import { TARGETS } from './targets';

const FOLDER = 'node_modules/.cache/portcall';
const STATE = `${FOLDER}/fuzz.json`;
const PIECE = 1000;
const SCENARIOS = 20_000;
const PUMPS = 400;

interface State {
  readonly done: Record<string, number>;
  readonly findings: Finding[];
}

const { values, positionals } = parseArgs({
  options: { part: { type: 'string', default: '1' }, fresh: { type: 'boolean' } },
  allowPositionals: true,
});
const state = read();
const wanted = (name: string): boolean => positionals.length === 0 || positionals.some((one) => name.includes(one));
const share = (whole: number): number => Math.ceil(whole * Number(values.part));

function read(): State {
  try {
    if (!values.fresh) return JSON.parse(readFileSync(STATE, 'utf8')) as State;
  } catch {
    // There is none yet.
  }
  return { done: {}, findings: [] };
}

/** Tries numbers from where it was ended, up to a count; saves what was found after each piece. */
async function tried(name: string, count: number, one: (number: number) => Finding | null | Promise<Finding | null>) {
  let done = state.done[name] ?? 0;
  while (done < count) {
    for (const end = Math.min(count, done + PIECE); done < end; done++) {
      const finding = await one(done);
      if (finding) note(finding);
      if (performance.now() - saved > 10_000) save(name, done + 1);
    }
    save(name, done);
  }
  console.log(`${name.padEnd(28)} ${done.toLocaleString('en')}`);
}

let saved = performance.now();
function save(name: string, done: number): void {
  mkdirSync(FOLDER, { recursive: true });
  state.done[name] = done;
  writeFileSync(STATE, JSON.stringify(state));
  saved = performance.now();
}

function note(finding: Finding): void {
  if (state.findings.length < 1000) state.findings.push(finding);
  console.log(`FOUND ${finding.target} ${finding.number}: ${finding.what}`);
}

for (const target of TARGETS.filter(({ name }) => wanted(name))) {
  await tried(target.name, share(target.whole), (number) => tryOne(target, number));
  if (target.pumped) await tried(`${target.name}, pumped`, share(PUMPS), (number) => tryGrowth(target, number));
}
if (wanted('scenarios'))
  await tried('scenarios', share(SCENARIOS), async (number) => {
    const what = await tryScenario(number);
    return what === null ? null : { target: 'scenarios', number, what };
  });
const total = Object.values(state.done).reduce((sum, count) => sum + count, 0);
console.log(`${total.toLocaleString('en')} tried, ${state.findings.length} found`);
process.exitCode = state.findings.length > 0 ? 1 : 0;
