/** What is pasted and is no log, or much more than one. */
import { describe, expect, test } from 'vitest';
import { recognise } from '../../src/explain/logs/recognise';
import { LONGEST } from '../../src/explain/logs/lines';
import { processorMs } from '../robust/growth';
import { read } from './logs';

describe('what is no log', () => {
  const noise = (length: number, letter: (random: () => number) => number) => {
    let state = 1;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    let text = '';
    while (text.length < length) text += String.fromCharCode(letter(random));
    return text;
  };

  test('is nothing, and why', () => {
    expect(recognise('')).toMatchObject({ hypotheses: [], client: null, server: null, nothing: 'no-text' });
    expect(recognise(' \n\t\r\n').nothing).toBe('no-text');
    for (const text of [
      'It does not work.',
      '<html><body>hello</body></html>',
      '{"a": [1, 2, 3]}',
      'def connect(host, port, timeout=30):\n    return None',
      '\u0000\u0001\uffff\ud800',
    ])
      expect(recognise(text)).toMatchObject({ hypotheses: [], nothing: 'unknown' });
  });

  test.each([
    ['octets', noise(1 << 20, (random) => Math.floor(random() * 256))],
    ['letters', noise(1 << 20, (random) => (random() < 0.02 ? 10 : 97 + Math.floor(random() * 26)))],
    ['one line', 'a'.repeat(1 << 20)],
    ['empty lines', '\n'.repeat(1 << 20)],
    ['digits and dots', noise(1 << 20, (random) => '0123456789. -:\n'.charCodeAt(Math.floor(random() * 15)))],
  ])('a megabyte of %s: no match, in time', (_, text) => {
    const { hypotheses, nothing } = recognise(text);
    expect([hypotheses, nothing]).toEqual([[], expect.stringMatching(/^(unknown|no-text|no-failure)$/)]);
    expect(processorMs(() => recognise(text), 1)).toBeLessThan(3000);
  });

  test('a megabyte around a log does not hide it', () => {
    const after = noise(1 << 19, (random) => (random() < 0.02 ? 10 : 120));
    const text = [noise(1 << 19, () => 120), read('private-227-curl.txt'), after].join('\n');
    expect(recognise(text).hypotheses[0]?.symptom).toBe('private-address-in-227');
  });

  test('four times the text takes about four times as long', () => {
    const parts: readonly (readonly [string, number])[] = [
      ['> ', LONGEST / 2],
      ['425 ', LONGEST / 4],
      ['curl: (28) Failed to connect to ', 60],
      ['* Trying ', 200],
      ['[pid 1] ', 200],
    ];
    const unit = parts.map(([word, times]) => `${word.repeat(times)}\n`).join('');
    const time = (times: number) => processorMs(() => recognise(unit.repeat(times)));
    time(20);
    const [short, long] = [time(40), time(160)];
    expect(long / short).toBeLessThan(12);
  });
});
