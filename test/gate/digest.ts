/**
 * The gate: what every packet of many runs was, when and where, as one digest a scenario.
 *
 *     npx tsx test/gate/digest.ts record FILE COUNT   draws scenarios by seed and writes `digest TAB link`
 *     npx tsx test/gate/digest.ts check FILE [COUNT]  runs them again and names each that differs
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from '../../src/parts';
import { fromSetup } from '../../src/scenario/text/case';
import { knobs } from '../../src/scenario/knobs/knobs';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { neighbours } from '../../src/scenario/values/near';
import { needs } from '../../src/scenario/build/parts';
import { run } from '../../src/scenario/build/run';
import { applies, emptyScenario, problems, valueOf, withKnob, type Scenario } from '../../src/scenario/scenario';
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

/** mulberry32 */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORK = [
  [{ op: 'list', path: '/' }],
  [
    { op: 'list', path: '/' },
    { op: 'get', path: 'hello.txt' },
  ],
  [
    { op: 'put', path: 'notes.txt' },
    { op: 'list', path: '/' },
  ],
  [{ op: 'get', path: 'hello.txt', bytes: 20000 }],
  [{ op: 'put', path: 'notes.txt', bytes: 70001 }],
  [
    { op: 'list', path: 'docs' },
    { op: 'get', path: 'docs/manual.txt' },
    { op: 'put', path: 'notes.txt' },
  ],
];
const MOMENTS = [
  'control 1 / PASV',
  'control 1 / PORT',
  'data 1 / SYN',
  'control 1 / 230',
  'control 1 / 227',
  'data 1 / octets server',
  'control 1 / LIST',
];

export function drawn(seed: number): Scenario {
  const next = chance(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  let scenario = withKnob(emptyScenario, 'actions', pick(WORK) as never);
  if (next() < 0.5)
    scenario = withKnob(scenario, 'client.software', pick(['curl', 'lftp', 'tnftp', 'ftplib', 'filezilla']));
  if (next() < 0.5) scenario = withKnob(scenario, 'server.software', pick(['vsftpd', 'proftpd', 'pure-ftpd']));
  if (next() < 0.6) scenario = withKnob(scenario, 'dataMode', pick(['PASV', 'EPSV', 'PORT', 'EPRT']));
  if (next() < 0.25)
    scenario = withKnob(
      withKnob(scenario, 'security', pick(['explicit', 'implicit'])),
      'server.tls',
      pick(['optional', 'required']),
    );
  const many = Math.floor(next() * 7);
  for (let i = 0; i < many; i += 1) {
    const knob = pick(knobs.filter((one) => applies(scenario, one) && one.name !== 'actions'));
    const near = neighbours(knob, valueOf(scenario, knob.name));
    const value = knob.name === 'seed' ? Math.floor(next() * 1e6) : near.length > 0 ? pick(near) : undefined;
    if (value !== undefined) scenario = withKnob(scenario, knob.name, value as never);
  }
  if (next() < 0.2)
    scenario = {
      ...scenario,
      interventions: [
        pick([
          { do: 'drop' },
          { do: 'cut' },
          { do: 'delay', ms: 300 },
          { do: 'restart' },
          { do: 'expire', edge: 'clientEdge' },
          { do: 'unplug' },
        ]) as never,
      ].map((intervention: object) => ({ ...intervention, at: pick(MOMENTS) })) as never,
    };
  return scenario;
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
  let [same, other] = [0, 0];
  for (let at = 0; at < all.length; at += every) {
    const [expected, link = ''] = (all[at] as string).split('\t');
    const { scenario } = fromLink(link);
    const found = digest(run(scenario, await load(needs(scenario))));
    if (found === expected) same += 1;
    else {
      other += 1;
      if (other <= 20) console.log(`differs: ${link}`);
    }
  }
  console.log(`gate: ${same} equal, ${other} different`);
  process.exitCode = other === 0 ? 0 : 1;
}

await main(process.argv.slice(2));
