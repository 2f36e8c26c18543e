/** The classes of verbs, and the shapes that profiles are checked by: each name in, and each out. */
import { describe, expect, test } from 'vitest';
import { isObject, shapes } from '../../src/ftp/profiles/mistakes';
import {
  announcedBy,
  courseOf,
  isAnnouncement,
  isChange,
  isListing,
  isTransfer,
  movedBy,
  rowOf,
  verbs,
} from '../../src/ftp/protocol/verbs';

const all = [...Object.keys(verbs), 'NOPE', 'toString'];

// RFC 959 sections 4.1 and 5.4, RFC 2428, RFC 3659, RFC 4217.
test.each<[string, (verb: string) => boolean, string]>([
  ['opens a data connection', isTransfer, 'RETR STOR STOU APPE LIST NLST MLSD'],
  ['moves a listing', isListing, 'LIST NLST MLSD'],
  ['moves a file', (verb) => movedBy(verb) === 'file', 'RETR STOR STOU APPE'],
  ['sends', (verb) => rowOf(verb)?.data === 'send', 'RETR LIST NLST MLSD'],
  ['announces', isAnnouncement, 'PORT PASV EPRT EPSV'],
  ['has the server dial', (verb) => announcedBy(verb) === 'active', 'PORT EPRT'],
  ['changes files', isChange, 'STOR STOU APPE RNFR RNTO DELE RMD XRMD MKD XMKD SITE MFMT'],
  ['is for the login', (verb) => courseOf(verb) === 'login', 'USER PASS ACCT AUTH PBSZ PROT'],
  ['is for a transfer', (verb) => courseOf(verb) === 'transfer', 'RETR STOR STOU APPE LIST NLST MLSD ABOR'],
  ['is a goodbye', (verb) => courseOf(verb) === 'logout', 'QUIT'],
  [
    'may come before the login',
    (verb) => rowOf(verb)?.login === false,
    'USER PASS QUIT FEAT OPTS HOST LANG CLNT CSID AUTH PBSZ PROT CCC',
  ],
  ['takes no argument', (verb) => rowOf(verb)?.argument === 'none', 'CDUP XCUP PASV'],
  [
    'needs an argument',
    (verb) => rowOf(verb)?.argument === 'needed',
    'USER CWD XCWD PORT EPRT TYPE STRU MODE RETR STOR APPE ALLO REST RNFR RNTO DELE RMD XRMD MKD XMKD SITE ' +
      'SIZE MDTM MFMT OPTS HOST AUTH',
  ],
])('%s', (_, holds, wanted) => {
  const one = all.filter((verb) => !verb.includes(' ') && holds(verb));
  expect([...one].sort()).toEqual(wanted.split(' ').sort());
});

describe('shapes', () => {
  const wrong = (value: unknown, shape: Parameters<typeof shapes>[1][string]) =>
    shapes({ a: { b: value } }, { 'a.b': shape });
  test.each([
    ['x', 'string', 5, '/a/b: found 5, expected a string'],
    [5, 'number', 'x', '/a/b: found "x", expected a number'],
    [false, 'boolean', 0, '/a/b: found 0, expected a boolean'],
    [{}, 'object', [], '/a/b: found [], expected a object'],
    [{}, 'object', null, '/a/b: found null, expected a object'],
    [{}, 'object', 'x', '/a/b: found "x", expected a object'],
    [[], 'names', {}, '/a/b: found {}, expected a names'],
    [['x'], 'names', ['x', 5], '/a/b: found ["x",5], expected a names'],
    ['x', ['x', 'y'], 'z', '/a/b: found "z", expected x or y'],
    ['y', ['x', 'y'], undefined, '/a/b: found nothing, expected x or y'],
  ] as const)('%j fits %j, %j does not', (right, shape, value, mistake) => {
    expect(wrong(right, shape)).toEqual([]);
    expect(wrong(value, shape)).toEqual([mistake]);
  });
  test('what lies below no object is nothing', () => {
    expect(shapes({ a: 5 }, { 'a.b.c': 'string' })).toEqual(['/a/b/c: found nothing, expected a string']);
    expect([{}, [], null, 'x'].map(isObject)).toEqual([true, false, false, false]);
  });
});
