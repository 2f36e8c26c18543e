import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingPackages } from '../scripts/install.mjs';
import { count, countBrowser } from '../scripts/count.mjs';
import { importsOf } from './layering';

type Manifest = {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
type Lock = {
  packages: Record<string, { version?: string; resolved?: string; integrity?: string; dependencies?: object }>;
};

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;

const notOurs = new Set(['node_modules', 'dist', '.git', '.svelte-check', 'test-results', 'package-lock.json']);

function textFiles(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !notOurs.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return textFiles(path);
      return /\.(png|woff2|pcapng|pcap|ico|jpg)$/.test(entry.name) ? [] : [path];
    });
}

describe('the project stands alone', () => {
  test('every version is exact, and the lock agrees', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  test('the lock names no place to download from, and holds a digest of every package', () => {
    for (const [path, { resolved, integrity }] of Object.entries(lock.packages)) {
      expect(resolved, path).toBeUndefined();
      if (path !== '') expect(integrity, path).toMatch(/^sha512-/);
    }
  });

  test('the scripts that come first import nothing but Node and each other', () => {
    // TypeScript there is run by Vite, once all is installed.
    for (const name of readdirSync('scripts').filter((one) => one.endsWith('.mjs'))) {
      const text = readFileSync(join('scripts', name), 'utf8');
      for (const [, target] of text.matchAll(/^import .* from '([^']+)'/gm))
        expect(target, name).toMatch(/^(node:|\.\/\w+\.mjs$)/);
    }
  });

  test('no file names a path of the machine it was written on', () => {
    // Put together here, so that this file passes its own test.
    const pattern = new RegExp(`(?<![\\w.~/-])/(${['work', 'root'].join('|')})/[a-z]`);
    const found = textFiles().flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line}`] : [])),
    );
    expect(found).toEqual([]);
  });

  test('nothing imports from outside the project', () => {
    const found = textFiles()
      .filter((path) => /\.(ts|mjs|js|svelte)$/.test(path))
      .flatMap((path) =>
        importsOf(path, readFileSync(path, 'utf8'))
          .filter((target) => target.startsWith('.'))
          .map((target) => join(path, '..', target))
          .filter((target) => target.startsWith('..'))
          .map((target) => `${path} -> ${target}`),
      );
    expect(found).toEqual([]);
  });
});

describe('the scripts', () => {
  test('node_modules holds what the lock asks for', () => {
    expect(missingPackages()).toEqual([]);
  });

  test('an absent, older or interrupted install is seen; a package for another platform is not missed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcall-'));
    const write = (path: string, packages: object) => writeFileSync(join(folder, path), JSON.stringify({ packages }));
    const wanted = {
      '': {},
      'node_modules/a': { version: '2.0.0' },
      'node_modules/b': { version: '1.0.0', optional: true },
    };
    write('package-lock.json', wanted);
    mkdirSync(join(folder, 'node_modules', 'a'), { recursive: true });
    expect(missingPackages(folder)).toEqual(['a 2.0.0']);
    write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.9.0' } });
    expect(missingPackages(folder)).toEqual(['a 2.0.0']);
    write('node_modules/.package-lock.json', { 'node_modules/a': { version: '2.0.0' } });
    expect(missingPackages(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('count Vitest: a file that does not load is a failure, so is a runner that fails alone', () => {
    const report = {
      testResults: [
        {
          status: 'passed',
          assertionResults: [
            { status: 'passed', fullName: 'a' },
            { status: 'pending', fullName: 'b' },
          ],
        },
        { status: 'failed', assertionResults: [{ status: 'failed', fullName: 'c' }] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(count(report, 1)).toEqual({ passed: 1, failed: 2, skipped: ['b'] });
    expect(count({ testResults: [] }, 1).failed).toBe(1);
    expect(count(undefined, 0).failed).toBe(1);
  });

  test('count Playwright: a flaky test is a failure', () => {
    const specs = ['expected', 'unexpected', 'flaky', 'skipped'].map((status) => ({
      title: status,
      tests: [{ status }],
    }));
    const report = { suites: [{ suites: [{ specs: specs.slice(0, 2) }], specs: specs.slice(2) }] };
    expect(countBrowser(report, 1)).toEqual({ passed: 1, failed: 2, skipped: ['skipped'] });
    expect(countBrowser(undefined, 0).failed).toBe(1);
  });
});
