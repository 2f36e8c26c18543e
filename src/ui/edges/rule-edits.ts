/** A rule table as texts, edited: each edit gives the table that comes of it. Pure. */
import { ruleText } from '../../middlebox/firewall/rules';
import { parseRule } from '../../middlebox/firewall/rules-text';
import { isViolation, type Mistake } from '../../wire/violation';

export type RuleTexts = readonly string[];

const spliced = (texts: RuleTexts, row: number, count: number, ...added: RuleTexts): RuleTexts => [
  ...texts.slice(0, row),
  ...added,
  ...texts.slice(row + count),
];

export const inserted = (texts: RuleTexts, row: number, text: string): RuleTexts => spliced(texts, row, 0, text);
export const removed = (texts: RuleTexts, row: number): RuleTexts => spliced(texts, row, 1);
/** The rule and the one after it change places; the last has none after it. */
export const swapped = (texts: RuleTexts, row: number): RuleTexts =>
  spliced(texts, row, 2, ...texts.slice(row, row + 2).reverse());

/** With what was typed into a row, written as rules are; past the last row it is a new rule. */
export function typed(texts: RuleTexts, row: number, text: string): RuleTexts | Mistake {
  const rule = parseRule(text);
  return isViolation(rule) ? rule : spliced(texts, row, 1, ruleText(rule));
}
