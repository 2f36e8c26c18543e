/** A scenario: plain data that fits in a link, and the questions asked of it before it runs. */
import { formatValue, type Conditions } from './values/knob';
import type { Intervention, TimedIntervention } from '../sim/interventions';
import { excess, type Excess } from '../wire/caps';
import { percentEncoded } from '../wire/text/percent';
import { interventionText, type Plain } from './interventions';
import { conflicts, type Conflict } from './knobs/conflicts';
import { defaults, isKnobName, knobNamed, knobs, namesOf, type Knob } from './knobs/knobs';
import type { KnobName, KnobValues, Settings } from './knobs/table';

export interface Scenario {
  /** Only what differs from the table's defaults. */
  readonly knobs: Settings;
  readonly interventions: readonly TimedIntervention[];
}

/** Why a scenario cannot run. */
export type Objection =
  | Conflict
  | { readonly code: 'no-such-knob'; readonly name: string }
  | { readonly code: 'fits-in-no-link'; readonly excess: Excess };

/** An objection, and the knob that it is about; none where it is about the whole. */
export interface Problem {
  readonly knob: string;
  readonly why: Objection;
}

export const emptyScenario: Scenario = { knobs: {}, interventions: [] };

export function valueOf<N extends KnobName>(scenario: Scenario, name: N): KnobValues[N] {
  const value: KnobValues[N] | undefined = Object.hasOwn(scenario.knobs, name) ? scenario.knobs[name] : undefined;
  return value !== undefined ? value : defaults[name];
}

/** The scenario with one knob set; a default value leaves no trace in it. */
export function withKnob<N extends KnobName>(scenario: Scenario, name: N, value: KnobValues[N]): Scenario {
  const rest = Object.fromEntries(Object.entries(scenario.knobs).filter(([other]) => other !== name));
  const knob = knobNamed(name);
  const same = formatValue(knob, value) === formatValue(knob, knob.default);
  return { ...scenario, knobs: same ? rest : { ...rest, [name]: value } };
}

/** The scenario with several knobs set, one after the other. */
export const withKnobs = (scenario: Scenario, settings: Settings): Scenario =>
  namesOf(settings).reduce((next, name) => {
    const value = settings[name];
    return value === undefined ? next : withKnob(next, name, value);
  }, scenario);

/** Whether a knob means something for the other values. */
export function applies(scenario: Scenario, { when }: Knob): boolean {
  return when === undefined || (Array.isArray(when) ? when : [when]).some((all) => hold(scenario, all));
}

const hold = (scenario: Scenario, conditions: Conditions): boolean =>
  Object.entries(conditions).every(([name, values]) => {
    const value = isKnobName(name) ? valueOf(scenario, name) : null;
    return 'not' in values ? value !== values.not : values.includes(value);
  });

/** Why a scenario cannot run: unknown knobs and combinations that no two real programs could be in. */
export function problems(scenario: Scenario): readonly Problem[] {
  const unknown = Object.keys(scenario.knobs)
    .filter((name) => !isKnobName(name))
    .map((name): Problem => ({ knob: name, why: { code: 'no-such-knob', name } }));
  const clashes = knobs.flatMap((knob) => {
    const why = conflicts[knob.name]?.((name) => valueOf(scenario, name)) ?? null;
    return why === null ? [] : [{ knob: knob.name, why }];
  });
  return [...unknown, ...clashes, ...tooMuch(scenario)];
}

/** A scenario must fit in a link: a trace holds it so, and so does every worker that is asked for a run. */
function tooMuch({ knobs: set, interventions }: Scenario): readonly Problem[] {
  const texts = [
    ...Object.entries(set).flatMap(([name, value]) => {
      const knob = knobNamed(name);
      return knob ? [[name, formatValue(knob, value)] as const] : [];
    }),
    ...interventions.map((act) => ['do', interventionText(act)] as const),
  ];
  const length = texts.reduce((sum, [name, text]) => sum + name.length + percentEncoded(text).length + 2, 0);
  const many = excess('interventions', interventions.length);
  const long = excess('link', length);
  return [
    ...(many === null ? [] : [{ knob: '', why: many }]),
    ...(long === null ? [] : [{ knob: '', why: { code: 'fits-in-no-link', excess: long } as const }]),
  ];
}

/**
 * The scenario in which the learner acts at a moment of a run: its trace begins as the parent's did, up to that moment.
 */
export function fork(scenario: Scenario, at: string, what: Intervention | Plain): Scenario {
  const intervention: Intervention = typeof what === 'string' ? { do: what } : what;
  return { ...scenario, interventions: [...scenario.interventions, { ...intervention, at }] };
}
