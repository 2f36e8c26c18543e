/** Where a run's time goes: by kind of entry, and by room, XState and cryptography apart. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from './built';
import { say, table } from './measure';
import type { Kind } from './work/where';

const RUNS = { plain: 200, tls: 40, transfer: 1 } as const;
const TITLES = { plain: 'a plain session', tls: 'a TLS session, cold', transfer: 'a transfer of 10,000 segments' };
type Name = keyof typeof RUNS;

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Whose a function is; null for what belongs to nobody in particular, as the engine's own. */
function roomOf(url: string): string | null {
  const [, path] = /\/((?:src|node_modules|bench)\/.+)$/.exec(url.replace(/^.*\/bench-node\/[^/]+/, '')) ?? [];
  if (!path) return null;
  if (path.includes('/xstate/')) return 'XState';
  if (path.includes('/@noble/')) return 'cryptography (noble)';
  const [top = '', room = ''] = path.split('/');
  return top === 'src' ? room : null;
}

/** Milliseconds by room. What the engine does by itself, such as `Set`, counts for whoever called it. */
function byRoom({ nodes, samples, timeDeltas }: Profile): ReadonlyMap<string, number> {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const known = new Map(nodes.map((node) => [node.id, node]));
  const rooms = new Map<number, string | null>();
  const room = (id: number | undefined): string | null => {
    const node = id === undefined ? undefined : known.get(id);
    if (!node || id === undefined) return null;
    const found = rooms.get(id);
    if (found !== undefined) return found;
    const { functionName, url } = node.callFrame;
    const own = functionName === '(garbage collector)' ? 'garbage collection' : roomOf(url);
    const its = own ?? (url === '' && !functionName.startsWith('(') ? room(parents.get(id)) : null);
    rooms.set(id, its);
    return its;
  };
  const took = new Map<string, number>();
  samples.forEach((id, at) => {
    const its = room(id);
    if (its !== null) took.set(its, (took.get(its) ?? 0) + (timeDeltas[at] ?? 0) / 1000);
  });
  return took;
}

export async function benchWhere(): Promise<void> {
  const work = await program('where');
  for (const name of Object.keys(RUNS) as Name[]) {
    const kinds = Object.entries(work([name, 'kinds', RUNS[name]]) as Readonly<Record<string, Kind>>);
    const all = kinds.reduce((sum, [, { took }]) => sum + took, 0);
    const us = (part: number, count: number) => ((part / count) * 1000).toFixed(1);
    const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(0)} %`;
    const rows = kinds
      .sort(([, a], [, b]) => b.took - a.took)
      .map(([kind, { entries, took, stepping }]) => [
        kind,
        String(Math.round(entries / RUNS[name])),
        us(took, entries),
        us(stepping, entries),
        share(took, all),
      ]);
    const entries = kinds.reduce((sum, [, kind]) => sum + kind.entries, 0);
    const stepping = kinds.reduce((sum, [, kind]) => sum + kind.stepping, 0);
    say(`where the time goes, by kind of entry: ${TITLES[name]}, ${(all / RUNS[name]).toFixed(1)} ms`, [
      ...table([
        ['kind', 'entries', 'us an entry', 'of it in transition()', 'share'],
        ...rows,
        ['all', String(Math.round(entries / RUNS[name])), us(all, entries), us(stepping, entries), share(all, all)],
      ]),
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'portcall-profile-'));
    work([name, 'runs', RUNS[name]], ['--cpu-prof', `--cpu-prof-dir=${folder}`]);
    const [file = ''] = readdirSync(folder);
    const rooms = [...byRoom(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile)];
    rmSync(folder, { recursive: true });
    const whole = rooms.reduce((sum, [, took]) => sum + took, 0);
    say(
      `the same by room (a profile's samples, warming up included)`,
      table([
        ['room', 'share'],
        ...rooms.sort(([, a], [, b]) => b - a).map(([room, took]) => [room, share(took, whole)]),
      ]),
    );
  }
}
