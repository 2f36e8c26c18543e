import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { load } from '../../src/parts';
import type { FileNode } from '../../src/machine/files';
import { fromLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Entry } from '../../src/trace/entry';
import { changesAt } from '../../src/trace/stores';
import type { Trace } from '../../src/trace/trace';
import { compare, pairsOf, sideBySide } from '../../src/ui/ends/compare-files';
import { rowsAt } from '../../src/ui/state/tree';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (text: string): FileNode => ({
  type: 'file',
  octets: octets(text),
  uid: 0,
  gid: 0,
  owner: 'root',
  group: 'root',
  mode: 0o644,
  modified: 0,
});

describe('two files', () => {
  test.each([
    ['Berth 7', 'Berth 7', { kind: 'same' }],
    ['Berth 7', 'Berth 8', { kind: 'differs', first: 6 }],
    ['Berth', 'Berth 7', { kind: 'beginning', first: 5, shorter: 'here' }],
    ['Berth 7', '', { kind: 'beginning', first: 0, shorter: 'there' }],
    ['a\r\nb\r\n', 'a\nb\n', { kind: 'line ends', first: 1, more: 'here', carriageReturns: 2 }],
    ['a\nb\n', 'a\r\nb\r\n', { kind: 'line ends', first: 1, more: 'there', carriageReturns: 2 }],
    ['a\rb', 'ab', { kind: 'differs', first: 1 }],
    ['a\r\nb', 'a\nc', { kind: 'differs', first: 1 }],
  ])('%j and %j', (here, there, found) => {
    expect(compare(octets(here), octets(there))).toEqual(found);
  });

  test('side by side, a CR that one lacks is a gap and what follows is in line', () => {
    const [here, there] = [octets('ab\r\ncd\r\n'), octets('ab\ncd\n')];
    const rows = sideBySide(here, there, compare(here, there), 8, 4);
    const line = (side: 'here' | 'there') =>
      rows[0]!.cells.map((cell) => (cell[side] === null ? '..' : cell[side].toString(16).padStart(2, '0'))).join(' ');
    expect([line('here'), line('there')]).toEqual(['61 62 0d 0a 63 64 0d 0a', '61 62 .. 0a 63 64 .. 0a']);
    expect(rows[0]!.cells.filter(({ same }) => !same)).toHaveLength(2);
  });

  test('any two: the verdict is true, and side by side every octet of the rows stands once', () => {
    const some = fc.uint8Array({ maxLength: 40 }).map((all) => all.map((octet) => [13, 10, 65, 66][octet % 4]!));
    fc.assert(
      fc.property(some, some, (here, there) => {
        const found = compare(here, there);
        const bare = (all: Uint8Array) => new TextDecoder().decode(all).replace(/\r\n/g, '\n');
        if (found.kind === 'same') {
          expect(here).toEqual(there);
          return;
        }
        expect(here.subarray(0, found.first)).toEqual(there.subarray(0, found.first));
        expect(here[found.first]).not.toBe(there[found.first]);
        if (found.kind === 'line ends') expect(bare(here)).toBe(bare(there));
        const rows = sideBySide(here, there, found, 8, 100);
        const from = found.first - (found.first % 8);
        for (const [side, all] of [
          ['here', here],
          ['there', there],
        ] as const) {
          expect(rows.flatMap(({ cells }) => cells).flatMap((cell) => cell[side] ?? [])).toEqual([
            ...all.subarray(from),
          ]);
        }
      }),
    );
  });

  test('files pair by path, else by name', () => {
    const here = new Map([
      ['/hello.txt', file('')],
      ['/manual.txt', file('')],
      ['/own.txt', file('')],
    ]);
    const there = new Map([
      ['/docs/hello.txt', file('')],
      ['/docs/manual.txt', file('')],
      ['/hello.txt', file('')],
    ]);
    expect(pairsOf(here, there).map((pair) => `${pair.here} ${pair.there}`)).toEqual([
      '/hello.txt /hello.txt',
      '/manual.txt /docs/manual.txt',
    ]);
  });
});

describe('the files at the cursor', () => {
  const play = async (link: string): Promise<Trace> => {
    const { scenario } = fromLink(link);
    return run(scenario, await load(needs(scenario)));
  };
  const line = (trace: Trace, node: string, since: number, until: number): string[] =>
    rowsAt(trace, node, { since, until }).map(
      ({
        name,
        depth,
        permissions,
        node: {
          owner,
          octets: { length },
        },
        date,
        mark,
        fresh,
      }) =>
        `${'  '.repeat(depth)}${permissions} ${owner} ${length} ${date} ${name}` +
        `${mark ? ` ${mark}` : ''}${fresh ? ' *' : ''}`,
    );

  test('as ls -l lists them, a directory before what is in it, a new file marked when it comes and after', async () => {
    const trace = await play('actions=put+notes.txt');
    const [, full] = changesAt(trace, 'server');
    const before = [
      '-rw-r--r-- learner 40000 Jan 15  2024 chart.bin',
      'drwxr-xr-x learner 0 Jan 15  2024 docs',
      '  -rw-r--r-- learner 15 Jan 15  2024 manual.txt',
    ];
    expect(line(trace, 'server', -1, 0).slice(0, 2)).toEqual(before.slice(0, 2));
    expect(line(trace, 'server', -1, 0)[2]).toMatch(/^ {2}-rw-r--r-- learner \d+ Jan 15 {2}2024 manual\.txt$/);
    expect(line(trace, 'server', full!.n - 1, full!.n).at(-1)).toBe(
      '-rw------- learner 180 Jan 15 12:00 notes.txt new *',
    );
    expect(line(trace, 'server', full!.n, full!.n + 1).at(-1)).toBe(
      '-rw------- learner 180 Jan 15 12:00 notes.txt new',
    );
    expect(line(trace, 'server', 0, full!.n - 500).join()).not.toContain('notes');
  });

  test('what is removed or renamed is shown going, once', async () => {
    const trace = await play('actions=list+/');
    const at = trace.entries.length;
    const change = (op: object): Entry =>
      ({
        n: at,
        at: 0,
        causes: [],
        node: 'server',
        connection: null,
        kind: 'file',
        process: 'vsftpd',
        machine: 'pi',
        change: op,
      }) as unknown as Entry;
    const removed = { ...trace, entries: [...trace.entries, change({ op: 'remove', path: '/chart.bin' })] };
    expect(line(removed, 'server', at - 1, at)[0]).toMatch(/chart\.bin removed \*$/);
    expect(line(removed, 'server', at, at).join()).not.toContain('chart.bin');
    const renamed = { ...trace, entries: [...trace.entries, change({ op: 'rename', from: '/docs', to: '/papers' })] };
    const names = line(renamed, 'server', at - 1, at)
      .filter((one) => / \*$/.test(one))
      .map((one) => one.trim().split(/ +/).slice(-3).join(' '));
    expect(names).toEqual(['docs removed *', 'manual.txt removed *', 'papers new *', 'manual.txt new *']);
  });
});
