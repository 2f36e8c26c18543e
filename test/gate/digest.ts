/**
 * The gate: what every packet of many runs was, when and where, as one digest a scenario: those drawn by seed, those of
 * the lessons, whose runs are the goldens, and the recorded setups. scripts/gate.mjs (`npm run gate`) asks two
 * checkouts.
 *
 *     npx tsx test/gate/digest.ts record FILE COUNT   draws scenarios by seed and writes `digest TAB link`
 *     npx tsx test/gate/digest.ts check FILE [COUNT]  runs them again and names each that differs
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { scenarioAt } from '../../src/lesson/check';
import { parseLesson } from '../../src/lesson/parse';
import { load } from '../../src/parts';
import { fromSetup } from '../../src/scenario/text/case';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { problems, type Scenario } from '../../src/scenario/scenario';
import { drawn } from './drawn';
import { octetsOf, type Trace } from '../../src/trace/trace';
import setups from '../data/setups.json';

const PACKETS = new Set(['transmit', 'pass', 'arrive', 'drop']);

export function digest(trace: Trace): string {
  const hash = createHash('sha256');
  for (const entry of trace.entries) {
    if (!PACKETS.has(entry.kind) || !('packet' in entry)) continue;
    hash.update(`${entry.kind} ${entry.at} ${entry.node} `).update(octetsOf(trace, entry));
  }
  return hash.update(trace.end).digest('hex').slice(0, 12);
}

/** The scenarios of the lessons, which are the goldens'. */
function told(): readonly Scenario[] {
  const names = readdirSync('lessons').flatMap((part) =>
    readdirSync(`lessons/${part}`).map((name) => `${part}/${name}`),
  );
  return names.flatMap((name) => {
    const file = `lessons/${name}/lesson.md`;
    const parsed = parseLesson(readFileSync(file, 'utf8'), file, name);
    return 'lesson' in parsed ? parsed.lesson.steps.map((_, step) => scenarioAt(parsed.lesson, step)) : [];
  });
}

async function main([how, file = '', count = '']: readonly string[]): Promise<void> {
  if (how === 'record') {
    const lines: string[] = [];
    const take = async (scenario: Scenario) => {
      if (problems(scenario).length > 0) return;
      const trace = run(scenario, await load(needs(scenario)));
      if (trace.entries.length > 60000) return;
      lines.push(`${digest(trace)}\t${toLink(scenario, null)}`);
    };
    for (let seed = 1; lines.length < Number(count); seed += 1) await take(drawn(seed));
    for (const scenario of told()) await take(scenario);
    for (const { setup } of setups) {
      const { scenario, missing } = fromSetup(setup);
      if (missing.length === 0) await take(scenario);
    }
    writeFileSync(file, lines.join('\n') + '\n');
    console.log(`${lines.length} recorded`);
    return;
  }
  const all = readFileSync(file, 'utf8').trim().split('\n');
  const every = Math.max(1, Math.floor(all.length / (Number(count) || all.length)));
  let [same, other, refused] = [0, 0, 0];
  for (let at = 0; at < all.length; at += every) {
    const [expected, link = ''] = (all[at] as string).split('\t');
    const { scenario } = fromLink(link);
    if (problems(scenario).length > 0) {
      refused += 1;
      continue;
    }
    const found = digest(run(scenario, await load(needs(scenario))));
    if (found === expected) same += 1;
    else {
      other += 1;
      if (other <= 20) console.log(`differs: ${link}`);
    }
  }
  console.log(`gate: ${same} equal, ${other} different, ${refused} refused now`);
  process.exitCode = other === 0 ? 0 : 1;
}

await main(process.argv.slice(2));
