import { expect, test } from 'vitest';
import { inserted, removed, swapped, typed } from '../../src/ui/edges/rule-edits';
import { isViolation } from '../../src/wire/violation';

const TABLE = ['state established,related accept', 'from inside accept', 'tcp drop'];
const [FIRST, SECOND, THIRD] = TABLE;

test('a rule is put in, taken out, or changes places with the next', () => {
  expect(inserted(TABLE, 2, 'tcp dport 21 accept')).toEqual([FIRST, SECOND, 'tcp dport 21 accept', THIRD]);
  expect(removed(TABLE, 1)).toEqual([FIRST, THIRD]);
  expect(swapped(TABLE, 0)).toEqual([SECOND, FIRST, THIRD]);
  expect(swapped(TABLE, 1)).toEqual([FIRST, THIRD, SECOND]);
  expect(swapped(TABLE, 2)).toEqual(TABLE);
});

test('what is typed is written as rules are, in its row or past the last', () => {
  expect(typed(TABLE, 1, '  tcp   from outside dport 20-21  accept')).toEqual([
    FIRST,
    'from outside tcp dport 20-21 accept',
    THIRD,
  ]);
  expect(typed(TABLE, 3, 'drop')).toEqual([...TABLE, 'drop']);
});

test('what is no rule changes nothing and says why', () => {
  const wrong = typed(TABLE, 0, 'from outside udp drop');
  expect(isViolation(wrong) && wrong.text).toMatch(/^'udp' is no part of a rule/);
});
