/** A pasted error message or log, told by its words: what it is a symptom of, best first, and how to see it happen. */
import { parseValue } from '../../scenario/values/knob';
import { knobNamed } from '../../scenario/knobs/knobs';
import type { KnobName } from '../../scenario/knobs/table';
import { emptyScenario, problems, withKnob, type Scenario } from '../../scenario/scenario';
import { isViolation } from '../../wire/violation';
import { factsOf, type Facts } from './facts';
import { linesOf, type Line } from './lines';
import type { Certainty, Showing, Symptom } from './symptom';
import { SYMPTOMS } from './symptoms';

export interface Hypothesis {
  /** The id of a row of SYMPTOMS. */
  readonly symptom: string;
  readonly certainty: Certainty;
  /** What of the log says so. */
  readonly lines: readonly Pick<Line, 'number' | 'raw'>[];
  /** One sentence. */
  readonly means: string;
  /** In which it happens; null where no two programs here can be in it. */
  readonly scenario: Scenario | null;
  /** What to look at, or to run, to tell this from its neighbours. */
  readonly tells: string;
}

export interface Recognition {
  /** Best first; empty where nothing is known of such a text. */
  readonly hypotheses: readonly Hypothesis[];
  /** Whose log it is, as far as it says; a knob's values. */
  readonly client: string | null;
  readonly server: string | null;
  /** Why there is no hypothesis; null where there is one. */
  readonly nothing: string | null;
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
    nothing: hypotheses.length > 0 ? null : nothing(facts),
  };
}

const fits = ({ by, without = [] }: Showing, { signs }: Facts): boolean =>
  by.every((sign) => signs.has(sign)) && !without.some((sign) => signs.has(sign));

function hypothesis({ id, means, tells, replay }: Symptom, { certainty, by }: Showing, facts: Facts): Hypothesis {
  const lines = by.flatMap((sign) => facts.signs.get(sign) ?? []);
  const each = lines
    .filter((line, at) => lines.findIndex(({ number }) => number === line.number) === at)
    .sort((a, b) => a.number - b.number);
  return {
    symptom: id,
    certainty,
    lines: each.map(({ number, raw }) => ({ number, raw })),
    means: filled(means, facts),
    scenario: scenarioOf(replay, facts),
    tells: filled(tells, facts),
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

function filled(text: string, { dialled, told, named }: Facts): string {
  const holders: Readonly<Record<string, string | undefined>> = {
    server: dialled.address ?? dialled.host ?? 'SERVER',
    port: String(dialled.port ?? 21),
    told: told?.address ?? 'the address in 227',
    toldPort: String(told?.port ?? 'PORT'),
    named: named?.address ?? 'an address',
  };
  return text.replace(/\{(\w+)\}/g, (all, name: string) => holders[name] ?? all);
}

function nothing({ lines, signs }: Facts): string {
  if (lines === 0) return 'There is no text to read.';
  if (signs.has('spoke')) return 'This is an FTP dialogue, and nothing in it is known as a failure.';
  return (
    "Nothing in this text is known. What helps is the whole dialogue: curl -v, lftp's debug, " +
    "FileZilla's message log, ftplib's set_debuglevel(1), tnftp -d, or vsftpd's log with log_ftp_protocol=YES."
  );
}
