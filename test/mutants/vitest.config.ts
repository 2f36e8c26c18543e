import { defineConfig } from 'vitest/config';

/** The tests that scripts/mutants-drawn.mjs names, without what takes its time. */
export default defineConfig({
  test: {
    environment: 'node',
    include: (process.env['PORTCALL_MUTANT_TESTS'] ?? 'test/wire/**/*.test.ts').split(','),
    exclude: ['**/node_modules/**', 'test/scenario/mutation*', 'test/ftp/server-fuzz*', 'test/tcp/delivery*'],
    // Mutants that hang are ended by StrykerJS, which knows how long the tests took without any.
    testTimeout: 600_000,
  },
});
