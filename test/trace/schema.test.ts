/** The published schema is made from the shapes that the reader holds files to; another program's validator agrees. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020';
import { expect, test } from 'vitest';
import { load } from '../../src/parts';
import { scenarioAt } from '../../src/lesson/check';
import { parseLesson } from '../../src/lesson/parse';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { linkOf, scenarioOf } from '../../src/scenario/text/recorded';
import type { Scenario } from '../../src/scenario/scenario';
import { fromLink, toLink } from '../../src/scenario/text/link';
import { readTrace, writeTrace } from '../../src/trace/file';
import { traceSchema } from '../../src/trace/shapes';
import type { Trace } from '../../src/trace/trace';
import { handmade } from '../capture/handmade';

const names = readdirSync('lessons').flatMap((part) => readdirSync(`lessons/${part}`).map((name) => `${part}/${name}`));
const validates = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(traceSchema);
const complaint = (trace: Trace, change: (file: Record<string, unknown>) => void = () => undefined): unknown => {
  const file = JSON.parse(writeTrace(trace)) as Record<string, unknown>;
  change(file);
  return validates(file) ? null : validates.errors?.[0];
};
const ran = async (scenario: Scenario): Promise<Trace> => run(scenario, await load(needs(scenario)));

test('public/trace.schema.json is what the shapes say', async () => {
  await expect(`${JSON.stringify(traceSchema, null, 1)}\n`).toMatchFileSnapshot('../../public/trace.schema.json');
});

test.each(names)('a saved trace of %s fits the schema, to its last step', async (name) => {
  const file = `lessons/${name}/lesson.md`;
  const read = parseLesson(readFileSync(file, 'utf8'), file, name);
  if (!('lesson' in read)) throw new Error(read.problems[0]?.text);
  const scenario = scenarioAt(read.lesson, read.lesson.steps.length - 1);
  expect(complaint(await ran(scenario))).toBeNull();
});

test('what the reader refuses, the schema refuses', () => {
  const trace = handmade();
  expect(complaint(trace)).toBeNull();
  expect(complaint(trace, (file) => delete file['epoch'])).toMatchObject({ keyword: 'required' });
  expect(complaint(trace, (file) => (file['version'] = 1))).toMatchObject({ instancePath: '/version' });
  expect(complaint(trace, (file) => (file['moments'] = [['end']]))).toMatchObject({ instancePath: '/moments/0' });
  expect(complaint(trace, (file) => ((file['entries'] as { kind: string }[])[1]!.kind = 'teleport'))).not.toBeNull();
});

test.each([
  'dataMode=PORT&actions=get+a\\;b&server.passiveRange=50000-50010',
  'client.software=nmap&dataMode=EPSV&actions=scan+syn+21,50000-50003',
  'ipVersion=6&dataMode=EPSV&do=delay+300+control+1+/+EPSV&do=filter+5060+control+1+/+229&do=drop+data+1+/+SYN',
  'clientEdge.rules=from+inside+accept;+drop',
])('the scenario of a trace is the one that made it: %s', async (link) => {
  const { scenario, problems } = fromLink(link);
  expect(problems).toEqual([]);
  const trace = await ran(scenario);
  expect(scenarioOf(trace)).toEqual(scenario);
  expect(linkOf(trace)).toBe(toLink(scenario, null));
});

test('a scenario in an opened file keeps what it may hold, and nothing throws', () => {
  const spoilt = JSON.stringify({
    knobs: { dataMode: 'PORT', constructor: 1, seed: [{ op: 'x' }], actions: [{ op: 'scan' }], passwordOk: 'maybe' },
    interventions: [
      { do: 'constructor', at: 'end' },
      { do: 'drop', at: 'end' },
      { do: 'delay', at: 'end' },
    ],
  });
  const file = writeTrace(handmade()).replace(/"scenario":\{.*?\[\]\}/, `"scenario":${spoilt}`);
  const trace = readTrace(file);
  if (!('entries' in trace)) throw new Error(trace.text);
  expect(scenarioOf(trace)).toEqual({ knobs: { dataMode: 'PORT' }, interventions: [{ do: 'drop', at: 'end' }] });
});
