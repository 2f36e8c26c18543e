/** What a remedy changes, as a reader sees it: a knob's label, what it was, what it becomes. Pure. */
import { formatValue, type KnobValue } from '../../scenario/values/knob';
import { knobNamed } from '../../scenario/knobs/knobs';
import { valueOf, type Scenario } from '../../scenario/scenario';
import type { TraceNode } from '../../trace/trace';

export interface Change {
  readonly name: string;
  readonly label: string;
  /** Empty where it is only added to. */
  readonly before: string;
  readonly now: string;
}

/** Longer than this a value is cut, in characters. */
const LONGEST = 96;

export function changesOf(
  scenario: Scenario,
  set: Readonly<Record<string, KnobValue>>,
  nodes: readonly TraceNode[],
): readonly Change[] {
  return Object.entries(set).map(([name, value]) => {
    const knob = knobNamed(name);
    const text = (one: KnobValue): string =>
      typeof one === 'boolean' ? (one ? 'on' : 'off') : cut(knob ? formatValue(knob, one) : String(one));
    const added = knob?.kind === 'rules' ? addedRules(name, value, nodes) : '';
    return added !== ''
      ? { name, label: 'A rule more', before: '', now: added }
      : { name, label: knob?.label ?? name, before: text(valueOf(scenario, name)), now: text(value) };
  });
}

/** The rules that the edge does not have yet; a table is told by what is new in it. */
function addedRules(name: string, value: KnobValue, nodes: readonly TraceNode[]): string {
  const present = nodes.find(({ id }) => `${id}.rules` === name)?.gear?.rules ?? [];
  return String(value ?? '')
    .split('; ')
    .filter((rule) => rule !== '' && !present.includes(rule))
    .join('; ');
}

/** `because the server ...`; a verb or a flag stays as it is written. */
export const lowered = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);
