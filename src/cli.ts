/**
 * The command line: `portcall run`, `portcall observe`, `portcall diagnose`, `portcall knobs`, `portcall machine`. Exit
 * 0 done, 1 a run that failed, 2 bad input.
 */
import { join } from 'node:path';
import { asked, type Command, type Values } from './cli/asked';
import { NOTHING, readAny, withSets, withSetsEach } from './cli/cases';
import { BadInput, here, within, write, writeWithin } from './cli/files';
import { listKnobs, showMachine } from './cli/lists';
import { USAGE } from './cli/usage';
import { keyLogOf } from './capture/key-log';
import { pcapngOf } from './capture/pcapng';
import { diagnose } from './explain/diagnosis/diagnose';
import { observed } from './explain/observed/observed';
import { needless, type Needless } from './explain/remedies/needless';
import { remedies, type Attempt, type Remedy } from './explain/remedies/remedies';
import { deedSays } from './strings/en/network';
import { phraseText, symptomLines } from './strings/en/diagnosis';
import { impossibleText, needlessText, opensText, remedyWhy } from './strings/en/exposure';
import { objectionRemedy, objectionText } from './strings/en/objections';
import { transcript } from './cli/transcript';
import { load } from './parts';
import { needs } from './scenario/build/reading/parts';
import { run } from './scenario/build/run';
import { problems, type Scenario } from './scenario/scenario';
import { writeTrace } from './trace/file';
import type { Trace } from './trace/trace';
import { neverDone } from './trace/query/deeds';
import { VANTAGES } from './trace/vantage';
import { nearest } from './wire/text/nearest';
import { plain, shown } from './wire/text/shown';

const ACTS: Readonly<Record<Command, (files: readonly string[], values: Values) => number | Promise<number>>> = {
  run: runOne,
  observe: observeAll,
  diagnose: diagnoseAll,
  knobs: listKnobs,
  machine: showMachine,
};

async function main(argv: readonly string[]): Promise<number> {
  const { command, files, values } = asked(argv);
  if (command !== null) return ACTS[command](files, values);
  console.log(USAGE);
  return values.help ? 0 : 2;
}

async function runOne(files: readonly string[], values: Values): Promise<number> {
  if (files.length > 1) throw new BadInput([`run takes one scenario, found ${files.length}`]);
  const vantage = VANTAGES.find((one) => one === (values.at ?? 'client'));
  if (!vantage) throw new BadInput([`--at ${shown(values.at ?? '')}: expected ${VANTAGES.join(', ')}`]);
  const [file] = files;
  const found = file === undefined ? NOTHING : readAny(file);
  const read = typeof found === 'string' ? NOTHING : found;
  const set = withSets(read.scenario, values.set);
  const wrong = [
    ...(typeof found === 'string' ? found.split('\n') : []),
    ...read.missing.map((what) => `${read.id}: cannot be reproduced: ${what}`),
    ...set.wrong,
  ];
  const { scenario } = set;
  const objections = problems(scenario).map((one) => `${one.knob}: ${objectionText(one)}; ${objectionRemedy(one)}`);
  if (wrong.length + objections.length > 0) throw new BadInput(wrong.length > 0 ? wrong : objections);
  const trace = await ran(scenario);
  if (values.pcapng !== undefined) write(values.pcapng, pcapngOf(trace, { vantage }));
  if (values.keylog !== undefined) write(values.keylog, keyLogOf(trace));
  if (values.json) console.log(writeTrace(trace));
  else
    console.log(
      transcript(trace, values.segments ? 'segments' : 'dialogue')
        .map(plain)
        .join('\n'),
    );
  for (const line of notDone(trace)) console.error(line);
  return observed(trace).outcome === 'ok' ? 0 : 1;
}

async function observeAll(files: readonly string[], { set: sets, pcapng: folder }: Values): Promise<number> {
  if (files.length === 0) throw new BadInput(['observe takes at least one case or scenario', USAGE]);
  const { cases: scenarios, unread } = withSetsEach(files.map(readAny), sets);
  const folders = scenarios.map(({ id }) => (folder === undefined ? undefined : within(here(folder), id)));
  for (const [at, { id, scenario, missing }] of scenarios.entries()) {
    const reasons = [...missing, ...problems(scenario).map(objectionText)];
    if (reasons.length > 0) {
      console.error(plain(`${id}: cannot be reproduced: ${reasons.join(', ')}`));
      continue;
    }
    const trace = await ran(scenario);
    console.log(JSON.stringify({ id, observed: observed(trace) }));
    writeCaptures(folders[at], trace);
  }
  return told(unread);
}

/** Tells what could not be read; the exit code. */
function told(unread: readonly string[], otherwise = 0): number {
  unread.flatMap((lines) => lines.split('\n')).forEach((line) => console.error(plain(line)));
  return unread.length > 0 ? 2 : otherwise;
}

/** One line each, also for what cannot be reproduced. Exit 2 if a file could not be read, 1 if any run failed. */
async function diagnoseAll(files: readonly string[], { set: sets }: Values): Promise<number> {
  if (files.length === 0) throw new BadInput(['diagnose takes at least one scenario or case', USAGE]);
  const { cases, unread } = withSetsEach(files.map(readAny), sets);
  let failed = 0;
  for (const { id, scenario, missing } of cases) {
    const reasons = [...missing, ...problems(scenario).map(objectionText)];
    if (reasons.length > 0) {
      console.error(`${id}: cannot be reproduced: ${reasons.join(', ')}`);
      continue;
    }
    const trace = await ran(scenario);
    for (const line of notDone(trace)) console.error(`${plain(id)}: ${line}`);
    const found = await diagnosed(scenario, trace);
    if (found.outcome !== 'ok') failed++;
    console.log(JSON.stringify({ id, ...found }));
  }
  return told(unread, failed > 0 ? 1 : 0);
}

/** Why it failed and what would help; of what went well, what stands open for no use. */
async function diagnosed(scenario: Scenario, trace: Trace) {
  const found = diagnose(trace);
  const outcome = found?.outcome ?? 'ok';
  const cure = found ? await driven(remedies(scenario, trace)) : null;
  const open = outcome === 'ok' ? await driven(needless(scenario, trace)) : null;
  return {
    outcome,
    symptom: found ? symptomLines(found) : [],
    chain: found?.chain.map(({ phrase, moment, knob }) => ({ text: phraseText(phrase), moment, knob })) ?? [],
    remedies: cure?.remedies.map(remedyInWords) ?? [],
    ...(cure?.impossible ? { impossible: impossibleText(cure.impossible) } : {}),
    ...(open ? { needless: open.map(openInWords) } : {}),
  };
}

const openInWords = ({ what, chain, remedies: shut }: Needless) => ({
  what: opensText(what),
  chain: chain.map(({ phrase, moment, knob }) => ({ text: needlessText(phrase), moment, knob })),
  remedies: shut.map(remedyInWords),
});

const remedyInWords = ({ set, why, opens, config }: Remedy) => ({
  set,
  why: remedyWhy(why),
  opens: opensText(opens),
  config,
});

/** Runs what a search asks for. */
async function driven<T>(search: Generator<Attempt, T, Trace>): Promise<T> {
  let step = search.next();
  while (!step.done) step = search.next(await ran(step.value.scenario));
  return step.value;
}

/** An intervention at a moment that never came has done nothing, which nobody would see. */
const notDone = (trace: Trace): readonly string[] =>
  neverDone(trace).map((deed) => {
    const near = nearest(deed.at, [...trace.moments.keys()]);
    return plain(`${deedSays(deed)}: never came to be, the run has no such moment; the nearest is '${near}'`);
  });

function writeCaptures(folder: string | undefined, trace: Trace): void {
  if (folder === undefined) return;
  for (const vantage of VANTAGES) writeWithin(join(folder, `${vantage}.pcapng`), pcapngOf(trace, { vantage }));
}

async function ran(scenario: Scenario): Promise<Trace> {
  return run(scenario, await load(needs(scenario)));
}

// Who reads no further, as `head` does, has had enough.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 70));

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof BadInput ? error.message.split('\n').map(plain).join('\n') : error);
    process.exitCode = error instanceof BadInput ? 2 : 70;
  },
);
