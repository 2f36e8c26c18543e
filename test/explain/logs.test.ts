/**
 * Logs of real programs, made by running them: each leads to its symptom first, and what is proposed to replay it
 * really fails so.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../src/explain/diagnosis/failure';
import { recognise, settled } from '../../src/explain/logs/recognise';
import { LONGEST } from '../../src/explain/logs/lines';
import { SIGNS, STAGES } from '../../src/explain/logs/signs';
import { SYMPTOMS } from '../../src/explain/logs/symptoms';
import { toLink } from '../../src/scenario/text/link';
import { valueOf } from '../../src/scenario/scenario';
import { ran, scenarioOf, sections } from './symptom';

interface Log {
  readonly file: string;
  readonly made: string;
  readonly programs: readonly string[];
  readonly symptom: string | null;
  readonly failure: string | null;
}

const read = (name: string) => readFileSync(new URL(`logs/${name}`, import.meta.url), 'utf8');
const logs = JSON.parse(read('index.json')) as readonly Log[];
const failing = logs.filter((log) => log.symptom !== null);
const row = (id: string) => SYMPTOMS.find((symptom) => symptom.id === id)!;
/** Where a replay ends otherwise than the log, and why. */
const DIFFERS: Readonly<Record<string, string>> = {
  // A real kernel refuses a call to its own 127.0.0.1; the simulated one has no loopback and sends it out.
  'loopback-227-ftplib.txt': 'data-connect-timeout',
  // This user had told curl to give up after 25 s (--max-time, which no knob stands for); else the server's patience
  // ends it.
  'active-tls-stalled-curl.txt': 'idle-timeout',
  // A real curl asks after 60 s of silence whether the server is still there, and learns by a reset that it is not;
  // here it asks only where client.keepAlive says so.
  'control-forgotten-curl.txt': 'other',
};
/** Whether the simulated client asks for TLS when it is told to: the symptoms of TLS replay from then on. */
const secured = (await ran(settled({ security: 'explicit', 'server.tls': 'optional' })!)).entries.some(
  (entry) => entry.kind === 'message' && entry.message.kind === 'request' && entry.message.name === 'AUTH',
);
const later = (id: string | null) =>
  !secured &&
  id !== null &&
  (row(id).replay['security'] ?? 'none') + (row(id).replay['server.tls'] ?? '') !== 'none' &&
  id !== 'tls-required';
/** Words without what a run draws or measures. */
const masked = (text: string) =>
  text
    .replace(/\((?:[0-9A-F]{2}:)+[0-9A-F]{2}\)/g, '()')
    .replace(/\d+/g, '#')
    .toLowerCase();

describe('a pasted log', () => {
  test.each(failing)('$file: $symptom first', ({ file, symptom }) => {
    const { hypotheses, nothing } = recognise(read(file));
    expect([hypotheses[0]?.symptom, nothing]).toEqual([symptom, null]);
    const lines = read(file).split('\n');
    for (const { lines: shown, means, tells } of hypotheses) {
      expect(shown.length).toBeGreaterThan(0);
      for (const { number, raw } of shown)
        expect(lines[number - 1]!.trimEnd().startsWith(raw.replace(/PASS \.\.\.$/, ''))).toBe(true);
      expect(means + tells).not.toMatch(/[{}]|undefined/);
    }
  });

  test.each(logs.filter(({ symptom }) => symptom === null))(
    '$file, of a session that worked, is a civil no match',
    ({ file }) => {
      expect(recognise(read(file))).toMatchObject({
        hypotheses: [],
        nothing: 'This is an FTP dialogue, and nothing in it is known as a failure.',
      });
    },
  );

  test('says which programs wrote it', () => {
    for (const {
      file,
      programs: [client = '', server = ''],
    } of logs) {
      const told = recognise(read(file));
      const names: Readonly<Record<string, string>> = {
        curl: 'curl 7',
        lftp: 'lftp',
        tnftp: 'tnftp',
        ftplib: 'Python',
        filezilla: 'FileZilla',
        vsftpd: 'vsftpd',
        proftpd: 'ProFTPD',
        'pure-ftpd': 'Pure-FTPd',
      };
      if (told.client !== null) expect([file, client]).toEqual([file, expect.stringContaining(names[told.client]!)]);
      if (told.server !== null) expect([file, server]).toEqual([file, expect.stringContaining(names[told.server]!)]);
      expect([file, told.client ?? told.server]).not.toEqual([file, null]);
    }
  });

  test('at least twenty, of five clients and of vsftpd, over fifteen symptoms', () => {
    expect(failing.length).toBeGreaterThanOrEqual(20);
    expect(new Set(failing.map(({ symptom }) => symptom)).size).toBeGreaterThanOrEqual(15);
  });

  test('never shows a password', () => {
    for (const { file } of logs) expect(JSON.stringify(recognise(read(file)))).not.toMatch(/portcall|PASS wrong/);
  });

  test('with Windows line ends, pasted twice, or with a few lines of a mail around it, says the same', () => {
    for (const { file, symptom } of failing) {
      for (const text of [
        read(file).replace(/\n/g, '\r\n'),
        read(file) + read(file),
        `Hello,\nit worked until Friday. This is what I see:\n\n${read(file)}\nThanks\n`,
      ]) {
        expect([file, recognise(text).hypotheses[0]?.symptom]).toEqual([file, symptom]);
      }
    }
  });

  test('of one line alone is told by that line', () => {
    const first = (text: string) =>
      recognise(text)
        .hypotheses.map(({ symptom, certainty }) => `${certainty} ${symptom}`)
        .slice(0, 2);
    expect(first('ftplib.error_perm: 530 Login incorrect.')).toEqual(['certain wrong-password']);
    expect(first('curl: (67) Access denied: 530')).toEqual(['likely wrong-password']);
    expect(
      first('curl: (28) Failed to connect to ftp.example.test port 21 after 20001 ms: Timeout was reached'),
    ).toEqual(['likely control-port-filtered', 'possible passive-ports-closed']);
    expect(
      first("curl: (28) Failed to connect to ftp.example.test port 21 after 20001 ms: Couldn't connect to server"),
    ).toEqual(['likely passive-ports-closed']);
    expect(first('ftplib.error_perm: 522 SSL connection failed: session reuse required')).toEqual([
      'certain session-reuse',
    ]);
    expect(first('500 Illegal PORT command.')).toEqual(['likely port-behind-nat-refused', 'possible active-forbidden']);
    expect(first('ftp: connect: Connection refused')).toEqual([
      'likely control-port-closed',
      'possible control-port-elsewhere',
    ]);
  });
});

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
  const word = /^Nothing in this text is known\./;

  test('is nothing, in words', () => {
    expect(recognise('')).toEqual({ hypotheses: [], client: null, server: null, nothing: 'There is no text to read.' });
    expect(recognise(' \n\t\r\n').nothing).toBe('There is no text to read.');
    for (const text of [
      'It does not work.',
      '<html><body>hello</body></html>',
      '{"a": [1, 2, 3]}',
      'def connect(host, port, timeout=30):\n    return None',
      '\u0000\u0001\uffff\ud800',
    ])
      expect(recognise(text)).toMatchObject({ hypotheses: [], nothing: expect.stringMatching(word) });
  });

  test.each([
    ['octets', noise(1 << 20, (random) => Math.floor(random() * 256))],
    ['letters', noise(1 << 20, (random) => (random() < 0.02 ? 10 : 97 + Math.floor(random() * 26)))],
    ['one line', 'a'.repeat(1 << 20)],
    ['empty lines', '\n'.repeat(1 << 20)],
    ['digits and dots', noise(1 << 20, (random) => '0123456789. -:\n'.charCodeAt(Math.floor(random() * 15)))],
  ])('a megabyte of %s: no match, in time', (_, text) => {
    const began = performance.now();
    const { hypotheses, nothing } = recognise(text);
    expect([hypotheses, nothing]).toEqual([
      [],
      expect.stringMatching(/^Nothing in this text is known\.|^There is no text|^This is an FTP dialogue/),
    ]);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  test('a megabyte around a log does not hide it', () => {
    const text = `${noise(1 << 19, () => 120)}\n${read('private-227-curl.txt')}\n${noise(1 << 19, (random) => (random() < 0.02 ? 10 : 120))}`;
    expect(recognise(text).hypotheses[0]?.symptom).toBe('private-address-in-227');
  });

  test('four times the text takes about four times as long', () => {
    const unit = `${'> '.repeat(LONGEST / 2)}\n${'425 '.repeat(LONGEST / 4)}\n${'curl: (28) Failed to connect to '.repeat(60)}\n${'* Trying '.repeat(200)}\n${'[pid 1] '.repeat(200)}\n`;
    // The best of three: other work of the machine only adds.
    const time = (times: number) =>
      Math.min(
        ...[1, 2, 3].map(() => {
          const began = performance.now();
          recognise(unit.repeat(times));
          return performance.now() - began;
        }),
      );
    time(20);
    const [short, long] = [time(40), time(160)];
    expect(long / short).toBeLessThan(12);
  });
});

describe('the table of symptoms', () => {
  test('names each once, and signs that exist', () => {
    expect(new Set(SYMPTOMS.map(({ id }) => id)).size).toBe(SYMPTOMS.length);
    const derived = [
      'spoke',
      'told',
      'named',
      'private227',
      'loopback227',
      'privatePort',
      'publicPort',
      'foreignPort',
      'lowPort',
      'endedAt227',
    ];
    const stages = ['dialling', ...STAGES.map(({ stage }) => stage)];
    const known = new Set([
      ...derived,
      ...SIGNS.flatMap(({ name }) => [name, ...stages.map((stage) => `${name}@${stage}`)]),
    ]);
    for (const { id, shown } of SYMPTOMS)
      for (const { by, without = [] } of shown)
        for (const sign of [...by, ...without]) expect([id, known.has(sign) ? sign : null]).toEqual([id, sign]);
  });

  test.for(SYMPTOMS.map(({ id }) => id))('%s: the scenario ends as the row says', async (id, { skip }) => {
    skip(later(id), 'no TLS yet');
    const scenario = settled(row(id).replay)!;
    expect(scenario).not.toBeNull();
    expect(row(id).ends).toContain(failureOf(await ran(scenario))?.outcome);
  });

  const CLASSIC: readonly (readonly [string, string])[] = [
    ['private-address-in-227', 'The server tells its private address in 227, and'],
    ['loopback-in-227', 'The server tells 127.0.0.1'],
    ['passive-ports-closed', 'The passive ports are closed, silently'],
    ['passive-ports-not-forwarded', 'The passive ports are not forwarded'],
    ['port-behind-nat-refused', 'PORT behind NAT is refused'],
    ['port-behind-nat-hangs', 'PORT behind NAT hangs'],
    ['active-blocked', "The client's firewall drops"],
    ['active-rejected', "The client's firewall rejects"],
    ['control-port-closed', 'Nothing listens on port 21'],
    ['control-port-elsewhere', 'The server listens on another port'],
    ['control-port-filtered', 'Port 21 is filtered'],
    ['wrong-password', 'The password is wrong.'],
    ['not-writable', 'The server is read only'],
    ['no-such-file', 'The file is not there'],
    ['too-many-connections', 'One connection too many'],
    ['foreign-port-refused', 'A PORT that names somebody else'],
    ['idle-timeout', 'The session was idle'],
    ['second-source-address', '425 from a second source address'],
    ['passive-ports-exhausted', 'The passive ports are exhausted'],
    ['control-forgotten', 'The control connection is idle during a long transfer'],
    ['tls-required', 'The server wants TLS'],
    ['tls-unavailable', 'The client asks for TLS, and the server has none'],
  ];
  const classics = sections(readFileSync(new URL('symptoms.txt', import.meta.url), 'utf8'));
  test.each(CLASSIC)('%s is the classic "%s"', (id, title) => {
    const section = classics.find((one) => one.title.startsWith(title));
    expect(toLink(settled(row(id).replay)!, null)).toBe(toLink(scenarioOf(section!.scenario), null));
  });
});

describe('the replay of a log', () => {
  test.for(failing)(
    "$file fails as the log does, in the log's own words",
    async ({ file, failure, symptom }, { skip }) => {
      skip(later(symptom), 'no TLS yet');
      const [first] = recognise(read(file)).hypotheses;
      const trace = await ran(first!.scenario!);
      const found = failureOf(trace);
      expect([found?.outcome, found?.says.length]).toEqual([DIFFERS[file] ?? failure, expect.any(Number)]);
      // A server's log holds no client's words, and a client that cannot be in the scenario here is stood in for by
      // another.
      if (DIFFERS[file] !== undefined || recognise(read(file)).client !== valueOf(first!.scenario!, 'client.software'))
        return;
      const log = masked(read(file));
      expect([
        found!.says,
        found!.says.some((line) => log.includes(masked(line.replace(/\(_ssl.*$/, '').trimEnd()))),
      ]).toEqual([found!.says, true]);
    },
  );

  test('of every other hypothesis ends as its row says', async () => {
    const seen = new Set<string>();
    for (const { file } of failing) {
      for (const { symptom, scenario } of recognise(read(file)).hypotheses.slice(1)) {
        const link = scenario ? `${symptom} ${toLink(scenario, null)}` : symptom;
        if (scenario === null || seen.has(link) || later(symptom)) continue;
        seen.add(link);
        expect([link, row(symptom).ends]).toEqual([
          link,
          expect.arrayContaining([failureOf(await ran(scenario))?.outcome]),
        ]);
      }
    }
    expect(seen.size).toBeGreaterThan(10);
  }, 60_000);
});
