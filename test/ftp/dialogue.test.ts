import { describe, expect, test } from 'vitest';
import { clientProgram, serverProgram, type ClientOptions, type ServerOptions } from '../../src/ftp/programs';
import { clients, servers } from '../profiles';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { converse, harbour, uploads, type LoopHost } from './loop';

const settings: ServerSettings = {
  activeDataPort: 20,
  passiveRange: [50020, 50045],
  passiveAddress: null,
  allowForeignPortAddress: false,
  activeConnectTimeout: 20,
  passiveAcceptTimeout: 20,
  idleTimeout: null,
  readOnly: false,
  tls: 'off',
};
const learner = { name: 'learner', password: 'portcall', uid: 2001, gid: 2001, group: 'learner' };

function session(
  client: Partial<ClientOptions>,
  server: Partial<ServerSettings> = {},
  more: Parameters<typeof converse>[3] = {},
  serve: Partial<ServerOptions> = {},
) {
  const v6 = client.ipVersion === 6;
  const address = v6 ? '2001:db8:2::21' : '198.51.100.21';
  const offered = serverProgram({
    profile: servers['vsftpd']!,
    accounts: [learner],
    settings: { ...settings, ...server },
    ...serve,
  });
  const ours: LoopHost = {
    name: 'client',
    address: v6 ? '2001:db8:1::10' : '203.0.113.10',
    files: uploads,
    nextPort: 40036,
  };
  const theirs: LoopHost = {
    name: 'server',
    address,
    files: harbour,
    nextPort: 44132,
    service: { port: 21, program: offered },
  };
  const program = clientProgram({
    profile: clients['curl']!,
    server: { name: 'ftp.example.test', address, port: 21 },
    user: 'learner',
    password: 'portcall',
    dataMode: 'PASV',
    ipVersion: 4,
    work: [{ op: 'list', path: '/' }],
    settings: { connectTimeout: 20, skipPasvAddress: null },
    ...client,
  });
  return { ...converse(program, ours, theirs, more), client: ours, server: theirs };
}

const login = [
  '< 220 (vsFTPd 3.0.3)',
  '> USER learner',
  '< 331 Please specify the password.',
  '> PASS portcall',
  '< 230 Login successful.',
  '> PWD',
  '< 257 "/" is the current directory',
];
const bye = ['> QUIT', '< 221 Goodbye.'];
/** What follows the login and comes before QUIT. */
const middle = ({ dialogue }: { dialogue: string[] }) => dialogue.slice(login.length, dialogue.lastIndexOf('> QUIT'));

const listing = [
  '-rw-r--r--    1 2001     2001        40000 Jan 15  2024 chart.bin',
  'drwxr-xr-x    2 2001     2001         4096 Jan 15  2024 docs',
  '-rw-r--r--    1 2001     2001          300 Jan 15  2024 hello.txt',
  '----------    1 0        0              13 Jan 15  2024 locked.txt',
  '',
].join('\r\n');

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
