import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { circleFaults, faults, layers, rooms } from './layering';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name).replaceAll('\\', '/'))
  .filter((path) => /\.(ts|svelte)$/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

test('src keeps its layers', () => {
  expect(sources.length).toBeGreaterThan(0);
  expect(faults(sources)).toEqual([]);
});

test('no files of src import each other in a circle', () => {
  expect(circleFaults(sources)).toEqual([]);
});

test('every room that is named is there', () => {
  const there = new Set(sources.map(({ path }) => path.split('/').slice(1, -1).join('/')));
  const named = Object.entries(rooms).flatMap(([folder, names]) =>
    names.map((room) => (room === '.' ? folder : `${folder}/${room}`)),
  );
  expect(named.filter((room) => !there.has(room))).toEqual([]);
});

test('tsconfig.core.json covers exactly the core', () => {
  const core = layers.slice(0, layers.findIndex((line) => line.includes('capture')) + 1).flat();
  const text = readFileSync('tsconfig.core.json', 'utf8');
  expect([...text.matchAll(/"src\/(\w+)"/g)].map(([, folder]) => folder)).toEqual(core);
});

describe('the checker sees', () => {
  const fault = (path: string, text: string) => faults([{ path, text }]);
  test.each([
    [
      'an import from below',
      'src/wire/a.ts',
      `import { b } from '../sim/b'`,
      'wire imports from sim, which is not above it',
    ],
    [
      'a type from below',
      'src/wire/a.ts',
      `import type { B } from '../tcp/b'`,
      'wire imports from tcp, which is not above it',
    ],
    ['a sibling', 'src/tcp/a.ts', `export { b } from '../ftp/b'`, 'tcp imports from ftp, which is not above it'],
    [
      'a type named in place',
      'src/machine/a.ts',
      `let b: import('../trace/b').B`,
      'machine imports from trace, which is not above it',
    ],
    ['a late import', 'src/scenario/a.ts', `import('../ui/b')`, 'scenario imports from ui, which is not above it'],
    [
      'a component',
      'src/ui/app/A.svelte',
      `<script lang="ts">\nimport b from '../../main'\n</script>`,
      'ui imports from main, which is not above it',
    ],
    ['Node', 'src/sim/a.ts', `import net from 'node:net'`, `the core imports 'node:net'`],
    ['a drawing library', 'src/explain/logs/a.ts', `import 'd3'`, `the core imports 'd3'`],
    [
      'a file outside src',
      'src/ftp/a.ts',
      `import b from '../../lessons/b.json'`,
      `the core imports '../../lessons/b.json' from outside src`,
    ],
    ['a folder without a layer', 'src/helpers/a.ts', ``, `'helpers' is in no layer`],
    [
      'a room that comes later',
      'src/tls/record/a.ts',
      `import { b } from '../server/b'`,
      'tls/record imports from tls/server, which is not above it',
    ],
    [
      'a folder of its own room',
      'src/tls/record/a.ts',
      `import type { B } from '../b'`,
      'tls/record imports from tls/., which is not above it',
    ],
    ['a room that nobody named', 'src/ftp/extras/a.ts', ``, `'ftp/extras' is no room of test/layering.ts`],
    ['a room where there are none', 'src/sim/kernel/a.ts', ``, `'sim/kernel' is no room of test/layering.ts`],
    ['chance', 'src/sim/a.ts', `const b = Math.random()`, 'the core uses Math.random'],
    ['a clock', 'src/sim/a.ts', `const b = Date.now()`, 'the core uses Date.now'],
    ['a calendar', 'src/sim/a.ts', `const b = new Date()`, 'the core uses new Date'],
    ['a stopwatch', 'src/sim/a.ts', `const b = performance.now()`, 'the core uses performance'],
    ['a timer', 'src/sim/a.ts', `setTimeout(() => {}, 1)`, 'the core uses setTimeout'],
    ['waiting', 'src/sim/a.ts', `export async function b() {}`, 'the core uses async'],
    ['the page', 'src/sim/a.ts', `document.title = ''`, 'the core uses document'],
    ['the browser', 'src/sim/a.ts', `window.close()`, 'the core uses window'],
  ])('%s', (_, path, text, expected) => {
    expect(fault(path, text)).toEqual([`${path}: ${expected}`]);
  });

  test('circles', () => {
    const file = (name: string, text: string) => ({ path: `src/tcp/${name}.ts`, text });
    const [a, b, c] = [
      file('a', `import { b } from './b'`),
      file('b', `import type { C } from './c'`),
      file('c', `export type { A } from './a'`),
    ];
    const component = {
      path: 'src/ui/app/A.svelte',
      text: `<script lang="ts">\nimport B from './B.svelte'\n</script>`,
    };
    const other = { ...component, path: 'src/ui/app/B.svelte', text: component.text.replace(/B/g, 'A') };
    expect(circleFaults([a, b])).toEqual([]);
    expect(circleFaults([a, b, c])).toEqual(['circle: src/tcp/a.ts src/tcp/b.ts src/tcp/c.ts']);
    expect(circleFaults([a, b, file('c', ''), file('d', `import('./d')`)])).toEqual(['circle: src/tcp/d.ts']);
    expect(circleFaults([component, other])).toEqual(['circle: src/ui/app/A.svelte src/ui/app/B.svelte']);
  });

  test('and lets the rest be', () => {
    expect(
      fault('src/ftp/a.ts', `import { setup } from 'xstate'\nimport { b } from '../wire/b'\nimport { c } from './c'`),
    ).toEqual([]);
    expect(
      fault(
        'src/tcp/a.ts',
        `// Math.random\nconst window = { scale: 1 }\nexport const b = window.scale + 'Date.now()'.length`,
      ),
    ).toEqual([]);
    expect(
      fault('src/cli.ts', `import { readFileSync } from 'node:fs'\nimport { b } from './cli/b'\nsetTimeout(b, 1)`),
    ).toEqual([]);
  });
});
