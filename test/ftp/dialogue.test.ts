/** Whole sessions as they were recorded, in each mode. */
import { describe, expect, test } from 'vitest';
import type { ClientOptions } from '../../src/ftp/programs';
import { harbour, uploads } from './store';
import { session, login, bye, middle, listing } from './curl-session';

describe('the session that was recorded, in each mode', () => {
  const work: ClientOptions['work'] = [
    { op: 'list', path: '/' },
    { op: 'get', path: 'hello.txt' },
    { op: 'get', path: 'chart.bin' },
    { op: 'put', path: 'notes.txt' },
  ];
  const offers = {
    PASV: ['> PASV', /^< 227 Entering Passive Mode \(198,51,100,21,\d+,\d+\)\.$/],
    EPSV: ['> EPSV', /^< 229 Entering Extended Passive Mode \(\|\|\|\d+\|\)$/],
    PORT: [/^> PORT 203,0,113,10,\d+,\d+$/, '< 200 PORT command successful. Consider using PASV.'],
    EPRT: [/^> EPRT \|1\|203\.0\.113\.10\|\d+\|$/, '< 200 EPRT command successful. Consider using EPSV.'],
  };
  for (const dataMode of ['PASV', 'EPSV', 'PORT', 'EPRT'] as const) {
    for (const pieces of [undefined, 1]) {
      test(`${dataMode}${pieces ? ', octet by octet' : ''}`, () => {
        const run = session({ dataMode, work }, {}, pieces ? { pieces } : {});
        const offer = offers[dataMode].map((line) =>
          typeof line === 'string' ? line : (expect.stringMatching(line) as string),
        );
        expect(run.dialogue).toEqual([
          ...login,
          ...offer,
          '> TYPE A',
          '< 200 Switching to ASCII mode.',
          '> LIST',
          '< 150 Here comes the directory listing.',
          '< 226 Directory send OK.',
          ...offer,
          '> TYPE I',
          '< 200 Switching to Binary mode.',
          '> SIZE hello.txt',
          '< 213 300',
          '> RETR hello.txt',
          '< 150 Opening BINARY mode data connection for hello.txt (300 bytes).',
          '< 226 Transfer complete.',
          ...offer,
          '> SIZE chart.bin',
          '< 213 40000',
          '> RETR chart.bin',
          '< 150 Opening BINARY mode data connection for chart.bin (40000 bytes).',
          '< 226 Transfer complete.',
          ...offer,
          '> STOR notes.txt',
          '< 150 Ok to send data.',
          '< 226 Transfer complete.',
          ...bye,
        ]);
        expect(run).toMatchObject({
          exit: 0,
          achieved: [
            [0, true],
            [1, true],
            [2, true],
            [3, true],
          ],
          says: [],
          notes: [],
        });
        expect(run.data[0]).toBe(listing);
        for (const name of ['/hello.txt', '/chart.bin'])
          expect(run.client.files.get(name)?.octets).toEqual(harbour.get(name)?.octets);
        expect(run.server.files.get('/notes.txt')).toMatchObject({
          octets: uploads.get('/notes.txt')?.octets,
          uid: 2001,
          gid: 2001,
          mode: 0o600,
        });
      });
    }
  }
  for (const [dataMode, line] of [
    ['PASV', '> EPSV'],
    ['EPSV', '> EPSV'],
    ['PORT', '> EPRT |2|2001:db8:1::10|40037|'],
    ['EPRT', '> EPRT |2|2001:db8:1::10|40037|'],
  ] as const) {
    test(`${dataMode} on IPv6`, () => {
      const run = session({ dataMode, ipVersion: 6 });
      expect(middle(run)[0]).toBe(line);
      expect(run).toMatchObject({ exit: 0, achieved: [[0, true]], notes: [] });
    });
  }
  test('by XState alone it is the same', () => {
    expect(session({ work }, {}, { slow: true }).dialogue).toEqual(session({ work }).dialogue);
  });
  test('a login and nothing else', () =>
    expect(session({ work: [{ op: 'login' }] }).dialogue).toEqual([...login, ...bye]));
  test('an uploaded file is listed with its day', () => {
    const run = session({
      work: [
        { op: 'put', path: 'notes.txt' },
        { op: 'list', path: '/' },
      ],
    });
    expect(run.data[1]).toContain('-rw-------    1 2001     2001          180 Nov 20 00:53 notes.txt\r\n');
  });
});
