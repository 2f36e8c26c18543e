import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const reports = process.env['PORTCALL_REPORTS'] ?? join('node_modules', '.cache', 'portcall');
const chromium = process.env['PORTCALL_CHROMIUM'];

// The built site (`npm run build` first), served under a sub-path on a free port. The address that the server prints
// becomes PORTCALL_URL.
export default defineConfig({
  testDir: 'test/browser',
  outputDir: 'node_modules/.cache/portcall/browser',
  timeout: 90_000,
  // No test judges by the clock. Chromium itself waits 20 s for its cache where a page was left while it loaded.
  expect: { timeout: 45_000 },
  // Two, for two cores: the pages wait more than they work.
  workers: 2,
  reporter: [['list'], ['json', { outputFile: join(reports, 'browser.json') }]],
  webServer: {
    command: 'node scripts/serve.mjs',
    wait: { stdout: /(?<PORTCALL_URL>http:\/\/\S+)/ },
    timeout: 60_000,
  },
  use: {
    baseURL: process.env['PORTCALL_URL'] ?? '',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      // Chromium is a guest here: no sandbox where root allows none, and no traffic of its own.
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
