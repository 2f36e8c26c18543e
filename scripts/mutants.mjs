// npm run mutants: how many small faults the tests notice. Two ways:
//   npm run mutants [-- FOLDER ...]     some thousand faults of the core, drawn by seed, made and tried by StrykerJS,
//                                       folder by folder; what has been tried stays known, so that it can be stopped
//                                       and goes on
//   npm run mutants -- kept [ID ...]    the faults kept in test/mutants/mutants.json, each against the test that
//                                       notices it
import { install } from './install.mjs';

install();
const [word, ...ids] = process.argv.slice(2);
const passed =
  word === 'kept'
    ? (await import('./mutants-kept.mjs')).kept(ids)
    : await (await import('./mutants-drawn.mjs')).drawn(process.argv.slice(2));
process.exitCode = passed ? 0 : 1;
