import { beforeAll, expect, test } from 'vitest';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { emptyScenario, withKnob } from '../../src/scenario/scenario';
import type { Entry } from '../../src/trace/entry';
import type { Trace } from '../../src/trace/trace';
import { causesOf, effectsOf, knobsBehind } from '../../src/explain/reading/chain';
import { carriersOf } from '../../src/trace/query/carriers';
import { entryText } from '../../src/ui/state/entry-text';

let trace: Trace;

beforeAll(async () => {
  const scenario = withKnob(emptyScenario, 'dataMode', 'PORT');
  trace = run(scenario, await load(needs(scenario)));
});

const at = (moment: string): Entry => trace.entries[trace.moments.get(moment) ?? -1]!;
const line = (entry: Entry): string => {
  const { term, text } = entryText(trace, entry);
  return `${term} ${text}`.trim();
};
const lines = (entries: readonly Entry[]): string[] => entries.map(line);

test('the server dials because of LIST, which followed from what was said before, back to the start', () => {
  const chain = lines(causesOf(trace, at('data 1 / SYN')));
  expect(chain[0]).toMatch(/^LIST .*read by server-PI$/);
  expect(chain.filter((one) => one.startsWith('LIST'))).toHaveLength(1);
  const order = ['LIST', '200', 'PORT', 'listens on port', '230', 'PASS', '331', 'USER', '220', 'SYN', 'curl starts'];
  const places = order.map((what) => chain.findIndex((one) => one.startsWith(what)));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(knobsBehind(trace, at('data 1 / SYN')).map(({ knob }) => knob)).toContain('dataMode');
});

test('every link of a chain is a cause in the trace or notes one, and lies before', () => {
  for (const entry of trace.entries) {
    for (const cause of causesOf(trace, entry)) expect(cause.n).not.toBe(entry.n);
    for (const effect of effectsOf(trace, entry)) expect(effect.n).not.toBe(entry.n);
  }
});

test('what follows from a reply that is read is the next command', () => {
  expect(lines(effectsOf(trace, at('control 1 / 331')))).toEqual([expect.stringMatching(/^PASS .*sent by user-PI$/)]);
});

test('a message names the packet that carried it, sent and read alike', () => {
  const sent = at('control 1 / PORT');
  const [left] = carriersOf(trace, sent);
  expect(left?.kind).toBe('transmit');
  const read = trace.entries.find(
    (entry) =>
      entry.kind === 'message' &&
      entry.way === 'received' &&
      entry.message.kind === 'request' &&
      entry.message.name === 'PORT',
  )!;
  const [arrived] = carriersOf(trace, read);
  expect(arrived?.kind).toBe('arrive');
  expect(arrived?.packet).toBe(left?.packet);
});

test('every message of the run was carried by something, and every entry can be told', () => {
  const messages = trace.entries.filter(({ kind }) => kind === 'message');
  expect(messages.length).toBeGreaterThan(20);
  expect(messages.filter((entry) => carriersOf(trace, entry).length === 0)).toEqual([]);
  for (const entry of trace.entries) expect(line(entry)).not.toBe('');
});
