import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faults, layers } from './layering';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name).replaceAll('\\', '/'))
  .filter((path) => /\.(ts|svelte)$/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

test('src keeps its layers', () => {
  expect(sources.length).toBeGreaterThan(0);
  expect(faults(sources)).toEqual([]);
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
      'src/ui/A.svelte',
      `<script lang="ts">\nimport b from '../main'\n</script>`,
      'ui imports from main, which is not above it',
    ],
    ['Node', 'src/sim/a.ts', `import net from 'node:net'`, `the core imports 'node:net'`],
    ['a drawing library', 'src/explain/a.ts', `import 'd3'`, `the core imports 'd3'`],
    [
      'a file outside src',
      'src/ftp/a.ts',
      `import b from '../../lessons/b.json'`,
      `the core imports '../../lessons/b.json' from outside src`,
    ],
    ['a folder without a layer', 'src/helpers/a.ts', ``, `'helpers' is in no layer`],
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
