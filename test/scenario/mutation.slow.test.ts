/**
 * Nothing is canned: every recorded setup, changed in many ways that nobody recorded, still keeps the invariants of a
 * real session. Setups whose programs or boxes have no knob yet are left out and counted.
 */
import { describe, expect, test } from 'vitest';
import { observed, type Observed } from '../../src/explain/observed/observed';
import { load } from '../../src/parts';
import { fromSetup } from '../../src/scenario/text/case';
import { knobNamed } from '../../src/scenario/knobs/knobs';
import type { KnobName, KnobValues } from '../../src/scenario/knobs/table';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { problems, valueOf, withKnob, type Scenario } from '../../src/scenario/scenario';
import { because, entriesOf, type Trace } from '../../src/trace/trace';
import { share } from '../share';
import permitted from '../data/permitted-replies.json';
import practice from '../data/practice.json';
import setups from '../data/setups.json';

const cases = setups
  .map(({ id, setup }) => ({ id, ...fromSetup(setup) }))
  .filter(({ missing }) => missing.length === 0);

const work = (scenario: Scenario) => valueOf(scenario, 'actions');
const sized = (scenario: Scenario, bytes: number) =>
  withKnob(
    scenario,
    'actions',
    work(scenario).map((action) =>
      (action.op === 'put' || action.op === 'get') && typeof action.bytes === 'number' ? { ...action, bytes } : action,
    ),
  );

const others = <N extends KnobName>(name: N, scenario: Scenario) =>
  ((knobNamed(name).values ?? []) as readonly KnobValues[N][]).filter(
    (value) => value !== valueOf(scenario, name) && value !== 'none',
  );

/** Changes by name; one that does not apply gives nothing. */
const MUTATIONS: Readonly<Record<string, (scenario: Scenario) => readonly Scenario[]>> = {
  'as recorded': (scenario) => [scenario],
  'another delay': (scenario) => [1, 137].map((ms) => withKnob(scenario, 'wan.oneWayDelayMs', ms)),
  'other file sizes': (scenario) => [0, 1, 1460, 1461, 70_001].map((bytes) => sized(scenario, bytes)),
  'another seed': (scenario) => [withKnob(scenario, 'seed', 77)],
  'another user': (scenario) => [withKnob(scenario, 'user', 'nobody-known')],
  'other port ranges': (scenario) => [
    withKnob(withKnob(scenario, 'server.passiveRange', [30000, 30009]), 'client.ephemeralPorts', [33000, 33099]),
  ],
  'one action added': (scenario) => [
    withKnob(scenario, 'actions', [...work(scenario), { op: 'get', path: 'docs/manual.txt' }]),
  ],
  'actions reversed': (scenario) => [withKnob(scenario, 'actions', [...work(scenario)].reverse())],
  'another server': (scenario) =>
    others('server.software', scenario).map((value) => withKnob(scenario, 'server.software', value)),
  'another client': (scenario) =>
    others('client.software', scenario).map((value) => withKnob(scenario, 'client.software', value)),
  'another mode': (scenario) => others('dataMode', scenario).map((value) => withKnob(scenario, 'dataMode', value)),
  'another TLS': (scenario) =>
    valueOf(scenario, 'security') === 'none' && valueOf(scenario, 'server.tls') === 'off'
      ? []
      : [
          ...(
            [
              'tls.protectData',
              'tls.sessionReuse',
              'tls.trustCa',
              'tls.clearControlAfterLogin',
              'server.requireTlsSessionReuse',
              'server.requireTlsData',
            ] as const
          ).map((name) => withKnob(scenario, name, valueOf(scenario, name) !== true)),
          ...others('server.tls', scenario).map((value) => withKnob(scenario, 'server.tls', value)),
          ...others('security', scenario).map((value) => withKnob(scenario, 'security', value)),
          ...(['1.2', '1.3'] as const).flatMap((version) => [
            withKnob(scenario, 'tls.clientMaxTls', version),
            withKnob(scenario, 'server.maxTls', version),
          ]),
        ],
  loss: (scenario) => [3, 8].map((share) => withKnob(scenario, 'wan.lossPercent', share)),
};

async function ran(scenario: Scenario): Promise<Trace> {
  return run(scenario, await load(needs(scenario)));
}

/**
 * Every reply to a command is one that some document lists for it, or that the real program was heard to give, or a
 * general refusal (RFC 959 4.2.1).
 */
function unlisted({ control }: Observed, server = 'vsftpd'): readonly string[] {
  const heard: readonly string[] = (practice as Readonly<Record<string, readonly string[]>>)[server] ?? [];
  const table = permitted as Readonly<Record<string, readonly number[]>>;
  const found: string[] = [];
  const asked = new Map<number, string[]>();
  for (const said of control) {
    const verbs = asked.get(said.connection) ?? ['greeting'];
    asked.set(said.connection, verbs);
    if (said.verb !== undefined) verbs.push(said.verb);
    else if (said.code !== undefined && said.code !== 421 && said.code !== 500) {
      const listed = verbs
        .slice(-3)
        .some((verb) =>
          verb === 'greeting'
            ? [120, 220, 530].includes(said.code ?? 0)
            : (table[verb] ?? [said.code]).includes(said.code ?? 0) || heard.includes(`${verb} ${said.code}`),
        );
      if (!listed) found.push(`${verbs.at(-1)} ${said.code}`);
    }
  }
  return found;
}

/**
 * A client that never asked for TYPE I sends text, and a server may store it with its own line ends (RFC 959 3.1.1.1):
 * damage by the rules.
 */
const asText = ({ control }: Observed): boolean =>
  control.some((said) => said.verb === 'STOR' || said.verb === 'RETR') &&
  !control.some((said) => said.verb === 'TYPE' && said.argument === 'I');

/** Whether a failed run has a drop, a refusal or a limit to blame. */
function blamed(trace: Trace, seen: Observed): boolean {
  const refusal = seen.control.some((said) => (said.code ?? 0) >= 400);
  // curl lets its next request settle a moment: that is no patience that ran out.
  const limits = entriesOf(trace, 'timeout').some((entry) => entry.process !== 'kernel' && entry.timer !== 'settle');
  const failed = entriesOf(trace, 'told').some((entry) => entry.told === 'failed' || entry.told === 'broken');
  const refused = seen.failure === 'passive-address-rejected-by-client'; // the client's own refusal, by its own words
  const impossible = entriesOf(trace, 'note').some((entry) => entry.node === 'client');
  return (
    refusal ||
    refused ||
    limits ||
    failed ||
    impossible ||
    entriesOf(trace, 'drop').length > 0 ||
    entriesOf(trace, 'violation').length > 0
  );
}

/** What is wrong with a run, if anything. */
function faults(trace: Trace, scenario: Scenario): readonly string[] {
  const seen = observed(trace);
  const wrong: string[] = [];
  if (trace.end !== 'quiescent') wrong.push(`ends ${trace.end}`);
  if (trace.entries.some((entry) => entry.causes.some((cause) => cause >= entry.n)))
    wrong.push('a cause that is later');
  const uncaused = trace.entries.find(
    (entry) => entry.causes.length === 0 && !['knob', 'end', 'intervention'].includes(entry.kind),
  );
  if (uncaused) wrong.push(`uncaused ${uncaused.kind}`);
  const said = entriesOf(trace, 'exit').find((entry) => entry.node === 'client');
  if (!said) wrong.push('the client never ends');
  if (seen.exitCode === 0 && seen.achieved.includes(false) && (seen.clientSays ?? []).length === 0 && !asText(seen))
    wrong.push('the client is content, yet a file is not whole');
  if (seen.outcome === 'failed' && !blamed(trace, seen) && !asText(seen))
    wrong.push(`fails for nothing: ${seen.exitCode} ${seen.failure} ${String(seen.clientSays)}`);
  wrong.push(
    ...unlisted(seen, String(valueOf(scenario, 'server.software'))).map((reply) => `reply not permitted: ${reply}`),
  );
  for (const put of work(scenario)) {
    if (seen.outcome !== 'ok' || put.op !== 'put') continue;
    const there = trace.files.get('server')?.get(`/${put.path}`)?.octets.length;
    if (there !== trace.files.get('client')?.get(`/${put.path}`)?.octets.length) wrong.push(`${put.path} differs`);
  }
  const first = entriesOf(trace, 'message')[0];
  if (first && because(trace, first.n).length === 0) wrong.push('a message from nowhere');
  return wrong;
}

test('there are setups to change', () => {
  expect(cases.length).toBeGreaterThanOrEqual(10);
  console.log(`mutation: ${cases.length} of ${setups.length} recorded setups have all their knobs`);
});

describe('the invariants can be broken', () => {
  const broken = async (change: (trace: Trace) => Trace) => {
    const scenario = cases.find(({ id }) => id === 'plain-pasv-session-curl-vsftpd')?.scenario;
    if (!scenario) throw new Error('the session is gone');
    return faults(change(await ran(scenario)), scenario);
  };
  const replaced = (trace: Trace, kind: string, patch: object): Trace => ({
    ...trace,
    entries: trace.entries.map((entry) => (entry.kind === kind ? { ...entry, ...patch } : entry)),
  });
  test.each<[string, (trace: Trace) => Trace, RegExp]>([
    [
      'a file that is not whole',
      (trace) => ({ ...trace, files: new Map(trace.files).set('client', new Map()) }),
      /not whole/,
    ],
    ['a later cause', (trace) => replaced(trace, 'message', { causes: [10 ** 9] }), /later/],
    ['no cause', (trace) => replaced(trace, 'told', { causes: [] }), /uncaused told/],
    ['a client that never ends', (trace) => replaced(trace, 'exit', { node: 'server' }), /never ends/],
    ['a failure for nothing', (trace) => replaced(trace, 'exit', { code: 9 }), /fails for nothing/],
    ['an end by the horizon', (trace) => ({ ...trace, end: 'horizon' }), /ends horizon/],
  ])('%s', async (_, change, complaint) => {
    expect((await broken(change)).join('; ')).toMatch(complaint);
  });
  test('a reply that no document lists', () => {
    expect(
      unlisted({
        control: [
          { connection: 0, from: 'client', verb: 'PASV' },
          { connection: 0, from: 'server', code: 250 },
        ],
      } as unknown as Observed),
    ).toEqual(['PASV 250']);
  });
});

/**
 * Each change is tried at every sixth setup, each setup with two of the changes: a fault of one of them shows at twenty
 * setups still.
 */
const EVERY = share(1, 6);

describe.each(Object.entries(MUTATIONS).map(([name, mutate], row) => ({ name, mutate, row })))('$name', (change) => {
  const { mutate, row } = change;
  test.each(cases.filter((_, column) => (row + column) % EVERY === 0))(
    '$id',
    async ({ scenario }) => {
      for (const changed of mutate(scenario)) {
        if (problems(changed).length > 0) continue;
        const trace = await ran(changed);
        expect(faults(trace, changed)).toEqual([]);
      }
    },
    30_000,
  );
});
