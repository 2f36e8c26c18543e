/**
 * Rules as text: `state established,related accept; from inside accept; tcp drop`. One rule is what `ruleText` writes;
 * the parts of one that is read may stand in any order, each at most once, the verdict last. `empty` is a table without
 * rows.
 */
import { canonicalAddress, family } from '../../wire/packet/address';
import { isViolation, mistake, type Mistake } from '../../wire/violation';
import { ruleText } from './rules';
import type { PortRange, Rule, TrackingState, RulingAction } from '../spec';

export const rulesText = (rules: readonly Rule[]): string =>
  rules.length === 0 ? 'empty' : rules.map(ruleText).join('; ');

/** Says which rule is wrong, from 1, and what would be right. */
export function parseRules(text: string): readonly Rule[] | Mistake {
  if (text.trim() === 'empty') return [];
  const rules: Rule[] = [];
  for (const [index, part] of text.split(';').entries()) {
    const rule = parseRule(part);
    if (isViolation(rule)) return { ...rule, text: `rule ${index + 1}: ${rule.text}` };
    rules.push(rule);
  }
  return rules;
}

export function parseRule(text: string): Rule | Mistake {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0)
    return wrong("there is no rule here; expected for example 'from outside tcp dport 21 accept'");
  const verdict = verdictAt(words);
  if (isViolation(verdict)) return verdict;
  let rule: Partial<Rule> = {};
  for (let rest = words.slice(0, -verdict.length); rest.length > 0;) {
    const part = partAt(rest);
    if (isViolation(part)) return part;
    const field = Object.keys(part.rule)[0] ?? '';
    if (field in rule) return wrong(`'${rest[0] ?? ''}' cannot be said twice, or beside '${saidOf(rule, field)}'`);
    rule = { ...rule, ...part.rule };
    rest = rest.slice(part.length);
  }
  if ((rule.sourcePorts || rule.destinationPorts) && rule.protocol !== 'tcp')
    return wrong("sport and dport need 'tcp' before them: nothing else has ports here");
  return { ...rule, verdict: verdict.verdict };
}

const wrong = (text: string): Mistake => mistake('bad-rule', text);
const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
const saidOf = (rule: Partial<Rule>, field: string): string =>
  ruleText({ [field]: rule[field as keyof Rule], verdict: 'accept' }).replace(/ accept$/, '');

const REJECTIONS: readonly RulingAction[] = [
  'tcp-reset',
  'icmp-port-unreachable',
  'icmp-admin-prohibited',
  'icmp-host-unreachable',
];

function verdictAt(words: readonly string[]): { readonly verdict: RulingAction; readonly length: number } | Mistake {
  const at = words.findIndex((word) => word === 'accept' || word === 'drop' || word === 'reject');
  if (at < 0) return wrong("it must end with 'accept', 'drop' or 'reject with ...'");
  const [word, preposition, answer] = words.slice(at);
  const length = word === 'reject' ? 3 : 1;
  if (words.length > at + length)
    return wrong(`nothing may follow the verdict, but '${words.slice(at + length).join(' ')}' does`);
  if (word === 'accept' || word === 'drop') return { verdict: word, length };
  const found = REJECTIONS.find((one) => one === answer);
  return preposition === 'with' && found
    ? { verdict: found, length }
    : wrong(`'reject' needs 'with' and one of ${quoted(REJECTIONS)}`);
}

interface RuleClause {
  readonly rule: Partial<Rule>;
  readonly length: number;
}
type Reader = (value: string, words: readonly string[]) => RuleClause | Mistake;

const PARTS: Readonly<Record<string, Reader>> = {
  tcp: () => ({ rule: { protocol: 'tcp' }, length: 1 }),
  icmp: () => ({ rule: { protocol: 'icmp' }, length: 1 }),
  through: () => ({ rule: { bound: 'through' }, length: 1 }),
  to: (_, words) =>
    words.slice(1, 3).join(' ') === 'the router'
      ? { rule: { bound: 'own' }, length: 3 }
      : wrong("after 'to' comes 'the router'; a destination is written 'destination 198.51.100.0/24'"),
  from: (value) =>
    value === 'inside' || value === 'outside'
      ? { rule: { from: value }, length: 2 }
      : wrong(`'from ${value}' is no side; expected 'from inside' or 'from outside'`),
  state(value) {
    const states = value.split(',').map((word) => STATES.find((state) => state.toLowerCase() === word.toLowerCase()));
    const known = states.filter((state) => state !== undefined);
    return known.length === states.length
      ? { rule: { states: known }, length: 2 }
      : wrong(
          `'${value}' is no list of states; expected some of ${STATES.join(',').toLowerCase()}, with commas between`,
        );
  },
  source: (value) => prefixed(value, (source) => ({ source })),
  destination: (value) => prefixed(value, (destination) => ({ destination })),
  sport: (value) => ported(value, (sourcePorts) => ({ sourcePorts })),
  dport: (value) => ported(value, (destinationPorts) => ({ destinationPorts })),
};

const STATES: readonly TrackingState[] = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'];

function partAt(words: readonly string[]): RuleClause | Mistake {
  const [word = '', value = ''] = words;
  const read = Object.hasOwn(PARTS, word) ? PARTS[word] : undefined;
  return read
    ? read(value, words)
    : wrong(`'${word.slice(0, 40)}' is no part of a rule; expected one of ${quoted(Object.keys(PARTS))}`);
}

const BITS = { 4: 32, 6: 128 } as const;

/** An address alone is the prefix that holds no other. */
function prefixed(text: string, rule: (prefix: string) => Partial<Rule>): RuleClause | Mistake {
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const canonical = canonicalAddress(address);
  const most = isViolation(canonical) ? 0 : BITS[family(canonical)];
  if (isViolation(canonical) || Number(bits ?? most) > most)
    return wrong(`'${text}' is no prefix; expected for example 198.51.100.0/24 or 2001:db8:1::/64`);
  return { rule: rule(`${canonical}/${Number(bits ?? most)}`), length: 2 };
}

function ported(text: string, rule: (ranges: readonly PortRange[]) => Partial<Rule>): RuleClause | Mistake {
  const ranges = text.split(',').map((part): PortRange => {
    const [found, from, to] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    return found === undefined ? [-1, -1] : [Number(from), Number(to ?? from)];
  });
  return ranges.every(([from, to]) => from >= 0 && from <= to && to <= 65535)
    ? { rule: rule(ranges), length: 2 }
    : wrong(`'${text}' are no ports; expected for example 21 or 20-21,50020-50045`);
}
