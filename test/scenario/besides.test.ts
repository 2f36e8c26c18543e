/** Files and accounts besides: read, written, refused by name and number. */
import { expect, test } from 'vitest';
import { serverFiles } from '../../src/scenario/build/hosts/files';
import { checkAccounts, parseAccounts } from '../../src/scenario/values/accounts';
import { checkFiles, filesOfSetup, parseFiles } from '../../src/scenario/values/files';
import { isViolation, type Mistake } from '../../src/wire/violation';

const said = (read: string | Mistake) => (isViolation(read) ? read.text : read);

test.each([
  ['none', 'none'],
  ['tide table.txt 120; bay/', 'tide table.txt 120; bay/'],
  [' a 1 ;b/c/ ', 'a 1; b/c/'],
  ["'it is 5' 5", '"it is 5" 5'],
  ['"say \\"hi\\"" 0', '"say \\"hi\\"" 0'],
  ['a\\;b 3', 'a\\;b 3'],
])('files: %s', (text, wanted) => expect(said(checkFiles(text))).toBe(wanted));

test.each([
  ['a', "'a' is neither PATH OCTETS nor a folder, which ends in '/'"],
  ['bay/ 5', "'bay/ 5' is neither PATH OCTETS nor a folder, which ends in '/'"],
  ['/', "'/' is neither PATH OCTETS nor a folder, which ends in '/'"],
  ['a 10000001', 'what the work transfers, by the sizes it names: 10,000,001 octets, and at most 10,000,000 are taken'],
  [`${'x'.repeat(256)} 1`, "a file's name: 256 octets, and at most 255 are taken"],
  [`${'x/'.repeat(17)}y 1`, 'the way to a file: 17 folders, and at most 16 are taken'],
])('files: %.20s is refused', (text, wanted) => {
  expect(said(checkFiles(text))).toBe(wanted);
  expect(parseFiles(text)).toEqual([]);
});

test('files of a setup', () => {
  expect(
    filesOfSetup([
      { path: 'a 7', bytes: 1 },
      { path: 'b/', bytes: null },
    ]),
  ).toBe('"a 7" 1; b/');
  expect(filesOfSetup([])).toBe('none');
  expect(filesOfSetup([{ path: 'a', bytes: null }])).toBe(null);
  expect(filesOfSetup([{ bytes: 1 }])).toBe(null);
  expect(filesOfSetup('a 1')).toBe(null);
});

test('the home holds them, with the folders on the way, and what is to be resumed as far as it came', () => {
  const home = serverFiles(
    [{ op: 'resume-put', path: 'cargo.bin', bytes: 20_000, from: 8000 }],
    'bay/old/a.txt 5; hollow/',
  );
  expect([...home.keys()].slice(6)).toEqual(['/bay', '/bay/old', '/bay/old/a.txt', '/hollow', '/cargo.bin']);
  expect(home.get('/bay/old')?.type).toBe('directory');
  expect(home.get('/cargo.bin')?.octets.length).toBe(8000);
});

test.each([
  ['none', 'none'],
  ['ann sesame; bob tide', 'ann sesame; bob tide'],
  ['ann', "'ann' is no name with a password"],
  ['ann a; ann b', "'ann' stands here a second time"],
  ['4nn x', "'4nn x' is no name with a password"],
])('accounts: %s', (text, wanted) => expect(said(checkAccounts(text))).toBe(wanted));

test('accounts, one by one', () =>
  expect(parseAccounts('ann sesame; bob tide')).toEqual([
    { name: 'ann', password: 'sesame' },
    { name: 'bob', password: 'tide' },
  ]));
