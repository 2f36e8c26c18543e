/** The words that shapes are put together from: what each takes, where and how it says what it does not, its schema. */
import { describe, expect, test } from 'vitest';
import { address, index, knobValue, name, port, reason, sequence, time } from '../../src/trace/leaves';
import { drained } from '../../src/trace/pieces';
import {
  dictionary,
  either,
  flag,
  holding,
  list,
  maybe,
  must,
  nullable,
  number,
  oneOf,
  record,
  tagged,
  text,
  tuple,
  whole,
  type Shape,
} from '../../src/trace/shape';

/** As holding has it: by pieces where it has them, and at once; both say the same. */
const wrong = (of: Shape, value: unknown) => {
  const found = of(value);
  expect(drained(holding(of, value))).toEqual(found);
  return found && `${found.where}: ${found.expected}`;
};
const byte = whole(0, 255);
const pair = record({ a: byte, b: maybe(flag) });
const bag = record({ a: byte }, text);
const kinds = tagged('kind', { one: { a: byte }, two: { b: flag } });

test.each<[string, Shape, unknown, string | null]>([
  ['text', text, '', null],
  ['text', text, 1, ': a text'],
  ['flag', flag, false, null],
  ['flag', flag, 0, ': true or false'],
  ['number', number, -1.5, null],
  ['number', number, Infinity, ': a number'],
  ['number', number, '1', ': a number'],
  ['whole', byte, 0, null],
  ['whole', byte, 255, null],
  ['whole', byte, -1, ': a whole number from 0 to 255'],
  ['whole', byte, 256, ': a whole number from 0 to 255'],
  ['whole', byte, 1.5, ': a whole number from 0 to 255'],
  ['whole', byte, '1', ': a whole number from 0 to 255'],
  ['whole', whole(), Number.MAX_SAFE_INTEGER + 1, ': a whole number from 0 to 9007199254740991'],
  ['oneOf', oneOf('a', 1), 1, null],
  ['oneOf', oneOf('a', 1), '1', ': one of a, 1'],
  ['must', must({}, (value) => value === 7, 'seven'), 8, ': seven'],
  ['nullable', nullable(byte), null, null],
  ['nullable', nullable(byte), 7, null],
  ['nullable', nullable(byte), 'x', ': a whole number from 0 to 255, or null'],
  ['nullable', nullable(pair), { a: 'x' }, '.a: a whole number from 0 to 255'],
  ['maybe', maybe(byte), undefined, null],
  ['maybe', maybe(byte), null, ': a whole number from 0 to 255'],
  ['either', either(text, byte), 7, null],
  ['either', either(text, byte), 'x', null],
  ['either', either(text, byte), null, ': a whole number from 0 to 255'],
  ['list', list(byte), [], null],
  ['list', list(byte), [1, 2], null],
  ['list', list(byte), [1, 'x', 'y'], '[1]: a whole number from 0 to 255'],
  ['list', list(list(byte)), [[], [1, -1]], '[1][1]: a whole number from 0 to 255'],
  ['list', list(byte), { length: 0 }, ': a list'],
  ['tuple', tuple(byte, text), [1, 'x'], null],
  ['tuple', tuple(byte, text), [1], ': a list of 2'],
  ['tuple', tuple(byte, text), [1, 'x', 2], ': a list of 2'],
  ['tuple', tuple(byte, text), 'ab', ': a list of 2'],
  ['tuple', tuple(byte, text), [1, 2], '[1]: a text'],
  ['record', pair, { a: 1 }, null],
  ['record', pair, { a: 1, b: true, more: 1 }, null],
  ['record', pair, { a: 1, b: 2 }, '.b: true or false'],
  ['record', pair, {}, '.a: a whole number from 0 to 255'],
  ['record', pair, [], ': an object'],
  ['record', pair, null, ': an object'],
  ['record', pair, 'x', ': an object'],
  ['record with a rest', bag, { a: 1, x: 'y' }, null],
  ['dictionary', dictionary(byte), {}, null],
  ['dictionary', dictionary(byte), { 'a b': 1, c: 'x' }, '["c"]: a whole number from 0 to 255'],
  ['dictionary', dictionary(byte), [], ': an object'],
  ['tagged', kinds, { kind: 'one', a: 1 }, null],
  ['tagged', kinds, { kind: 'two', b: 1 }, '.b: true or false'],
  ['tagged', kinds, { kind: 'three' }, '.kind: one of one, two'],
  ['tagged', kinds, null, ': an object'],
])('%s of %#', (_, of, value, complaint) => expect(wrong(of, value)).toBe(complaint));

test('long lists are looked at to their last item', () => {
  for (const [length, looks] of [
    [0, 0],
    [1, 1],
    [500, 1],
    [501, 2],
    [1000, 2],
  ] as const)
    expect([...holding(list(byte), Array(length).fill(0))]).toHaveLength(looks);
  for (const at of [0, 499, 500, 999, 1000]) {
    const items = Array.from({ length: 1001 }, (_, n) => (n === at ? -1 : 0));
    expect(wrong(list(byte), items)).toBe(`[${at}]: a whole number from 0 to 255`);
  }
});

test.each<[string, Shape, object]>([
  ['whole', byte, { type: 'integer', minimum: 0, maximum: 255 }],
  ['oneOf', oneOf('a'), { enum: ['a'] }],
  ['nullable', nullable(text), { anyOf: [{ type: 'string' }, { type: 'null' }] }],
  ['maybe', maybe(flag), { type: 'boolean' }],
  ['either', either(text, number), { anyOf: [{ type: 'string' }, { type: 'number' }] }],
  ['list', list(text), { type: 'array', items: { type: 'string' } }],
  [
    'tuple',
    tuple(text, flag),
    { type: 'array', prefixItems: [{ type: 'string' }, { type: 'boolean' }], minItems: 2, maxItems: 2 },
  ],
  ['dictionary', dictionary(text), { type: 'object', additionalProperties: { type: 'string' } }],
  [
    'record',
    record({ a: text, b: maybe(flag) }),
    { type: 'object', properties: { a: { type: 'string' }, b: { type: 'boolean' } }, required: ['a'] },
  ],
  ['record with a rest', record({ a: text }, flag), { additionalProperties: { type: 'boolean' } }],
])('the schema of %s', (_, of, schema) => expect(of.schema).toMatchObject(schema));
test('what a record may leave out is marked', () =>
  expect([maybe(text).optional, text.optional]).toEqual([true, undefined]));

describe('leaves', () => {
  const takes = (of: Shape, value: unknown) => of(value) === null;
  test.each<[string, Shape, readonly unknown[], readonly unknown[]]>([
    ['port', port, [0, 65_535], [-1, 65_536]],
    ['sequence', sequence, [0, 0xffffffff], [-1, 2 ** 32]],
    ['index', index, [0, 2 ** 32 - 1], [-1, 2 ** 32]],
    ['time', time, [0, 10 ** 13], [-1, 10 ** 13 + 1]],
    ['name', name, ['', 'x'.repeat(200), 'proto'], ['x'.repeat(201), 'constructor', '__proto__', 'toString', 1]],
    ['address', address, ['1.2.3.4', '::1'], ['', '1.2.3', 'host', 1]],
    [
      'knob value',
      knobValue,
      [null, 'x', true, [1], [{ op: 'get' }], 1.5, [{ op: 'scan', ports: [1] }]],
      [[{}], [-1], {}, [{ op: 'x', ports: [65_536] }]],
    ],
    [
      'reason',
      reason,
      [{ code: 'x' }, { code: 'x', a: [1, 'b'], b: { code: 'y', c: { code: 'z', d: null } } }],
      [{}, { code: 'x', a: {} }, { code: 'x', a: { code: 'y', b: { code: 'z', c: { code: 'w' } } } }],
    ],
  ])('%s', (_, of, good, bad) => {
    expect(good.map((value) => takes(of, value))).toEqual(good.map(() => true));
    expect(bad.map((value) => takes(of, value))).toEqual(bad.map(() => false));
  });
});
