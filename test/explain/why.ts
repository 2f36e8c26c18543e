/**
 * What is wrong with the answer to *why* for a scenario, if anything: chain, remedies, and whether a remedy takes the
 * block away.
 */
import { diagnose, rootOf, type Diagnosis } from '../../src/explain/diagnosis/diagnose';
import { observed } from '../../src/explain/observed/observed';
import { blockOf, settingsText, touches, type Remedy } from '../../src/explain/remedies/remedies';
import { withKnobs, type Scenario } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/trace';
import { cured, ran } from './symptom';
import { phraseText, symptomLines } from '../../src/strings/en/diagnosis';

/** Of the run alone. */
export function chainFaults(trace: Trace): readonly string[] {
  const found = diagnose(trace);
  if ((found === null || found.flaw === 'slow') !== (observed(trace).outcome === 'ok'))
    return ['failed, and not diagnosed, or the other way round'];
  if (!found) return [];
  const { chain } = found;
  return [
    ...(['knob', 'intervention'].includes(rootOf(trace, found)?.kind ?? '') ? [] : ['the chain ends at no root']),
    ...(symptomLines(found).length > 0 ? [] : ['the user reads nothing']),
    ...(chain.length > 2 ? [] : ['the chain is too short']),
    ...chain.flatMap(({ phrase, entry, moment }) => [
      ...(/^[A-Za-z/].*[.:)\d]$/.test(phraseText(phrase)) ? [] : [`no sentence: ${phraseText(phrase)}`]),
      ...(trace.entries[entry] ? [] : [`no entry ${entry}`]),
      ...(moment === null || trace.moments.has(moment) ? [] : [`no moment ${moment}`]),
    ]),
  ];
}

/** Of its remedies; the diagnosis' run is handed in. */
export async function remedyFaults(
  scenario: Scenario,
  trace: Trace,
): Promise<{ readonly faults: readonly string[]; readonly impossible: boolean }> {
  const found = diagnose(trace);
  if (!found) return { faults: [], impossible: false };
  const { remedies, impossible } = await cured(scenario, trace);
  if (remedies.length === 0) return { faults: impossible ? [] : ['no remedy, and no reason why'], impossible: true };
  const last = found.chain.at(-1)?.knob ?? null;
  const touching = remedies.find((one) => touches(one, last));
  const weights = remedies.map(({ weight }) => weight);
  const faults = [
    ...(touching ? [] : [`no remedy sets ${last}, the chain's last`]),
    ...(weights.some((weight, at) => weight < (weights[at - 1] ?? 0)) ? ['out of order'] : []),
  ];
  for (const remedy of [...new Set([remedies[0], touching])])
    if (remedy) faults.push(...(await untrue(scenario, trace, found, remedy)));
  return { faults, impossible: false };
}

/** A remedy is run again by itself: it must come out well, and what stood in the way must be gone. */
async function untrue(
  scenario: Scenario,
  before: Trace,
  found: Diagnosis,
  { set }: Remedy,
): Promise<readonly string[]> {
  const after = await ran(withKnobs(scenario, set));
  const kind = before.entries[found.decisive]?.kind;
  const block = blockOf(before, found);
  return [
    ...(observed(after).outcome === 'ok' ? [] : [`${settingsText(set)} does not repair it`]),
    ...(after.entries.some((entry) => entry.kind === kind && blockOf(after, { ...found, decisive: entry.n }) === block)
      ? [`${settingsText(set)} leaves the block: ${block}`]
      : []),
  ];
}
