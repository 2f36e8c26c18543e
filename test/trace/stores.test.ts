import { expect, test } from 'vitest';
import { load } from '../../src/parts';
import { fromLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { readTrace, writeTrace } from '../../src/trace/file';
import { changesAt, filesAt } from '../../src/trace/stores';
import type { Trace } from '../../src/trace/trace';
import { isViolation } from '../../src/wire/violation';

const play = async (link: string): Promise<Trace> => {
  const { scenario } = fromLink(link);
  return run(scenario, await load(needs(scenario)));
};

const links = [
  'actions=list+/',
  'actions=get+hello.txt;put+notes.txt',
  'actions=put+cargo.bin&wan.lossPercent=10&seed=4',
  'actions=quote+MKD+new;put+notes.txt',
  'server.readOnly=true&actions=put+notes.txt',
];

test.each(links)('%s: the stores at the start and every change together are the stores at the end', async (link) => {
  const trace = await play(link);
  for (const node of ['client', 'server'])
    expect(filesAt(trace, node, trace.entries.length - 1)).toEqual(trace.files.get(node));
});

test('a store changes with the entry that changes it and not before', async () => {
  const trace = await play('actions=put+notes.txt');
  const [first, last] = changesAt(trace, 'server');
  expect(filesAt(trace, 'server', -1)).toEqual(trace.initialFiles.get('server'));
  expect(filesAt(trace, 'server', first!.n - 1).has('/notes.txt')).toBe(false);
  expect(filesAt(trace, 'server', first!.n).get('/notes.txt')?.octets.length).toBe(0);
  expect(filesAt(trace, 'server', last!.n).get('/notes.txt')?.octets.length).toBe(180);
  expect(filesAt(trace, 'wan', last!.n).size).toBe(0);
});

test('a saved trace keeps what the stores began with', async () => {
  const trace = await play('actions=get+hello.txt');
  const read = readTrace(writeTrace(trace));
  if (isViolation(read)) throw new Error(read.text);
  expect(read.initialFiles).toEqual(trace.initialFiles);
});
