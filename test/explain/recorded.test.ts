/**
 * Work and worlds as they were recorded (real programs, real networks): test/data/recorded has the cases, and what
 * happens here is what happened there, but for what a case itself lists as varying from one recording to the next.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { observed } from '../../src/explain/observed/observed';
import { readCase } from '../../src/scenario/text/case';
import { ran } from './symptom';

interface Varied {
  readonly pointer: string;
  readonly how: string;
  readonly same?: number;
}

const folder = 'test/data/recorded';
const NOT_COMPARED = ['seconds'];

/** The value at a pointer's end in a copy; what a list had in common stays, of the rest only how much there was. */
function without(value: unknown, { pointer, how, same }: Varied): void {
  const path = pointer.split('/').slice(2);
  const last = path.pop() ?? '';
  const parent = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], value) as Record<
    string,
    unknown
  >;
  const found = parent[last];
  if (how === 'pure-acks' || !Array.isArray(found)) delete parent[last];
  else if (how === 'value') parent[last] = found.slice(0, same ?? 0);
  else
    parent[last] = [
      ...found.slice(0, same ?? 0),
      ...found
        .slice(same ?? 0)
        .map((one) => JSON.stringify(one))
        .sort(),
    ];
}

/** Bare ACKs and acknowledgement numbers follow timers. */
function plain(value: unknown, varies: readonly Varied[]): unknown {
  const copy = JSON.parse(JSON.stringify(value)) as Record<string, unknown> & {
    segments: { list: [string, string, number, number | null, number][] }[];
  };
  for (const name of NOT_COMPARED) delete copy[name];
  for (const segments of copy.segments)
    segments.list = segments.list
      .filter(([, flags, , , length]) => flags !== 'A' || length > 0)
      .map(([from, flags, seq, , length]) => [from, flags, seq, null, length]);
  // Where recordings differed in segments, each end's octets are compared by the dialogue and the counts.
  for (const one of varies.filter(({ pointer }) => !pointer.startsWith('/observed/segments'))) without(copy, one);
  return {
    ...copy,
    segments: varies.some(({ pointer }) => pointer.startsWith('/observed/segments')) ? null : copy.segments,
  };
}

test.each(readdirSync(folder))('%s', async (file) => {
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  const read = readCase(text);
  if ('problems' in read) throw new Error(read.problems.join());
  expect(read.missing).toEqual([]);
  const { observed: recorded, variation } = JSON.parse(text) as {
    observed: unknown;
    variation: { varies: readonly Varied[] };
  };
  const seen = observed(await ran(read.scenario));
  expect(plain(seen, variation.varies)).toEqual(plain(recorded, variation.varies));
});
