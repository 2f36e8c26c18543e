/** A scenario and a moment as the text of a link: only what differs from the table, in the table's order. */
import { interventionText, parseIntervention } from '../interventions';
import { isViolation } from '../../wire/violation';
import { formatValue, parseValue } from '../values/knob';
import { knobNamed, knobs, nearestName } from '../knobs/knobs';
import { emptyScenario, withKnob, type Scenario } from '../scenario';

/** For location.hash or a query: `dataMode=PORT&at=control%201%20/%20PORT`. Empty for the plain scenario. */
export function toLink(scenario: Scenario, moment: string | null): string {
  const pairs = knobs.flatMap((knob) => {
    const value = scenario.knobs[knob.name];
    return value === undefined ? [] : [[knob.name, formatValue(knob, value)] as const];
  });
  const acts = scenario.interventions.map((act) => ['do', interventionText(act)] as const);
  const at = moment === null ? [] : [['at', moment] as const];
  return [...pairs, ...acts, ...at].map(([name, value]) => `${name}=${escaped(value)}`).join('&');
}

export interface Linked {
  readonly scenario: Scenario;
  readonly moment: string | null;
  /** What of the link could not be read, and what would be; the rest stands. */
  readonly problems: readonly string[];
}

export function fromLink(text: string): Linked {
  let scenario = emptyScenario;
  let moment: string | null = null;
  const problems: string[] = [];
  for (const pair of text.replace(/^[#?]/, '').split('&')) {
    if (pair === '') continue;
    const cut = pair.indexOf('=');
    const [name, value] = cut < 0 ? [pair, ''] : [pair.slice(0, cut), unescaped(pair.slice(cut + 1))];
    const knob = knobNamed(name);
    if (name === 'at') moment = value;
    else if (name === 'do') {
      const act = parseIntervention(value);
      if (typeof act === 'string') problems.push(act);
      else scenario = { ...scenario, interventions: [...scenario.interventions, act] };
    } else if (!knob) problems.push(`there is no knob '${name}'; did you mean '${nearestName(name)}'?`);
    else {
      const read = parseValue(knob, value);
      if (isViolation(read)) problems.push(read.text);
      else scenario = withKnob(scenario, name, read);
    }
  }
  return { scenario, moment, problems };
}

/** Escapes what would end the value or the link; spaces, slashes and colons stay readable. */
function escaped(value: string): string {
  return encodeURIComponent(value)
    .replace(/%20/g, '+')
    .replace(/%2F/g, '/')
    .replace(/%3A/g, ':')
    .replace(/%2C/g, ',')
    .replace(/%3B/g, ';');
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value.replace(/\+/g, ' '));
  } catch {
    return value; // a stray % is taken as it stands; the knob's reader says what is wrong
  }
}
