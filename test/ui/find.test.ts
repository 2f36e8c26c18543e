import { beforeAll, describe, expect, test } from 'vitest';
import { chaptersOf } from '../../src/diagram/steps/chapters';
import type { Depth } from '../../src/diagram/steps/step';
import { stepsOf } from '../../src/diagram/steps/steps';
import { before } from '../../src/lesson/withhold';
import { load } from '../../src/parts';
import { fromLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Trace } from '../../src/trace/trace';
import { chapterMarks, connectionMarks, find, landmark, nextMatch } from '../../src/ui/state/find';
import { stepText } from '../../src/ui/state/entry-text';

const depths: readonly Depth[] = ['story', 'dialogue', 'segments', 'octets'];

async function runOf(link: string): Promise<Trace> {
  const { scenario } = fromLink(link);
  return run(scenario, await load(needs(scenario)));
}

const looked = (trace: Trace, from: Depth, query: string) =>
  find(trace, depths.slice(depths.indexOf(from)), (depth) => stepsOf(trace, depth, false), query);
const told = (trace: Trace, from: Depth, query: string) => {
  const found = looked(trace, from, query);
  const steps = found ? stepsOf(trace, found.depth, false) : [];
  return (
    found && [
      found.depth,
      ...found.entries.map((entry) => stepText(steps.find((step) => step.entry === entry) ?? steps[0]!)),
    ]
  );
};

describe('in a plain session of two transfers', () => {
  let trace: Trace;
  beforeAll(async () => {
    trace = await runOf('dataMode=PASV&actions=list+/;+get+hello.txt');
  });

  test('a reply is found by its code, and by nothing that merely contains it', () => {
    expect(told(trace, 'dialogue', '227')).toEqual([
      'dialogue',
      expect.stringMatching(/^227 /),
      expect.stringMatching(/^227 /),
    ]);
    expect(looked(trace, 'dialogue', '22')).toBeNull();
    expect(looked(trace, 'dialogue', 'ntering')).toBeNull();
    expect(looked(trace, 'dialogue', 'entering passive')?.entries).toEqual(looked(trace, 'dialogue', '227')?.entries);
  });

  test('what the present depth does not show is looked for at the finer ones', () => {
    expect(looked(trace, 'dialogue', 'SYN,ACK')?.depth).toBe('segments');
    expect(
      told(trace, 'segments', 'SYN')
        ?.slice(1)
        .every((text) => String(text).startsWith('SYN')),
    ).toBe(true);
    expect(looked(trace, 'octets', 'Enlightenment')).toBeNull();
    expect(looked(trace, 'story', '   ')).toBeNull();
    expect(looked(trace, 'story', '(.*')).toBeNull();
  });

  test('a connection is found by its name', () => {
    const steps = stepsOf(trace, 'dialogue', false);
    const second = trace.connections.findIndex(({ purpose, ordinal }) => purpose === 'data' && ordinal === 2);
    expect(looked(trace, 'dialogue', 'data 2')?.entries).toEqual(
      steps.filter(({ connection }) => connection === second).map(({ entry }) => entry),
    );
  });

  test('chapters and connections are landmarks, one way and the other', () => {
    const steps = stepsOf(trace, 'dialogue', false);
    const chapters = chapterMarks(steps, chaptersOf(trace));
    expect(chapters.map(({ name }) => name)).toEqual([
      'Log in',
      'Negotiate',
      'Transfer',
      'Negotiate',
      'Transfer',
      'Close',
    ]);
    const connections = connectionMarks(trace, steps);
    expect(connections.map(({ name }) => name)).toEqual(['control 1', 'data 1', 'data 2']);
    const [, data1, data2] = connections.map(({ index }) => index);
    expect([
      landmark(connections, connections[0]?.index ?? 0, 1),
      landmark(connections, data1 ?? 0, 1),
      landmark(connections, data2 ?? 0, 1),
    ]).toEqual([data1, data2, null]);
    expect([
      landmark(connections, steps.length, -1),
      landmark(connections, data2 ?? 0, -1),
      landmark(connections, 0, -1),
    ]).toEqual([data2, data1, null]);
  });

  test('what is withheld is not found', () => {
    const known = before(trace, 'control 1 / PASV');
    expect(looked(known, 'story', 'USER')).not.toBeNull();
    expect(looked(known, 'story', '227')).toBeNull();
    expect(looked(known, 'story', 'data 1')).toBeNull();
  });
});

test('a message of TLS is found by its name', async () => {
  const trace = await runOf('security=explicit&server.tls=required');
  expect(looked(trace, 'story', 'Finished')?.entries.length).toBeGreaterThan(0);
});

test('the next match goes round the ends', () => {
  expect([
    nextMatch([3, 7, 9], 3, 1),
    nextMatch([3, 7, 9], 9, 1),
    nextMatch([3, 7, 9], 7, -1),
    nextMatch([3, 7, 9], 3, -1),
    nextMatch([], 3, 1),
  ]).toEqual([7, 3, 3, 9, null]);
});
