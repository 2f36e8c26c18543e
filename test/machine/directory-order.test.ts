/** Names as a directory has them: the orders that were seen on the disk of the recordings. */
import { expect, test } from 'vitest';
import { asRead } from '../../src/machine/directory-order';

const order = (...names: readonly string[]) => asRead(names.map((name) => ({ name }))).map(({ name }) => name);

test('the home, as it was read there', () =>
  expect(order('.', '..', 'cargo.bin', 'chart.bin', 'docs', 'hello.txt', 'locked.txt')).toEqual([
    'cargo.bin',
    '.',
    'locked.txt',
    'chart.bin',
    'hello.txt',
    '..',
    'docs',
  ]));

test('names with spaces, and names longer than a block of the hash, have a place too', () => {
  expect(order('docs', 'tide table.txt', 'notes.txt')).toEqual(['notes.txt', 'tide table.txt', 'docs']);
  const long = 'x'.repeat(33);
  expect(order(`${long}a`, `${long}b`).sort()).toEqual([`${long}a`, `${long}b`]);
  expect(order(`${long}a`, `${long}b`)).toEqual(order(`${long}b`, `${long}a`));
});
