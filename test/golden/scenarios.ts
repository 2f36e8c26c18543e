/** The scenarios of the golden traces: each scenario of each lesson, once. */
import { readdirSync, readFileSync } from 'node:fs';
import { scenarioAt } from '../../src/lesson/check';
import { parseLesson } from '../../src/lesson/parse';
import { toLink } from '../../src/scenario/text/link';

const names = readdirSync('lessons').flatMap((part) => readdirSync(`lessons/${part}`).map((name) => `${part}/${name}`));

export const scenarios = names.flatMap((name) => {
  const file = `lessons/${name}/lesson.md`;
  const parsed = parseLesson(readFileSync(file, 'utf8'), file, name);
  if ('problems' in parsed) throw new Error(`${file} has mistakes`);
  const steps = parsed.lesson.steps.map((_, step) => scenarioAt(parsed.lesson, step));
  const links = new Map(steps.map((scenario) => [toLink(scenario, null), scenario]));
  const golden = name.replace('/', '-');
  return [...links].map(([link, scenario], index) => ({ name: `${golden}-${index + 1}`, link, scenario }));
});
