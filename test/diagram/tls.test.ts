/** TLS on: what is sealed is sealed for whoever holds no key, at every depth. */
import { beforeAll, describe, expect, test } from 'vitest';
import { layoutOf } from '../../src/diagram/layout/layout';
import { DEPTHS, stepsOf } from '../../src/diagram/steps/steps';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Settings } from '../../src/scenario/knobs/table';
import { emptyScenario, withKnobs } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/trace';

async function ran(knobs: Settings): Promise<Trace> {
  const scenario = withKnobs(emptyScenario, { security: 'explicit', 'server.tls': 'optional', ...knobs });
  return run(scenario, await load(needs(scenario)));
}

let explicit: Trace;
let clearData: Trace;
let cleared: Trace;
beforeAll(async () => {
  explicit = await ran({});
  clearData = await ran({ 'tls.protectData': false });
  cleared = await ran({ 'server.software': 'proftpd', 'tls.clearControlAfterLogin': true });
});

const lines = (trace: Trace, between = false): readonly string[] =>
  stepsOf(trace, 'dialogue', between).map(({ label }) => `${label.term} ${label.text}`.trim());

test('AUTH and 234 are bare, the 234 is the last in clear, and one handshake stands for its flights', () => {
  const told = lines(explicit);
  expect(told).toContain('AUTH SSL');
  expect(told).toContain('234 Proceed with negotiation.  · the last in clear');
  expect(told.filter((line) => line.startsWith('TLS 1.3'))).toEqual([
    expect.stringMatching(/^TLS 1\.3 handshake, \d+ messages$/),
    'TLS 1.3 resumes a session',
  ]);
  expect(told).toContain('PASS portcall');
  expect(told).toContain('listing 264 octets  · 2 segments');
});

describe('for somebody between, who holds no key', () => {
  test.each(DEPTHS)('no word that was sealed is told at %s depth', (depth) => {
    const told = stepsOf(explicit, depth, true)
      .map(({ label, verdict }) => `${label.term} ${label.text} ${verdict ?? ''}`)
      .join('\n');
    expect(told).not.toMatch(/USER|PASS|portcall|PASV|227|LIST|226|QUIT|Certificate|Finished|NewSessionTicket/);
    if (depth !== 'story') expect(told).toMatch(/sealed, \d+ octets/);
  });

  test('what was in clear still is', () => {
    expect(lines(explicit, true)).toContain('AUTH SSL');
    expect(lines(cleared, true).join('\n')).toMatch(/PASV/);
  });
});

test('under PROT C the data stays bare, and says so', () => {
  expect(lines(clearData)).toContain('listing 264 octets  · in clear');
  expect(lines(clearData, true)).toContain('octets 264 octets  · in clear');
});

test('a ribbon is sheathed from its handshake on, and bare after CCC; a resumption is tied to its session', () => {
  const { ribbons, ties, rows } = layoutOf(explicit, { width: 900, depth: 'dialogue', compact: false });
  const handshakes = rows.filter(({ kind }) => kind === 'handshake');
  expect(handshakes).toHaveLength(2);
  for (const { connection, box, sheath } of ribbons) {
    const row = handshakes.find(({ step }) => step.connection === connection)!;
    expect(sheath!.box.y).toBeGreaterThan(row.top);
    expect(sheath!.box.y).toBeLessThan(row.bottom);
    // To the end, or to where TLS says farewell before TCP does.
    expect(box.y + box.height - (sheath!.box.y + sheath!.box.height)).toBeLessThanOrEqual(70);
  }
  expect(ties.map(({ points }) => points[0]![1] > points.at(-1)![1])).toEqual([true]);
  const bare = layoutOf(cleared, { width: 900, depth: 'dialogue', compact: false }).ribbons.find(
    ({ connection }) => connection === 0,
  )!;
  expect(bare.sheath!.box.y + bare.sheath!.box.height).toBeLessThan(bare.box.y + bare.box.height);
  expect(
    layoutOf(clearData, { width: 900, depth: 'dialogue', compact: false })
      .ribbons.filter(({ role }) => role === 'data')
      .map(({ sheath }) => sheath),
  ).toEqual([null, null]);
});
