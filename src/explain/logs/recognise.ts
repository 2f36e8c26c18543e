/** A pasted error message or log, told by its words: what it is a symptom of, best first, and how to see it happen. */
import { parseValue } from '../../scenario/values/knob';
import { knobNamed } from '../../scenario/knobs/knobs';
import type { KnobName } from '../../scenario/knobs/table';
import { emptyScenario, problems, withKnob, type Scenario } from '../../scenario/scenario';
import { isViolation } from '../../wire/violation';
import { factsOf, type Facts } from './facts';
import { linesOf, type Line } from './lines';
import type { Certainty, Showing, Symptom } from './symptom';
import { SYMPTOMS, type SymptomId } from './symptoms';

export interface Hypothesis {
  readonly symptom: SymptomId;
  readonly certainty: Certainty;
  /** What of the log says so. */
  readonly lines: readonly Pick<Line, 'number' | 'raw'>[];
  /** In which it happens; null where no two programs here can be in it. */
  readonly scenario: Scenario | null;
}

/** Whom the log tells of, as far as it does. */
export interface Named {
  /** Where the control connection goes. */
  readonly server: string | null;
  readonly port: number | null;
  /** Of 227 or 229. */
  readonly told: string | null;
  readonly toldPort: number | null;
  /** Of PORT. */
  readonly named: string | null;
}

/** Why there is no hypothesis: nothing was pasted, a dialogue in which nothing fails, or what nobody knows. */
export type Nothing = 'no-text' | 'no-failure' | 'unknown';

export interface Recognition {
  /** Best first; empty where nothing is known of such a text. */
  readonly hypotheses: readonly Hypothesis[];
  /** Whose log it is, as far as it says; a knob's values. */
  readonly client: string | null;
  readonly server: string | null;
  readonly names: Named;
  /** Null where there is a hypothesis. */
  readonly nothing: Nothing | null;
}

const ORDER: readonly Certainty[] = ['certain', 'likely', 'possible'];

/** Linear in the text's length, whatever it holds; nothing of the text is kept but the lines that are shown. */
export function recognise(text: string): Recognition {
  const facts = factsOf(linesOf(text));
  const found = SYMPTOMS.flatMap((symptom) => {
    const showing = symptom.shown.find((one) => fits(one, facts));
    return showing ? [hypothesis(symptom, showing, facts)] : [];
  });
  const hypotheses = ORDER.flatMap((certainty) => found.filter((one) => one.certainty === certainty));
  return {
    hypotheses,
    client: facts.client,
    server: facts.server,
    names: namesIn(facts),
    nothing: hypotheses.length > 0 ? null : nothing(facts),
  };
}

const fits = ({ by, without = [] }: Showing, { signs }: Facts): boolean =>
  by.every((sign) => signs.has(sign)) && !without.some((sign) => signs.has(sign));

function hypothesis({ id, replay }: (typeof SYMPTOMS)[number], { certainty, by }: Showing, facts: Facts): Hypothesis {
  const lines = by.flatMap((sign) => facts.signs.get(sign) ?? []);
  const each = lines
    .filter((line, at) => lines.findIndex(({ number }) => number === line.number) === at)
    .sort((a, b) => a.number - b.number);
  return {
    symptom: id,
    certainty,
    lines: each.map(({ number, raw }) => ({ number, raw })),
    scenario: scenarioOf(replay, facts),
  };
}

/** A knob as the log tells it, if it does: whether it can be so is still to be asked. */
const told = (name: KnobName, value: string | number | null): Readonly<Record<string, string>> =>
  value === null ? {} : { [name]: String(value) };

/** With the log's own programs, data mode and port; where these cannot be in it, as the row has it. */
function scenarioOf(replay: Symptom['replay'], facts: Facts): Scenario | null {
  const { client, server, mode, dialled } = facts;
  const port = { ...told('server.controlPort', dialled.port), ...told('client.connectPort', dialled.port) };
  const own = { ...told('client.software', client), ...told('server.software', server), ...told('dataMode', mode) };
  const tried = [{ ...own, ...port, ...replay }, { ...own, ...replay }, replay].map(settled);
  return tried.find((scenario) => scenario !== null && problems(scenario).length === 0) ?? null;
}

/** Null where a knob or a value is none. */
export function settled(settings: Readonly<Record<string, string>>): Scenario | null {
  return Object.entries(settings).reduce<Scenario | null>((scenario, [name, text]) => {
    const knob = knobNamed(name);
    const value = knob ? parseValue(knob, text) : null;
    return scenario === null || !knob || isViolation(value) ? null : withKnob(scenario, knob.name, value);
  }, emptyScenario);
}

const namesIn = ({ dialled, told, named }: Facts): Named => ({
  server: dialled.address ?? dialled.host,
  port: dialled.port,
  told: told?.address ?? null,
  toldPort: told?.port ?? null,
  named: named?.address ?? null,
});

function nothing({ lines, signs }: Facts): Nothing {
  if (lines === 0) return 'no-text';
  return signs.has('spoke') ? 'no-failure' : 'unknown';
}
