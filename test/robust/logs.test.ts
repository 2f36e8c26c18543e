import { expect, it } from 'vitest';
import { linesOf } from '../../src/explain/logs/lines';
import { recognise } from '../../src/explain/logs/recognise';
import { CAPS } from '../../src/wire/caps';
import { processorMs } from './growth';

const most = CAPS.logLine.most;

/** Lines as long as are read, whose every place could begin or end what a pattern seeks. */
const LINES = [
  '1' + ' '.repeat(most - 10) + 'x',
  '[1' + '1 '.repeat(most / 2 - 10) + 'x',
  '1 ' + ' '.repeat(most - 20) + 'Command x',
  '12:00:00' + ' -'.repeat(most / 2 - 20) + 'Status',
  `Command:${' '.repeat(most - 30)}\rx`,
  `Command:${' '.repeat(most - 30)}\u2028x`,
  'PASS x'.repeat(most / 6 - 2) + '\rx',
  'PASS '.repeat(most / 5 - 2) + '\r\rx',
  `Mon Jan  1 12:00:00 2026 [pid 1] ${'[pid 1] ['.repeat(200)}`,
  'Client "1'.repeat(220),
  'Failed to connect to a'.repeat(90),
  `Trying ${'a'.repeat(most - 20)}`,
  `Trying ${'1.'.repeat(most / 2 - 20)}`,
  '425 '.repeat(most / 4),
  'encrypt'.repeat(most / 7),
  `530 ${'encrypt'.repeat(most / 7 - 2)}`,
  '530-'.repeat(most / 4),
  `*cmd* '${"'".repeat(most - 20)}x`,
  `> ${'\\r\\n'.repeat(most / 4 - 10)}`,
  `  File ${'a'.repeat(most - 20)}`,
  `227 ${'1,'.repeat(most / 2 - 20)}`,
  `< 229 (${'|'.repeat(most - 20)}`,
  '?'.repeat(most),
  'curl: (28) ' + 'Connection '.repeat(170),
];

it.each(LINES.map((line) => [line.slice(0, 30), line]))('fifty lines of %j take as long as their length', (_, line) => {
  const text = `${line}\n`.repeat(50);
  recognise(text);
  expect(processorMs(() => void recognise(text))).toBeLessThan(150);
});

it('reads a line no further than is said', () => {
  const [line] = linesOf(`< 220 ${'x'.repeat(3 * most)}`);
  expect(line).toMatchObject({ by: 'server', raw: `< 220 ${'x'.repeat(most - 6)}` });
});

it('reads what it read before: stamps of FileZilla, and a password is not shown', () => {
  const log = '2026-01-15 12:00:00 1234 1 Command: USER a\n[12:00:01] Response: 331 ok\n> PASS a\rb\n';
  const { client, hypotheses, nothing } = recognise(log);
  expect([client, hypotheses.length]).toEqual(['filezilla', 0]);
  expect(nothing).toBe('no-failure');
});
