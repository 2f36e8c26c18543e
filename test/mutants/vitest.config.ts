import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What each file took the first time, when no mutant was at work: milliseconds. */
const took = new Map<string, number>();

/** The quick files first: one test that fails ends the run, and most mutants fail one. */
class QuickFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const time = ({ moduleId }: TestSpecification): number => {
      const key = `:${relative(this.ctx.config.root, moduleId).replaceAll('\\', '/')}`;
      const known = took.get(key) ?? this.ctx.cache.getFileTestResults(key)?.duration;
      if (known !== undefined) took.set(key, known);
      return known ?? 0;
    };
    return Promise.resolve([...files].sort((one, other) => time(one) - time(other)));
  }
}

/** The tests that scripts/mutants-drawn.mjs names, without what takes its time. */
export default defineConfig({
  test: {
    environment: 'node',
    // The core leaves nothing behind: its modules are loaded once a run.
    isolate: false,
    sequence: { sequencer: QuickFirst },
    include: (process.env['PORTCALL_MUTANT_TESTS'] ?? 'test/wire/**/*.test.ts').split(','),
    exclude: [
      '**/node_modules/**',
      'test/scenario/mutation*',
      'test/ftp/server-fuzz*',
      'test/tcp/delivery*',
      // Asks for the time that the code takes, which is longer where mutants stand in it.
      'test/explain/no-logs*',
    ],
    // Mutants that hang are ended by StrykerJS, which knows how long the tests took without any.
    testTimeout: 600_000,
  },
});
