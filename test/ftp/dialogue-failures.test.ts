/** Whole sessions in which something fails, and where curl goes for a path. */
import { describe, expect, test } from 'vitest';
import type { ClientOptions } from '../../src/ftp/programs';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { session, bye } from './curl-session';

describe('where curl goes for a path', () => {
  const commands = (paths: string[]) =>
    session({ work: paths.map((path) => ({ op: path.endsWith('/') ? 'list' : 'get', path }) as const) })
      .dialogue.filter((line) => /^> (CWD|LIST|RETR|TYPE)/.test(line))
      .map((line) => line.slice(2));
  // As the real one did, asked over loopback.
  test('down at first, then from its login directory, and nowhere when it is there', () => {
    expect(commands(['docs/', 'docs/manual.txt', '/', 'docs/', 'hello.txt'])).toEqual([
      'CWD docs',
      'TYPE A',
      'LIST',
      'TYPE I',
      'RETR manual.txt',
      'CWD /',
      'TYPE A',
      'LIST',
      'CWD /',
      'CWD docs',
      'LIST',
      'CWD /',
      'TYPE I',
      'RETR hello.txt',
    ]);
  });
  test('a path without a slash at its end is a file', () => {
    expect(session({ work: [{ op: 'list', path: '/docs' }] })).toMatchObject({
      exit: 78,
      says: ['curl: (78) The file does not exist'],
    });
  });
});

/** What was refused or went wrong, what was said of it, and whether QUIT followed. */
const failures: [string, Partial<ClientOptions>, Partial<ServerSettings>, string[], string, number][] = [
  ['a wrong password', { password: 'wrong' }, {}, [], 'Access denied: 530', 67],
  [
    'a missing file',
    { work: [{ op: 'get', path: 'missing.txt' }] },
    {},
    ['> SIZE missing.txt', '< 550 Could not get file size.', ...bye],
    'The file does not exist',
    78,
  ],
  [
    'a file that may not be read',
    { work: [{ op: 'get', path: 'locked.txt' }] },
    {},
    ['> RETR locked.txt', '< 550 Failed to open file.', ...bye],
    'RETR response: 550',
    78,
  ],
  [
    'a missing directory',
    { work: [{ op: 'list', path: 'nowhere/' }] },
    {},
    ['> CWD nowhere', '< 550 Failed to change directory.', ...bye],
    'Server denied you to change to the given directory',
    9,
  ],
  [
    'a server that is read only',
    { work: [{ op: 'put', path: 'notes.txt' }] },
    { readOnly: true },
    ['> STOR notes.txt', '< 550 Permission denied.', ...bye],
    'Failed FTP upload: 550',
    25,
  ],
  [
    'a file that is not there to upload',
    { work: [{ op: 'put', path: 'gone.txt' }] },
    {},
    [],
    'Failed to open/read local data from file/application',
    26,
  ],
  [
    'foreign PORT and own source port',
    { dataMode: 'PORT' },
    { allowForeignPortAddress: true },
    ['< 500 OOPS: vsf_sysutil_bind', '< 500 OOPS: priv_sock_get_cmd', '> QUIT'],
    'sa_addr inet_ntop() failed with errno 97: Address family not supported by protocol',
    19,
  ],
];
for (const [title, client, server, last, words, exit] of failures) {
  test(title, () => {
    const run = session(client, server);
    expect(run).toMatchObject({ exit, says: [`curl: (${exit}) ${words}`], achieved: [[0, false]] });
    if (last.length > 0) expect(run.dialogue.slice(-last.length).sort()).toEqual([...last].sort());
  });
}

describe('after a failure', () => {
  test('curl goes on with the next wish, on the same connection where it can', () => {
    const run = session({
      work: [
        { op: 'get', path: 'missing.txt' },
        { op: 'list', path: 'nowhere/' },
        { op: 'list', path: '/' },
      ],
    });
    expect(run).toMatchObject({
      exit: 0,
      achieved: [
        [0, false],
        [1, false],
        [2, true],
      ],
    });
    expect(run.dialogue.filter((line) => line === '> USER learner')).toHaveLength(1);
    expect(run.dialogue.filter((line) => line.startsWith('> CWD'))).toEqual(['> CWD /', '> CWD nowhere', '> CWD /']);
  });
  test('it logs in again where it has hung up', () => {
    const run = session({
      password: 'wrong',
      work: [
        { op: 'list', path: '/' },
        { op: 'list', path: '/' },
      ],
    });
    expect(run.dialogue.filter((line) => line.includes('PASS'))).toEqual(['> PASS wrong', 'control-2 > PASS wrong']);
    expect(run.says).toHaveLength(2);
  });
});

describe('data connections that do not come about', () => {
  const passive = (fate: 'refuse' | 'swallow') => ({ drop: (to: { port: number }) => (to.port === 21 ? null : fate) });
  test('PASV refused', () =>
    expect(session({}, {}, passive('refuse'))).toMatchObject({
      exit: 7,
      says: [
        expect.stringMatching(
          /^curl: \(7\) Failed to connect to ftp\.example\.test port 21 after \d+ ms: Couldn't connect to server$/,
        ),
      ],
    }));
  test('PASV unanswered', () => {
    const run = session({}, {}, passive('swallow'));
    expect(run).toMatchObject({
      exit: 28,
      says: ["curl: (28) Failed to connect to ftp.example.test port 21 after 20000 ms: Couldn't connect to server"],
      at: 20_000_000,
    });
    expect(run.dialogue.at(-1)).toMatch(/^< 227/);
  });
  test('EPSV refused, then PASV refused', () => {
    const run = session({ dataMode: 'EPSV' }, {}, passive('refuse'));
    expect(run.dialogue.slice(-4).map((line) => line.slice(0, 6))).toEqual(['> EPSV', '< 229 ', '> PASV', '< 227 ']);
    expect(run.exit).toBe(7);
  });
  test('EPSV unanswered: too late for PASV', () => {
    const run = session({ dataMode: 'EPSV' }, {}, passive('swallow'));
    expect(run.dialogue.at(-1)).toMatch(/^< 227/);
    expect(run).toMatchObject({ exit: 28, says: ['curl: (28) Connection time-out'] });
  });
  test("PORT unanswered: 425 after the server's patience", () => {
    const run = session({ dataMode: 'PORT' }, {}, passive('swallow'));
    expect(run.dialogue.slice(-3)).toEqual(['< 425 Failed to establish connection.', ...bye]);
    expect(run).toMatchObject({
      exit: 19,
      at: 20_000_000,
      says: ['curl: (19) sa_addr inet_ntop() failed with errno 97: Address family not supported by protocol'],
    });
  });
  test("PORT with an address that is not the client's", () => {
    const run = session({ dataMode: 'EPRT' }, {}, {}, {});
    expect(run.exit).toBe(0);
  });
  test('nobody at the control port', () =>
    expect(session({}, {}, { drop: () => 'refuse' })).toMatchObject({ exit: 7, dialogue: [] }));
  test('a control port that does not answer', () =>
    expect(session({}, {}, { drop: () => 'swallow' })).toMatchObject({
      exit: 28,
      says: ['curl: (28) Failed to connect to ftp.example.test port 21 after 20000 ms: Timeout was reached'],
    }));
  test('curl told to believe a 227', () => {
    const run = session({ settings: { connectTimeout: 20, skipPasvAddress: false } }, { passiveAddress: '10.0.0.21' });
    expect(run).toMatchObject({ exit: 7 });
    expect(session({}, { passiveAddress: '10.0.0.21' })).toMatchObject({ exit: 0 });
  });
});
