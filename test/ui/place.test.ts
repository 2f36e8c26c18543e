import { expect, test } from 'vitest';
import { newArena } from '../../src/trace/arena';
import type { Trace } from '../../src/trace/trace';
import { freshMoments, momentAt, samePlace, stopAt } from '../../src/ui/state/place';

const traceOf = (moments: Record<string, number>): Trace => ({
  version: 3,
  scenario: { knobs: {}, interventions: [] },
  epoch: 0,
  nodes: [],
  entries: [],
  connections: [],
  arena: newArena(),
  moments: new Map(Object.entries(moments)),
  initialFiles: new Map(),
  files: new Map(),
  end: 'quiescent',
  steps: 0,
});

const passive = traceOf({
  'control 1 / SYN': 4,
  'control 1 / PASV': 60,
  'control 1 / 227': 70,
  'data 1 / SYN': 80,
  'control 1 / 226': 120,
  end: 200,
});
const active = traceOf({
  'control 1 / SYN': 5,
  'control 1 / PORT': 66,
  'control 1 / 200': 71,
  'data 1 / SYN': 95,
  'control 1 / 226': 133,
  end: 190,
});

test.each([
  ['a moment that both have', 80, 95],
  ['just after it', 85, 95],
  ['one that the other lacks: the nearest earlier', 70, 5],
  ['before any', 2, 0],
  ['the end', 200, 190],
])('the place is kept: %s', (_, from, to) => {
  expect(samePlace(passive, from, active)).toBe(to);
});

test('what a change brought is what the other run has not, or has at another node', () => {
  expect([...freshMoments(passive, active)]).toEqual(['control 1 / PORT', 'control 1 / 200']);
  const at = (trace: Trace, node: string): Trace => ({
    ...trace,
    entries: Array.from({ length: 201 }, () => ({ node })) as never,
  });
  expect([...freshMoments(at(passive, 'client'), at(active, 'server'))]).toEqual([...active.moments.keys()]);
  expect([...freshMoments(passive, passive)]).toEqual([]);
});

test('a run keeps its own places', () => {
  for (const at of passive.moments.values()) expect(samePlace(passive, at, passive)).toBe(at);
});

test('the moment of an entry is the last one at or before it', () => {
  expect([0, 4, 69, 70, 500].map((entry) => momentAt(passive, entry))).toEqual([
    null,
    'control 1 / SYN',
    'control 1 / PASV',
    'control 1 / 227',
    'end',
  ]);
});

test('an entry is found among the steps: where it ends one, where one shows it, else the last before it', () => {
  const stops = [
    { begin: 0, entry: 10, shows: [0, 4, 10] },
    { begin: 8, entry: 20, shows: [8, 20] },
    { begin: 30, entry: 40, shows: [40] },
  ];
  expect([0, 4, 10, 8, 20, 25, 30, 35, 40, 99].map((entry) => stopAt(stops, entry))).toEqual([
    0, 0, 0, 1, 1, 1, 2, 1, 2, 2,
  ]);
  expect(stopAt([], 3)).toBe(0);
});
