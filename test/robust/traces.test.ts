import { describe, expect, it } from 'vitest';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { fromLink } from '../../src/scenario/text/link';
import { readTrace, writeTrace } from '../../src/trace/file';
import { streamOf } from '../../src/trace/sent';
import type { Trace } from '../../src/trace/trace';
import { CAPS } from '../../src/wire/caps';
import { useAll } from '../fuzz/uses';

const { scenario } = fromLink('clientEdge.nat=true&dataMode=PORT&clientEdge.ftpHelper=true&actions=put+notes.txt');
const trace = run(scenario, await load(needs(scenario)));
const text = writeTrace(trace);

type Holder = Record<string, never>;

/** What the reader says of the file with one thing in it set to something else: `entry` is the first of its kind. */
function spoilt(path: string, value: unknown): Trace | { readonly text: string } {
  const file = JSON.parse(text) as Holder;
  const [first = '', ...names] = path.split('.');
  const last = names.pop() ?? '';
  const entries = file['entries'] as unknown as readonly { readonly kind: string }[];
  const root = (first in file ? file[first] : entries.find(({ kind }) => kind === first)) as unknown as Holder;
  const holder = names.reduce((part, name) => part[name] as unknown as Holder, root);
  holder[last] = value as never;
  return readTrace(JSON.stringify(file));
}

describe('what an opened trace may say', () => {
  it.each([
    ['pass.hops', Number.MAX_SAFE_INTEGER, 'whole number from 0 to 64'],
    ['pass.hops', 65, 'whole number from 0 to 64'],
    ['arm.after', 2 ** 52, 'whole number'],
    ['exit.at', 2 ** 52, 'whole number'],
    ['told.from', 2 ** 33, 'whole number'],
    ['told.octets', 2 ** 33, 'whole number'],
    ['state.machine', 'constructor', 'a name'],
    ['state.machine', '__proto__', 'a name'],
    ['state.to', 'x'.repeat(201), 'a name'],
    ['table.row', { table: 'flow', change: 'new', row: null }, 'an object'],
    ['table.row', { table: 'constructor', change: 'new' }, 'one of flow'],
    ['table.row', { table: 'mapping', change: 'new', row: {} }, 'whole number'],
    ['knob.value', { deep: [[[]]] }, 'or null'],
    ['connections.0.local', { address: 'nowhere', port: 1 }, 'an IPv4 or IPv6 address'],
    ['connections.0.opener', 'nobody', "'nobody', which is no node"],
    ['nodes.0.addresses', ['300.1.1.1'], 'an IPv4 or IPv6 address'],
    ['message.node', 'nobody', "'nobody', which is no node"],
    ['file.change.node.modified', 2 ** 50, 'whole number'],
    ['exit.code', 1e15, 'whole number'],
  ])('%s = %j: no', (path, value, complaint) => {
    expect(spoilt(path, value)).toMatchObject({ text: expect.stringContaining(complaint) as string });
  });

  it('a version that nests deep, or another one, is told in few words', () => {
    const deep = `{"version": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(readTrace(deep)).toMatchObject({ text: expect.stringContaining('Found version a list of 1, ') as string });
    expect(readTrace('{"version": "\\u202e"}')).toMatchObject({
      text: expect.stringContaining("'\\u202e'") as string,
    });
  });

  it('a text longer than a saved trace is not read', () => {
    expect(readTrace('x'.repeat(CAPS.trace.most + 1))).toMatchObject({ violation: 'trace-size' });
  });

  it('nodes are told apart', () => {
    const file = JSON.parse(text) as { nodes: { id: string }[] };
    file.nodes[1]!.id = file.nodes[0]!.id;
    expect(readTrace(JSON.stringify(file))).toMatchObject({ text: 'nodes has two of one id.' });
  });

  it('and can be used in every way', () => {
    const back = readTrace(text);
    if (!('entries' in back)) throw new Error(back.text);
    useAll(back);
  });
});

it('a stream is no longer than what there is to put in it', () => {
  const octets = Uint8Array.of(1, 2);
  expect(streamOf(trace, [{ from: 1, octets }])).toEqual(Uint8Array.of(0, 1, 2));
  expect(streamOf(trace, [{ from: 2 ** 32 - 2, octets }])).toHaveLength(0);
});
