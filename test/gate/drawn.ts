/** Scenarios drawn by seed: for the gate (digest.ts) and for fuzzing. */
import { knobs } from '../../src/scenario/knobs/knobs';
import { neighbours } from '../../src/scenario/knobs/near';
import { applies, emptyScenario, valueOf, withKnob, type Scenario } from '../../src/scenario/scenario';

/** mulberry32 */
export function chance(seed: number): () => number {
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
