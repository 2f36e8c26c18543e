import { withKnobs } from '../../scenario/scenario';
import { modesOf } from './modes';
import type { Stage } from './stage.svelte';
import { sidePage } from './side-page.svelte';

/** The run on the stage against what it was before the last change, else with the other side dialling. */
export function openCompare(stage: Stage): void {
  const [other] =
    modesOf(stage.scenario)
      .find(({ name }) => name === 'who')
      ?.options.filter(({ chosen, problem }) => !chosen && problem === null) ?? [];
  const turned = withKnobs(stage.scenario, other?.set ?? {});
  sidePage.compare(stage.before ?? turned, true);
}
