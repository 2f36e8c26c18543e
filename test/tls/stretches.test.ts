/** A stream cut into what is said in the clear and TLS records, by whoever sees it pass. */
import { expect, test } from 'vitest';
import { stretchesOf } from '../../src/tls/record/record-scan';

const octets = (...parts: readonly (string | readonly number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : part)),
  );
const record = (type: number, length: number) => [type, 3, 3, 0, length, ...Array<number>(length).fill(10)];
const cut = (stream: Uint8Array, most?: number) =>
  stretchesOf(stream, most).map(
    (one) => `${one.kind} ${one.from}-${one.to}${one.kind === 'record' && !one.whole ? ' cut short' : ''}`,
  );

test.each([
  ['nothing', octets(), []],
  ['words alone', octets('USER learner\r\nPASS'), ['clear 0-18']],
  [
    'TLS after AUTH',
    octets('AUTH TLS\r\n', record(22, 7), record(23, 3)),
    ['clear 0-10', 'record 10-22', 'record 22-30'],
  ],
  ['words again after CCC', octets(record(21, 2), 'PORT 1\r\n'), ['record 0-7', 'clear 7-15']],
  ['a record that never ends', octets(record(22, 7)).subarray(0, 9), ['record 0-9 cut short']],
  ['half a header is no record yet', octets('x\n', [22, 3, 3]), ['clear 0-5']],
  ['in the middle of a line nothing begins', octets('x', record(23, 1)), ['clear 0-7']],
  ['no such type, version or length', octets([24, 3, 3, 0, 0], [22, 2, 0, 0, 0], [22, 3, 3, 255, 255]), ['clear 0-15']],
])('%s', (_, stream, expected) => expect(cut(stream)).toEqual(expected));

test('after the last record of a sender its octets are no records, whatever they look like', () => {
  expect(cut(octets(record(22, 1), record(23, 1)), 1)).toEqual(['record 0-6', 'clear 6-12']);
  expect(cut(octets(record(22, 1)), 0)).toEqual(['clear 0-6']);
});
