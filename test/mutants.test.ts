/**
 * Mutants are small faults that some test must notice: `node scripts/mutants.mjs kept` puts them in, one after the
 * other. Here only that each still fits: who changes a line that a mutant names writes the mutant anew, and who moves
 * its test says so there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import mutants from './mutants/mutants.json';

interface Mutant {
  readonly id: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The test file that fails under it. */
  readonly test?: string;
}
const all: readonly Mutant[] = mutants;

test('each has a name of its own', () => expect(new Set(all.map(({ id }) => id)).size).toBe(all.length));

test.each(all)('$id changes one place in $file', ({ file, from, to }) => {
  expect(readFileSync(file, 'utf8').split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});

test.each(all.filter((mutant) => mutant.test !== undefined))('$id has its test, $test', (mutant) =>
  expect(existsSync(mutant.test ?? '')).toBe(true),
);
