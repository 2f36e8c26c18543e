import { expect, test } from 'vitest';
import { newArena } from '../../src/trace/arena';
import type { Entry } from '../../src/trace/entry';
import type { Connection, Trace } from '../../src/trace/trace';
import { commandMessage } from '../../src/wire/ftp/command';
import { replyMessage } from '../../src/wire/ftp/reply';
import { ask, isQuery, queryForms } from '../../src/lesson/query';
import { before } from '../../src/lesson/withhold';

const at = { causes: [], connection: null, process: 'curl', machine: 'pi' };
const entries: Entry[] = [
  {
    ...at,
    n: 0,
    at: 0,
    node: 'client',
    connection: 0,
    kind: 'message',
    way: 'sent',
    message: commandMessage({ verb: 'PASV', argument: null }),
  },
  {
    ...at,
    n: 1,
    at: 1,
    node: 'server',
    connection: 0,
    kind: 'message',
    way: 'sent',
    message: replyMessage({ code: 227, lines: [''] }),
  },
  {
    ...at,
    n: 2,
    at: 2,
    node: 'client',
    connection: 0,
    kind: 'message',
    way: 'received',
    message: replyMessage({ code: 227, lines: [''] }),
  },
  { n: 3, at: 3, node: 'client', causes: [], connection: 1, kind: 'transmit', packet: 0, hops: 0, again: false },
  { ...at, n: 4, at: 4, node: 'client', kind: 'achieve', action: 0, ok: false },
  { ...at, n: 5, at: 5, node: 'client', kind: 'exit', code: 28 },
];
const connection = (index: number, purpose: 'control' | 'data', port: number): Connection => ({
  index,
  purpose,
  ordinal: 1,
  opener: 'client',
  listener: 'server',
  local: { address: '203.0.113.10', port: 40036 },
  remote: { address: '198.51.100.21', port },
  iss: 1,
  irs: null,
});
const trace: Trace = {
  version: 3,
  scenario: { knobs: {}, interventions: [] },
  epoch: 0,
  nodes: [],
  entries,
  connections: [connection(0, 'control', 21), connection(1, 'data', 50020)],
  arena: newArena(),
  moments: new Map([
    ['control 1 / PASV', 0],
    ['data 1 / SYN', 3],
    ['end', 5],
  ]),
  initialFiles: new Map(),
  files: new Map(),
  end: 'quiescent',
  steps: 0,
};

test.each([
  ['opener of data 1', 'client'],
  ['listener of data 1', 'server'],
  ['opener of data 2', null],
  ['port dialled by data 1', '50020'],
  ['reply to PASV', '227'],
  ['reply to LIST', null],
  ['number of data connections', '1'],
  ['outcome of action 1', 'failed'],
  ['outcome of action 2', null],
  ['exit of client', '28'],
  ['happens data 1 / SYN', 'yes'],
  ['happens data 2 / SYN', 'no'],
  ['who is it', null],
])('%s: %s', (query, answer) => {
  expect(ask(trace, query)).toBe(answer);
});

test('every form reads its own example', () => {
  const filled = queryForms.map(({ form }) =>
    form
      .replace('CONNECTION', 'data 1')
      .replace('VERB', 'LIST')
      .replace('PURPOSE', 'data')
      .replace('NUMBER', '1')
      .replace('NODE', 'client')
      .replace('MOMENT', 'end'),
  );
  expect(filled.filter((query) => !isQuery(query))).toEqual([]);
});

test('what is withheld is nowhere in the shorter trace', () => {
  const shorter = before(trace, 'data 1 / SYN');
  expect(shorter.entries.map(({ n }) => n)).toEqual([0, 1, 2]);
  expect(shorter.connections.map(({ purpose }) => purpose)).toEqual(['control']);
  expect([...shorter.moments.keys()]).toEqual(['control 1 / PASV']);
  expect(ask(shorter, 'opener of data 1')).toBeNull();
  expect(before(trace, 'no such moment')).toBe(trace);
});
