import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** What leaves nothing behind in its process. */
const PURE = `test/{${[
  'wire',
  'machine',
  'trace',
  'tcp',
  'tls',
  'ftp',
  'scan',
  'middlebox',
  'sim',
  'scenario',
  'explain',
  'protocol',
  'golden',
  'sweep',
  'lesson',
  'diagram',
].join(',')}}/**/*.test.ts`;
/** Left out by `npm run check`, told here since no project with an `exclude` of its own hears of --exclude. */
const UNHURRIED = process.env['PORTCALL_QUICK'] === '1' ? ['**/*.slow.test.ts', 'test/loopback/**'] : [];
const NEVER = ['test/browser/**', '**/node_modules/**', ...UNHURRIED];

export default defineConfig({
  plugins: [svelte()],
  test: {
    environment: 'node',
    setupFiles: ['test/octets-equal.ts'],
    // Two, for two cores; by itself it leaves one of them idle.
    maxWorkers: 2,
    // Generous: a busy machine is no failure.
    testTimeout: 240_000,
    hookTimeout: 60_000,
    projects: [
      // The core is pure: its tests share a process, and load each module once instead of once a file.
      { extends: true, test: { name: 'pure', include: [PURE], exclude: NEVER, isolate: false } },
      { extends: true, test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: [PURE, ...NEVER] } },
    ],
  },
});
