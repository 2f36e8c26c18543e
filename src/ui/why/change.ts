/** What a remedy changes, as a reader sees it: a knob's label, what it was, what it becomes. Pure. */
import { formatValue, type KnobValue } from '../../scenario/values/knob';
import { knobNamed, namesOf, type Knob } from '../../scenario/knobs/knobs';
import type { Settings } from '../../scenario/knobs/table';
import { valueOf, type Scenario } from '../../scenario/scenario';
import type { TraceNode } from '../../trace/trace';
import { knobWords } from '../../strings/en/knobs';
import { words } from '../../strings/en/page/why';

interface Change {
  readonly name: string;
  readonly label: string;
  /** Empty where it is only added to. */
  readonly before: string;
  readonly now: string;
}

const SWITCHED: ReadonlyMap<KnobValue, string> = new Map([
  [true, 'on'],
  [false, 'off'],
]);
/** Longer than this a value is cut, in characters. */
const LONGEST = 96;

export function changesOf(scenario: Scenario, set: Settings, nodes: readonly TraceNode[]): readonly Change[] {
  return namesOf(set).map((name) => {
    const [knob, value] = [knobNamed(name), set[name] ?? null];
    const text = (one: KnobValue): string => SWITCHED.get(one) ?? cut(formatValue(knob, one));
    const added = addedRules(knob, value, nodes);
    return added !== ''
      ? { name, label: words.remedies.ruleMore, before: '', now: added }
      : { name, label: knobWords[name].label, before: text(valueOf(scenario, name)), now: text(value) };
  });
}

/** The rules that the edge does not have yet; a table is told by what is new in it. */
function addedRules({ kind, filters }: Knob, value: KnobValue, nodes: readonly TraceNode[]): string {
  if (kind !== 'rules') return '';
  const present = nodes.find(({ id }) => id === filters)?.gear?.rules ?? [];
  return String(value ?? '')
    .split('; ')
    .filter((rule) => rule !== '' && !present.includes(rule))
    .join('; ');
}

/** `because the server ...`; a verb or a flag stays as it is written. */
export const lowered = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);
