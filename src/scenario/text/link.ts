/** A scenario and a moment as the text of a link: only what differs from the table, in the table's order. */
import { interventionText, parseIntervention } from '../interventions';
import { CAPS, over } from '../../wire/caps';
import { percentDecoded, percentEncoded } from '../../wire/text/percent';
import { isViolation } from '../../wire/violation';
import { formatValue, parseValue } from '../values/knob';
import { knobNamed, knobs, noKnob } from '../knobs/knobs';
import { emptyScenario, withKnob, type Scenario } from '../scenario';
import { Complaints } from './complaints';

/** For location.hash or a query: `dataMode=PORT&at=control%201%20/%20PORT`. Empty for the plain scenario. */
export function toLink(scenario: Scenario, moment: string | null): string {
  const pairs = knobs.flatMap((knob) => {
    const value = scenario.knobs[knob.name];
    return value === undefined ? [] : [[knob.name, formatValue(knob, value)] as const];
  });
  const acts = scenario.interventions.map((act) => ['do', interventionText(act)] as const);
  const at = moment === null ? [] : [['at', moment] as const];
  return [...pairs, ...acts, ...at].map(([name, value]) => `${name}=${percentEncoded(value)}`).join('&');
}

interface Linked {
  readonly scenario: Scenario;
  readonly moment: string | null;
  /** What of the link could not be read, and what would be, each once; the rest stands. */
  readonly problems: readonly string[];
}

/** Never throws, and takes no longer than CAPS.link allows: of a longer link nothing is read. */
export function fromLink(text: string): Linked {
  const long = over('link', text.length);
  if (long !== null) return { scenario: emptyScenario, moment: null, problems: [long] };
  let scenario = emptyScenario;
  let moment: string | null = null;
  const complaints = new Complaints();
  const complain = (key: string, say: () => string) => complaints.add(key, say, null);
  const acts: Scenario['interventions'][number][] = [];
  for (const pair of text.replace(/^[#?]/, '').split('&')) {
    if (pair === '') continue;
    const cut = pair.indexOf('=');
    const [name, value] = cut < 0 ? [pair, ''] : [pair.slice(0, cut), percentDecoded(pair.slice(cut + 1))];
    const knob = knobNamed(name);
    if (name === 'at') moment = value;
    else if (name === 'do') {
      const act = parseIntervention(value);
      if (typeof act === 'string') complain(act, () => act);
      else acts.push(act);
    } else if (!knob) complain(name, () => noKnob(name));
    else {
      const read = parseValue(knob, value);
      if (isViolation(read)) complain(read.text, () => read.text);
      else scenario = withKnob(scenario, knob.name, read);
    }
  }
  const many = over('interventions', acts.length);
  if (many !== null) complain(many, () => many);
  return {
    scenario: acts.length > 0 ? { ...scenario, interventions: acts.slice(0, CAPS.interventions.most) } : scenario,
    moment,
    problems: complaints.all().map(([said]) => said),
  };
}
