import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { configOf, statesOf } from '../../src/machine/config';
import { guards } from '../../src/tcp/guards';
import { tcp } from '../../src/tcp/tcp.machine';
import { parseTranscripts, run, type Step } from './transcript';

const FOLDER = 'test/tcp/transcripts';

interface Candidate {
  readonly guard?: keyof typeof guards;
  readonly target?: string;
}
type On = Readonly<Record<string, Candidate | readonly Candidate[]>>;
const list = (found: On[string] | undefined): readonly Candidate[] =>
  found === undefined ? [] : Array.isArray(found) ? found : [found as Candidate];

const config = configOf(tcp);
const nodes: Readonly<Record<string, On>> = Object.fromEntries(
  [['any', config] as const, ...statesOf(config)].map(([path, { on = {} }]) => [path, on as On]),
);

/** Every edge of the statechart: where, upon what, and by which guard. */
const edges = Object.entries(nodes).flatMap(([name, on]) =>
  Object.entries(on).flatMap(([type, found]) =>
    list(found).map(({ guard }) => `${name} ${type} ${guard ?? 'otherwise'}`),
  ),
);
const taken = new Set<string>();

const seen: Step = (state, context, event) => {
  for (const name of [state, state.replace(/\.?[^.]+$/, ''), 'any']) {
    for (const type of [event.type, '*']) {
      const found = list(nodes[name]?.[type]).find(({ guard }) => guard === undefined || guards[guard](context, event));
      if (!found) continue;
      taken.add(`${name} ${type} ${found.guard ?? 'otherwise'}`);
      return;
    }
  }
};

for (const file of readdirSync(FOLDER).sort()) {
  describe(file, () => {
    for (const transcript of parseTranscripts(readFileSync(`${FOLDER}/${file}`, 'utf8')))
      test(transcript.title, () => run(transcript, seen));
  });
}

test('every edge of the statechart is taken by some transcript', () => {
  const untaken = edges.filter((edge) => !taken.has(edge));
  expect(untaken).toEqual([]);
});

afterAll(() => expect(edges.length).toBeGreaterThan(100));
