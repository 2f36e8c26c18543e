/** What can be told of a scenario without its run, as text: who may begin what, and what a keeper would write down. */
import { doorsOf, rangeText } from '../../src/explain/reading/reach';
import { opensBetween } from '../../src/explain/remedies/opens';
import { configLines } from '../../src/explain/remedies/config';
import { namesOf } from '../../src/scenario/knobs/knobs';
import { emptyScenario, valueOf } from '../../src/scenario/scenario';
import { fromLink } from '../../src/scenario/text/link';

export function toldOf(link: string): readonly string[] {
  const { scenario, problems } = fromLink(link);
  if (problems.length > 0) throw new Error(problems.join());
  const opened = opensBetween(emptyScenario, scenario);
  const doors = doorsOf(scenario).map(({ edge, from, who, ports, guarded }) => {
    const ranges = ports.map(rangeText).join(', ') || 'nothing';
    return `  ${edge} from ${from}, ${who}${guarded ? '' : ', unguarded'}: ${ranges}`;
  });
  const lines = namesOf(scenario.knobs).flatMap((name) => configLines(name, valueOf(scenario, name), scenario));
  return [
    ...doors,
    `  opens ${JSON.stringify(opened.opens).replaceAll('"', '')}: ${opened.weight.toFixed(3)}`,
    ...lines.map((line) => `  ${line}`),
  ];
}
