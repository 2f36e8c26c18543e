/** Who may what, what a listing and a fact say, and what day a time is: value by value. */
import { describe, expect, test } from 'vitest';
import { factLine, typeOf } from '../../src/ftp/files/facts';
import { entriesOf, listedDate, listing, permissions, readTimeValue, timeValue } from '../../src/ftp/files/listing';
import { changing, found, isDirectory, parentOf, pathOf, permits, refusedOf } from '../../src/ftp/files/permission';
import { file, folder } from './store';

const me = { name: 'a', password: '', uid: 1, gid: 2, group: 'g' };
const stranger = { ...me, uid: 9, gid: 9 };
const inGroup = { ...me, uid: 9 };
const owned = { uid: 1, gid: 2 };

describe('permission bits: owner, group, others (POSIX.1-2017 4.5)', () => {
  test.each([
    [0o400, [true, false, false]],
    [0o040, [false, true, false]],
    [0o004, [false, false, true]],
    [0o444, [true, true, true]],
    [0o333, [false, false, false]],
  ])('%o lets read', (mode, may) => {
    const node = file('', { ...owned, mode });
    expect([me, inGroup, stranger].map((account) => permits(node, account, 4))).toEqual(may);
    expect(permits(node, null, 4)).toBe(may[2]);
  });
  test('read, write and search are bits of their own', () => {
    const bits = [4, 2, 1] as const;
    for (const mode of bits)
      expect(bits.map((bit) => permits(file('', { mode }), null, bit))).toEqual(bits.map((bit) => bit === mode));
  });
  test('of a directory, or why not', () => {
    expect(refusedOf('ENOENT', me, 4)).toBe('ENOENT');
    expect(refusedOf(file(''), me, 4)).toBe('ENOTDIR');
    expect(refusedOf(folder({ mode: 0 }), me, 4)).toBe('EACCES');
    expect(refusedOf(folder(), me, 4)).toBe(null);
  });
});

describe('the way to a path', () => {
  const files = new Map([
    ['/open', folder({ mode: 0o777 })],
    ['/open/a', file('x')],
    ['/shut', folder({ mode: 0o666 })],
    ['/shut/a', file('x')],
    ['/fixed', folder({ mode: 0o555 })],
    ['/blind', folder({ mode: 0o222 })],
    ['/f', file('x')],
  ]);
  test.each([
    ['/', 'directory'],
    ['/open', 'directory'],
    ['/open/a', 'file'],
    ['/open/b', 'ENOENT'],
    ['/nope', 'ENOENT'],
    ['/nope/a', 'ENOENT'],
    ['/f/a', 'ENOTDIR'],
    ['/shut', 'directory'],
    ['/shut/a', 'EACCES'],
  ])('%s: %s', (path, what) => {
    const node = found(files, path, stranger);
    expect(typeof node === 'string' ? node : node.type).toBe(what);
  });
  test.each([
    ['/', 'EPERM'],
    ['/new', null],
    ['/open/new', null],
    ['/fixed/new', 'EACCES'],
    ['/blind/new', 'EACCES'],
    ['/shut/new', 'EACCES'],
    ['/nope/new', 'ENOENT'],
    ['/f/new', 'ENOTDIR'],
  ])('a name made at %s: %s', (path, why) => expect(changing(files, path, stranger)).toBe(why));
  test('parents, directories, and what ~ is', () => {
    expect(['/a', '/a/b', '/'].map(parentOf)).toEqual(['/', '/a', '/']);
    expect(['/', '/open', '/f', '/nope'].map((path) => isDirectory(files, path))).toEqual([true, true, false, false]);
    expect(['~', '~/a', '~a', 'a~', ''].map((one) => pathOf('/d', one))).toEqual(['/', '/a', '/d/~a', '/d/a~', '/d']);
  });
});

describe('a listing', () => {
  test.each([
    [0o755, 'drwxr-xr-x', '-rwxr-xr-x'],
    [0o421, 'dr---w---x', '-r---w---x'],
    [0, 'd---------', '----------'],
  ])('%o', (mode, of, plain) => {
    expect([permissions(folder({ mode })), permissions(file('', { mode }))]).toEqual([of, plain]);
  });
  const now = Date.parse('2024-07-01T00:00:00Z') / 1000;
  const half = 182 * 24 * 3600;
  test.each([
    [now, 'Jul 01 00:00'],
    [now + 1, 'Jul 01  2024'],
    [now - half, 'Jan 01 00:00'],
    [now - half - 1, 'Dec 31  2023'],
  ])('%d', (at, text) => expect(listedDate(at, now)).toBe(text));

  const files = new Map([
    ['/', folder({ mode: 0o700 })],
    ['/d', folder()],
    ['/d/in', folder()],
    ['/d/a.txt', file('12345', { uid: 7, owner: 'seven', gid: 8, group: 'eight' })],
    ['/d/a.tx', file('')],
    ['/d/.hid', file('')],
  ]);
  const names = (directory: string, pattern: string | null, hidden = false) =>
    entriesOf(files, { directory, pattern, hidden }).map(({ name, path }) => `${name} ${path}`);
  test('names, hidden ones, and the two that every directory has', () => {
    expect(names('/', null)).toEqual(['d /d']);
    expect(names('/d', null)).toEqual(['a.tx /d/a.tx', 'a.txt /d/a.txt', 'in /d/in']);
    expect(names('/d', null, true).slice(0, 3)).toEqual(['. /d', '.. /', '.hid /d/.hid']);
    expect(names('/d/in', null, true)).toEqual(['. /d/in', '.. /d']);
    expect(names('/', null, true).slice(0, 2)).toEqual(['. /', '.. /']);
    expect(names('/nope', null, true)).toEqual([]);
  });
  test.each([
    ['a.t*', 2],
    ['a?txt', 1],
    ['a.tx?', 1],
    ['*', 3],
    ['?', 0],
    ['a.tx', 1],
    ['.tx', 0],
    ['a+txt', 0],
    ['(in)', 0],
    ['[i]n', 0],
  ])('%s is the name of %d', (pattern, count) => expect(names('/d', pattern)).toHaveLength(count));
  test.each([
    ['number', '-rw-r--r-- 1 7  8      5 Jan 15  2024 a.txt', 'drwxr-xr-x 2 2001 2001 4096 Jan 15  2024 in'],
    ['name', '-rw-r--r-- 1 seven eight    5 Jan 15  2024 a.txt', 'drwxr-xr-x 2 learner learner 4096 Jan 15  2024 in'],
    ['own name', '-rw-r--r-- 1 7  8      5 Jan 15  2024 a.txt', 'drwxr-xr-x 2 learner learner 4096 Jan 15  2024 in'],
  ] as const)('owners by %s', (owner, ...lines) => {
    const form = { owner, widths: { links: 0, owner: 2, group: 3, size: 4 } } as never;
    const account = { ...me, uid: 2001 };
    const request = { directory: '/d', pattern: null, hidden: false, full: true, prefix: '', account };
    expect(listing(files, request, form, now + half).slice(1)).toEqual(lines);
    expect(listing(files, { ...request, full: false, prefix: 'd/' }, form, now)).toEqual(['d/a.tx', 'd/a.txt', 'd/in']);
    expect(listing(files, { ...request, directory: '/' }, form, now + half)[0]).toMatch(/^drwxr-xr-x 3 /);
  });
});

describe('times (RFC 3659 section 2.3)', () => {
  test.each([
    '19700101000000',
    '19991231235959',
    '20000229120000',
    '20000301000000',
    '20230228235959',
    '20240229000000',
    '20240301000000',
    '20251231010203',
    '21000228000000',
    '21000301000000',
  ])('%s', (text) => {
    const [, y, mo, d, h, mi, s] = /^(....)(..)(..)(..)(..)(..)$/.exec(text)!;
    const seconds = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`) / 1000;
    expect([readTimeValue(text), timeValue(seconds), readTimeValue(`${text}.5`)]).toEqual([seconds, text, seconds]);
  });
  test.each([
    '',
    '2024',
    '20230229000000',
    '21000229000000',
    '20241301000000',
    '20240001000000',
    '20240100000000',
    '20240132000000',
    '20240101240000',
    '20240101006000',
    '20240101000060',
    '20240101000000.',
    'x20240101000000',
    '20240101000000x',
    '020240101000000',
  ])('%j is none', (text) => expect(readTimeValue(text)).toBe(null));
});

describe('facts (RFC 3659 section 7.5)', () => {
  const end = 'UNIX.uid=1;UNIX.gid=2;UNIX.owner=1;UNIX.group=2;UNIX.ownername=learner;UNIX.groupname=learner; n';
  const every = [
    'type',
    'size',
    'sizd',
    'modify',
    'perm',
    'UNIX.mode',
    'UNIX.uid',
    'UNIX.gid',
    'UNIX.owner',
    'UNIX.group',
    'UNIX.ownername',
    'UNIX.groupname',
  ];
  const form = { names: ['nonsense', ...every, 'unique'], unique: 'u{number}' } as never;
  const line = (node: ReturnType<typeof file>, names = every, mode = 0o777) =>
    factLine(
      { name: 'n', path: '/d/n', node, type: typeOf(node) },
      names,
      form,
      new Map([['/d', folder({ mode })]]),
      me,
    );
  test.each([
    [
      file('12345', { ...owned, mode: 0o600 }),
      0o777,
      `type=file;size=5;modify=20240115120000;perm=adfrw;UNIX.mode=0600;${end}`,
    ],
    [
      folder({ ...owned, mode: 0o700 }),
      0o777,
      `type=dir;sizd=4096;modify=20240115120000;perm=flcdmpe;UNIX.mode=0700;${end}`,
    ],
  ])('%# whole', (node, mode, text) => expect(line(node, every, mode)).toBe(text));
  test.each([
    ['file', 0o400, 0o555, 'r'],
    ['file', 0o200, 0o555, 'aw'],
    ['file', 0, 0o777, 'df'],
    ['directory', 0o400, 0o555, 'l'],
    ['directory', 0o200, 0o555, 'cmp'],
    ['directory', 0o100, 0o555, 'e'],
    ['directory', 0, 0o777, 'fd'],
  ] as const)('perm of a %s %o below %o: %s', (type, mode, above, letters) =>
    expect(line(file('', { ...owned, type, mode }), ['perm'], above)).toBe(`perm=${letters}; n`),
  );
  test('without its directory a name may go; only what is asked for is told; a number is its own', () => {
    const told = (path: string) =>
      factLine(
        { name: 'n', path, node: file(''), type: 'file' },
        ['perm', 'unique', 'nonsense'],
        form,
        new Map(),
        null,
      );
    expect(told('/x/n')).toMatch(/^perm=dfr;unique=u[\da-f]{6}; n$/);
    expect(told('/x/n')).not.toBe(told('/x/m'));
    // FNV-1a of '/a' is 0x70d2182d: its last 24 bits (draft-eastlake-fnv section 5).
    expect(told('/a')).toBe(`perm=dfr;unique=ud2182d; n`);
    expect(line(file(''), [])).toBe(' n');
  });
});
