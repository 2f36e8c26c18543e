import { beforeAll, describe, expect, test } from 'vitest';
import { load } from '../../src/parts';
import { fromLink } from '../../src/scenario/text/link';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Entry } from '../../src/trace/entry';
import type { Trace } from '../../src/trace/trace';
import { streamTo } from '../../src/ui/ends/stream';
import { logOf, terminalOf, type Line } from '../../src/ui/ends/terminal';
import { clientNamed, type Invocation } from '../../src/ui/ends/typed';

const play = async (link: string): Promise<Trace> => {
  const { scenario, problems } = fromLink(link);
  expect(problems).toEqual([]);
  return run(scenario, await load(needs(scenario)));
};
const written = (lines: readonly Line[], ...kinds: readonly Line['kind'][]): string[] =>
  lines.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)).map(({ prompt, text }) => prompt + text);

/** The run with what a client said put in other words. */
const saying = (trace: Trace, change: (entry: Entry) => readonly Entry[]): Trace => ({
  ...trace,
  entries: trace.entries.flatMap(change).map((entry, n) => ({ ...entry, n })),
});

let listing: Trace;
beforeAll(async () => {
  listing = await play('actions=list+/;get+hello.txt');
});

describe("what curl's user sees", () => {
  test('the command, the listing as it came over the data connection, the exit code', () => {
    const lines = terminalOf(listing, false);
    expect(written(lines, 'typed')).toEqual([
      '$ curl -sS -u learner:portcall --connect-timeout 20 --disable-epsv ftp://ftp.example.test/ \\',
      '  --next -sS -u learner:portcall --connect-timeout 20 --disable-epsv -O ftp://ftp.example.test/hello.txt',
    ]);
    const printed = written(lines, 'out');
    const names = [...listing.files.get('server')!.keys()]
      .filter((path) => /^\/[^/]+$/.test(path))
      .map((path) => path.slice(1))
      .sort();
    expect(printed.map((line) => line.split(' ').at(-1))).toEqual(names);
    expect(lines.at(-1)).toMatchObject({ kind: 'exit', text: '0' });
    expect(written(lines, 'failed', 'command', 'reply')).toEqual([]);
  });

  test('the dialogue is every message that the client sent or read, in order, and nothing else of the trace', () => {
    const dialogue = written(terminalOf(listing, true), 'command', 'reply');
    const messages = listing.entries.filter((entry) => entry.kind === 'message' && entry.node === 'client');
    expect(dialogue.length).toBe(messages.length);
    expect(dialogue.slice(0, 5)).toEqual([
      '< 220 (vsFTPd 3.0.3)',
      '> USER learner',
      '< 331 Please specify the password.',
      '> PASS portcall',
      '< 230 Login successful.',
    ]);
    expect(written(terminalOf(listing, true), 'typed')[0]).toContain(' -v ');
  });

  test("a failure is the client's own words and its exit code", async () => {
    const lines = terminalOf(await play('passwordOk=false'), false);
    expect(written(lines, 'failed', 'exit')).toEqual(['curl: (67) Access denied: 530', '67']);
    expect(written(lines, 'typed')[0]).toContain('-u learner:wrong');
  });

  test('a truncated run shows no line of what is withheld', () => {
    const end = listing.moments.get('control 1 / LIST')!;
    const cut = { ...listing, entries: listing.entries.slice(0, end) };
    const lines = terminalOf(cut, true);
    expect(lines.every(({ entry }) => entry < end)).toBe(true);
    expect(lines).toEqual(terminalOf(listing, true).filter(({ entry }) => entry < end));
  });
});

describe('a profile that says what it prints', () => {
  test('chatter is printed, a complaint fails, and what was typed carries the prompt', () => {
    const trace = saying(listing, (entry) =>
      entry.kind === 'achieve'
        ? ([
            { ...entry, kind: 'say', to: 'user', text: 'ls', stream: 'in', chatter: true },
            { ...entry, kind: 'say', to: 'user', text: '226 done\n300 octets', stream: 'out', chatter: true },
            { ...entry, kind: 'say', to: 'user', text: 'no such file', stream: 'out' },
          ] as readonly Entry[])
        : [entry],
    );
    const lines = terminalOf(trace, false);
    expect(written(lines, 'typed').filter((line) => line === '$ ls')).toHaveLength(2);
    expect(written(lines, 'out')).toEqual(expect.arrayContaining(['226 done', '300 octets']));
    expect(written(lines, 'failed')).toEqual(['no such file', 'no such file']);
  });

  test('what it has said is not said twice: neither a listing nor a reply', () => {
    const first = written(terminalOf(listing, false), 'out');
    const trace = saying(listing, (entry) =>
      entry.kind === 'exit' && entry.node === 'client'
        ? [...first, 'Response: 221 Goodbye.'].map((text) => ({
            ...entry,
            kind: 'say',
            to: 'user',
            text,
            stream: 'out',
            chatter: true,
            machine: 'pi',
          }))
        : [entry],
    );
    const lines = terminalOf(trace, true);
    for (const line of first) expect(written(lines).filter((one) => one === line)).toHaveLength(1);
    expect(written(lines, 'reply')).not.toContain('< 221 Goodbye.');
  });
});

const told: Invocation = {
  client: '',
  server: 'ftp.example.test',
  port: 2121,
  user: 'learner',
  password: "it's",
  dataMode: 'EPRT',
  ipVersion: 4,
  connectTimeout: null,
  skipPasvAddress: null,
  work: [
    { op: 'quote', line: 'SITE UMASK 077' },
    { op: 'put', path: 'notes.txt' },
    { op: 'quote', line: 'NOOP' },
  ],
};

describe('what is typed', () => {
  test('curl: quoted for the shell, quoted commands before their transfer, the last one without', () => {
    expect(clientNamed('curl').shell(told, false)).toEqual([
      "curl -sS -u 'learner:it'\\''s' --ftp-port - --quote 'SITE UMASK 077' -T notes.txt " +
        'ftp://ftp.example.test:2121/notes.txt \\',
      "  --next -sS -u 'learner:it'\\''s' --ftp-port - --quote NOOP --head ftp://ftp.example.test:2121/",
    ]);
  });

  test.each([
    ['lftp', 'lftp', 'set ftp:passive-mode no; set ftp:prefer-epsv no', 'put notes.txt'],
    [
      'ftplib',
      "python3 - <<'end'",
      "ftp.connect('ftp.example.test', 2121)",
      "ftp.storbinary('STOR notes.txt', open('notes.txt', 'rb'))",
    ],
  ])('%s', (name, shell, begins, puts) => {
    const client = clientNamed(name);
    expect(client.shell(told, false)).toEqual([shell]);
    expect(client.inside!.begin(told, false).some((line) => line.startsWith(begins))).toBe(true);
    expect(client.inside!.act({ op: 'put', path: 'notes.txt' })).toBe(puts);
  });

  test.each([
    ['tnftp', 'tnftp -n -i -v -A'],
    ['ftp.exe', 'ftp -n'],
  ])('%s is told the rest at its own prompt, by its profile', async (name, shell) => {
    expect(clientNamed(name).shell(told, false)).toEqual([shell]);
    const typed = written(
      terminalOf(await play(`client.software=${name}&dataMode=PORT&actions=put+notes.txt`), false),
      'typed',
    );
    expect(typed.slice(1).every((line) => line.startsWith('ftp> '))).toBe(true);
    expect(typed.slice(-4)).toEqual([
      'ftp> open ftp.example.test 21',
      'ftp> user learner portcall',
      'ftp> put notes.txt',
      'ftp> quit',
    ]);
  });

  test('what the table types comes before the command that it makes the client send', async () => {
    const trace = await play('client.software=lftp&actions=get+hello.txt;put+notes.txt');
    const lines = written(terminalOf(trace, true), 'typed', 'command').filter((line) =>
      /^lftp> (get|put|bye)|RETR|STOR|QUIT/.test(line),
    );
    expect(lines).toEqual([
      'lftp> get hello.txt',
      '---> RETR hello.txt',
      'lftp> put notes.txt',
      '---> STOR notes.txt',
      'lftp> bye',
      '---> QUIT',
    ]);
  });

  test.each([
    ['curl', '> PASS it'],
    ['lftp', '---> PASS XXXX'],
    ['ftplib', "*cmd* 'PASS **'"],
    ['filezilla', 'Command: PASS **'],
  ])('%s shows a password as it does', (name, line) => {
    expect(clientNamed(name).dialogue.command('PASS it')).toBe(line);
  });

  test('a client of another name is started by it', () => {
    expect(clientNamed('winscp').shell({ ...told, client: 'winscp' }, false)).toEqual([
      'winscp learner@ftp.example.test',
    ]);
  });
});

test("the log carries the run's own date, in order, and marks what failed", async () => {
  const lines = logOf(await play('passwordOk=false'));
  expect(lines.map(({ text }) => text.replace(/:.*/, ''))).toEqual(['CONNECT', '[learner] FAIL LOGIN']);
  expect(lines.map(({ failed }) => failed)).toEqual([false, true]);
  expect(lines[0]?.date).toBe('2026-01-15');
  expect(lines[1]!.time > lines[0]!.time).toBe(true);
});

test('a stream is what the file holds, also where segments were lost or came twice', async () => {
  for (const link of [
    'actions=get+chart.bin',
    'actions=get+chart.bin&wan.lossPercent=8&wan.duplicatePercent=8&wan.reorderPercent=8&seed=3',
  ]) {
    const trace = await play(link);
    const data = trace.connections.filter(({ purpose }) => purpose === 'data').at(-1)!;
    expect(streamTo(trace, data, 'client')).toEqual(trace.files.get('server')!.get('/chart.bin')!.octets);
  }
});
