/** Each kind of value, read and written: the last text that is one, and the first that is none. */
import { describe, expect, test } from 'vitest';
import { expected, formatValue, isEdge, isFilterSite, isRouter, parseValue } from '../../src/scenario/values/knob';
import type { Kind, NamedRow, Row } from '../../src/scenario/values/knob';
import { checkForwards, forwardsText, parseForwards } from '../../src/scenario/values/forwards';
import { isViolation } from '../../src/wire/violation';

const knob = (kind: Kind, more: Partial<Row> = {}): NamedRow => ({
  name: 'k',
  group: 'run',
  kind,
  default: null,
  ...more,
});
const read = (row: NamedRow, text: string) => {
  const value = parseValue(row, text);
  return isViolation(value) ? value.text : value;
};
const refused = (row: NamedRow, text: string) => `k: '${text}' is not ${expected(row)}`;

const some = knob('integer', { min: 10, max: 20, unit: 's' });
const named = knob('integer', { min: 10, max: 20, values: [7, 'ephemeral'] });
const any = knob('integer');
const choice = knob('choice', { values: ['a', 4], optional: true });

test.each([
  [choice, 'a', 'a'],
  [choice, '4', 4],
  [choice, ' a ', 'a'],
  [choice, 'none', null],
  [knob('boolean'), 'true', true],
  [knob('boolean'), 'false', false],
  [some, '10', 10],
  [some, '20', 20],
  [named, '7', 7],
  [named, 'ephemeral', 'ephemeral'],
  [named, '15', 15],
  [any, '0', 0],
  [any, '4294967295', 4_294_967_295],
  [knob('integer', { min: -5 }), '-5', -5],
  [knob('integer', { max: 1e15 }), '123456789012345', 123_456_789_012_345],
  [knob('text'), ' x y ', 'x y'],
  [knob('ports'), '1-65535', [1, 65_535]],
  [knob('ports'), '7-7', [7, 7]],
  [knob('portList'), '1, 65535 ,7', [1, 65_535, 7]],
  [knob('address'), '2001:db8::1', '2001:db8::1'],
  [knob('address'), '192.0.2.1', '192.0.2.1'],
  [knob('forwards'), '21; 50020-50045', '21; 50020-50045'],
  [knob('forwards'), 'none', 'none'],
  [
    knob('work'),
    'list /; wait 3',
    [
      { op: 'list', path: '/' },
      { op: 'wait', seconds: 3 },
    ],
  ],
] as const)('%j reads %j', (row, text, value) => expect(read(row, text)).toEqual(value));

test.each([
  [choice, 'b'],
  [knob('boolean'), 'True'],
  [knob('boolean'), ''],
  [some, '9'],
  [some, '21'],
  [some, '1e1'],
  [some, 'x10'],
  [some, '10x'],
  [some, 'none'],
  [any, '-1'],
  [any, '4294967296'],
  [knob('integer', { max: 1e16 }), '1234567890123456'],
  [knob('text'), ''],
  [knob('ports'), '0-5'],
  [knob('ports'), '6-5'],
  [knob('ports'), '5-65536'],
  [knob('ports'), '5'],
  [knob('ports'), 'x5-6'],
  [knob('ports'), '5-6x'],
  [knob('portList'), '0'],
  [knob('portList'), '65536'],
  [knob('portList'), '5,'],
  [knob('portList'), '5,x6'],
  [knob('portList'), '123456'],
  [knob('address'), '192.0.2.256'],
  [knob('forwards'), '21 to'],
] as const)('%j refuses %j', (row, text) => expect(read(row, text)).toBe(refused(row, text)));

test('what work and rules are refused for is said with the name', () => {
  expect(read(knob('work'), 'wait x')).toBe("k: 'wait x' is no action; expected wait SECONDS");
  expect(read(knob('rules'), 'fly')).toMatch(/^k: /);
  expect(read(knob('rules'), 'tcp drop')).toBe('tcp drop');
});

test.each([
  [choice, 'one of a, 4, or none'],
  [knob('boolean', { optional: true }), 'true or false'],
  [some, 'a whole number from 10 to 20 (s)'],
  [named, 'a whole number from 10 to 20, or 7, ephemeral'],
  [any, 'a whole number from 0 to 4294967295'],
  [knob('text', { optional: true }), 'text, or none'],
  [knob('text'), 'text'],
] as const)('%j is said to take %s', (row, text) => expect(expected(row)).toBe(text));

test.each([
  [knob('ports'), [5, 6], '5-6'],
  [knob('portList'), [5, 6, 9], '5, 6, 9'],
  [knob('work'), [{ op: 'list', path: '/' }, { op: 'login' }], 'list /; login'],
  [knob('text'), null, 'none'],
  [knob('boolean'), false, 'false'],
  [knob('integer'), 7, '7'],
] as const)('%j writes %j', (row, value, text) => expect(formatValue(row, value)).toBe(text));

test('who filters, who is asked, who remembers', () => {
  const nodes = ['client', 'clientEdge', 'carrier', 'wan', 'serverEdge', 'server', null];
  expect(nodes.filter(isFilterSite)).toEqual(['client', 'clientEdge', 'serverEdge', 'server']);
  expect(nodes.filter(isEdge)).toEqual(['clientEdge', 'serverEdge']);
  expect(nodes.filter(isRouter)).toEqual(['clientEdge', 'carrier', 'serverEdge']);
});

describe('forwards', () => {
  test.each([
    ['none', []],
    ['21', [[21, 21, 21, 21]]],
    ['50020-50045', [[50020, 50045, 50020, 50045]]],
    ['2121 to 21', [[2121, 2121, 21, 21]]],
    [
      '1-2 to 3-4; 9',
      [
        [1, 2, 3, 4],
        [9, 9, 9, 9],
      ],
    ],
    ['x; 9', [[9, 9, 9, 9]]],
  ])('%s', (text, ranges) =>
    expect(parseForwards(text).map(({ outside, inside }) => [...outside, ...inside])).toEqual(ranges),
  );
  test.each(['none', '1', '65535', '5-5', '5-6', '5 to 6', '5-6 to 7-8', ' 5 ; 6 '])('%s is one', (text) =>
    expect(checkForwards(text)).toBe(text),
  );
  test.each([
    '',
    '0',
    '65536',
    '6-5',
    '5 to 0',
    '5 to 65536',
    '5 to 7-6',
    'x5',
    '5x',
    '5 to',
    '5; ',
    '123456',
    '5-',
    '1-123456',
    '1 to 123456',
    '1 to 2-123456',
  ])('%j is none', (text) => expect(isViolation(checkForwards(text))).toBe(true));
  test('are written as they are read', () => {
    expect(forwardsText([])).toBe('none');
    expect(
      forwardsText([
        { ports: [21, 21] },
        { ports: [5, 6] },
        { ports: [7, 7], to: [8, 8] },
        { ports: [1, 2], to: [3, 4] },
      ]),
    ).toBe('21; 5-6; 7 to 8; 1-2 to 3-4');
  });
});
