// A checker for StrykerJS that lets through only the mutants drawn: by a hash of the seed and of what the mutant is, so
// that one more line somewhere draws no others elsewhere.
import { createHash } from 'node:crypto';
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Set by scripts/mutants-drawn.mjs: of so many mutants, one is drawn. */
const { PORTCALL_MUTANT_SEED: SEED, PORTCALL_MUTANT_ONE_OF: ONE_OF } = process.env;

function isDrawn({ fileName, mutatorName, replacement, location }) {
  const file = fileName.replaceAll('\\', '/').replace(/^.*\/src\//, 'src/');
  const what = [SEED, file, mutatorName, replacement, JSON.stringify(location)].join(' ');
  return createHash('sha256').update(what).digest().readUInt32BE(0) % Number(ONE_OF) === 0;
}

const checker = {
  init: () => Promise.resolve(),
  check: (mutants) =>
    Promise.resolve(
      Object.fromEntries(
        mutants.map((mutant) => [
          mutant.id,
          isDrawn(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not drawn' },
        ]),
      ),
    ),
  group: (mutants) => Promise.resolve([mutants.map(({ id }) => id)]),
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Checker, 'drawn', checker)];
