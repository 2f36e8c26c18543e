/**
 * What is wrong with a client's profile: every mistake at once, each with its place. An empty list means that it can be
 * used.
 */
import {
  addressManners,
  dataOccurrences,
  occurrences,
  instructionOf,
  type ClientProfile,
  type Step,
} from '../profiles/client-profile';
import { isObject, shapes, type Mistake } from '../profiles/mistakes';

/** A reply's code or class, or an occurrence. */
const awaitable = (name: string): boolean =>
  /^[1-6](\d\d)?$/.test(name) || (occurrences as readonly string[]).includes(name);
const ofData: ReadonlySet<string> = new Set(dataOccurrences);

function stepMistakes(steps: readonly Step[], parts: ReadonlySet<string>): string[] {
  const mistakes: string[] = [];
  const labels = new Set(['end', 'next']);
  for (const step of steps)
    if ('label' in step && labels.size === labels.add(step.label).size) mistakes.push(`label '${step.label}' twice`);
  const jump = (label: string) => {
    if (!labels.has(label)) mistakes.push(`no label '${label}'`);
  };
  const enter = (part: string) => {
    if (!parts.has(part)) mistakes.push(`no part '${part}'`);
  };
  steps.forEach((step, at) => {
    if (instructionOf(step) === null)
      return void mistakes.push(`step ${at}: found ${JSON.stringify(step)}, which is no instruction`);
    if ('goto' in step) jump(step.goto);
    if ('do' in step) enter(step.do);
    if ('forEachDirectory' in step) enter(step.forEachDirectory);
    if ('readAddress' in step) [step.else, step.elsewhere ?? 'next'].forEach(jump);
    if (!('expect' in step)) return;
    for (const [name, label] of Object.entries(step.expect)) {
      jump(label);
      if (!awaitable(name)) mistakes.push(`step ${at}: cannot expect '${name}'`);
    }
    const names = Object.keys(step.expect);
    const data = names.some((name) => ofData.has(name));
    if (!data && names.some((name) => /^\d/.test(name)) && !names.includes('else'))
      mistakes.push(`step ${at}: waits for a reply alone and has no 'else'`);
  });
  return mistakes;
}

export function checkClientProfile(value: unknown): readonly Mistake[] {
  if (!isObject(value)) return ['/: expected an object'];
  const mistakes = shapes(value, {
    name: 'string',
    version: 'string',
    source: 'string',
    noDelay: 'boolean',
    lastWords: 'string',
    'defaults.connectTimeout': 'number',
    'passiveAddress.own': addressManners,
    'passiveAddress.skip': addressManners,
    'passiveAddress.trust': addressManners,
    afterFailure: ['goes on', 'stops'],
    'downloads.mode': 'number',
    plans: 'object',
    parts: 'object',
    anytime: 'object',
  });
  if (mistakes.length > 0) return mistakes;
  const { resumes, tlsErrors = {} } = value as unknown as ClientProfile;
  if (resumes !== undefined) mistakes.push(...shapes(value, { resumes: ['control', 'last'] }));
  for (const [name, words] of Object.entries(tlsErrors))
    if (typeof words !== 'string') mistakes.push(`/tlsErrors/${name}: expected a text`);
  const { plans, parts, anytime } = value as unknown as ClientProfile;
  const names = new Set(Object.keys(parts));
  for (const [field, table] of [
    ['plans', plans],
    ['parts', parts],
  ] as const) {
    for (const [name, steps] of Object.entries(table))
      mistakes.push(...stepMistakes(steps, names).map((mistake) => `/${field}/${name}: ${mistake}`));
  }
  for (const name of Object.keys(anytime)) if (!awaitable(name)) mistakes.push(`/anytime/${name}: cannot happen`);
  if (!plans['leave']) mistakes.push('/plans/leave: missing');
  for (const [name, part] of Object.entries(anytime))
    if (!names.has(part)) mistakes.push(`/anytime/${name}: no part '${part}'`);
  return mistakes;
}
