/** A scenario: plain data that fits in a link, and the questions asked of it before it runs. */
import { expected, formatValue, type Knob, type KnobValue } from './values/knob';
import type { Intervention } from './interventions';
import { knobNamed, knobs, nearestName } from './knobs/knobs';

export interface Scenario {
  /** Only what differs from the table's defaults. */
  readonly knobs: Readonly<Record<string, KnobValue>>;
  readonly interventions: readonly Intervention[];
}

export interface Problem {
  readonly knob: string;
  readonly text: string;
  readonly remedy: string;
}

export const emptyScenario: Scenario = { knobs: {}, interventions: [] };

export function valueOf(scenario: Scenario, name: string): KnobValue {
  const value = scenario.knobs[name];
  return value !== undefined ? value : (knobNamed(name)?.default ?? null);
}

/** The scenario with one knob set; a default value leaves no trace in it. */
export function withKnob(scenario: Scenario, name: string, value: KnobValue): Scenario {
  const rest = Object.fromEntries(Object.entries(scenario.knobs).filter(([other]) => other !== name));
  const knob = knobNamed(name);
  const same = knob !== undefined && formatValue(knob, value) === formatValue(knob, knob.default);
  return { ...scenario, knobs: same ? rest : { ...rest, [name]: value } };
}

export function applies(scenario: Scenario, knob: Knob): boolean {
  return knob.appliesWhen?.((name) => valueOf(scenario, name)) ?? true;
}

/** Why a scenario cannot run: unknown knobs and combinations that no two real programs could be in. */
export function problems(scenario: Scenario): readonly Problem[] {
  const unknown = Object.keys(scenario.knobs)
    .filter((name) => !knobNamed(name))
    .map((name) => ({
      knob: name,
      text: `there is no knob '${name}'`,
      remedy: `did you mean '${nearestName(name)}'?`,
    }));
  const conflicts = knobs.flatMap((knob) => {
    const text = knob.conflict?.((name) => valueOf(scenario, name)) ?? null;
    return text === null ? [] : [{ knob: knob.name, text, remedy: `set ${knob.name} to ${expected(knob)}` }];
  });
  return [...unknown, ...conflicts];
}
