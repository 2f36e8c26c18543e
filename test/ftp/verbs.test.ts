import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command, HostEvent, MachineEvent } from '../../src/machine/contract';
import { stepper, type Snapshot } from '../../src/machine/step';
import { reference } from '../machine/reference';
import { listedDate, timeValue } from '../../src/ftp/files/listing';
import { checkClientProfile } from '../../src/ftp/user/profile-check';
import { checkServerProfile } from '../../src/ftp/server/profile-check';
import { clientProgram, ftpModels, serverProgram } from '../../src/ftp/programs';
import { clients, servers } from '../profiles';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import type { ServerPi, ServerSetup } from '../../src/ftp/server/session';
import { verbs } from '../../src/ftp/protocol/verbs';
import { harbour } from './loop';
import { ours, peer } from './transcript';

const profile = servers['vsftpd']!;
const settings = {
  activeDataPort: 20,
  passiveRange: [50020, 50045],
  passiveAddress: null,
  allowForeignPortAddress: false,
  activeConnectTimeout: 20,
  passiveAcceptTimeout: 20,
  idleTimeout: null,
  readOnly: false,
  tls: 'off',
} as const;
const setupOf = (more = {}) =>
  serverProgram({
    profile,
    accounts: [{ name: 'learner', password: 'portcall', uid: 2001, gid: 2001, group: 'learner' }],
    settings: { ...settings, ...more },
  }).machines['pi']!.input as ServerSetup;

const steps = stepper(serverPi);
const at = (event: HostEvent): MachineEvent => ({ ...event, at: 0, epoch: 1_763_600_000, files: harbour });
const line = (text: string) =>
  at({ type: 'received', connection: 'control', octets: new TextEncoder().encode(`${text}\r\n`) });
const accepted = at({ type: 'accepted', listener: 'service', connection: 'control', local: ours, remote: peer });

function told(setup: ServerSetup, lines: readonly string[]): Snapshot<ServerPi> {
  return lines.reduce(
    (snapshot, text) => steps.step(snapshot, line(text)).snapshot,
    steps.step(steps.start(setup), accepted).snapshot,
  );
}

const codes = (commands: readonly Command[]): string =>
  commands
    .flatMap((command) =>
      command.type === 'message' && command.way === 'sent' && command.message.kind === 'reply'
        ? [command.message.code]
        : [],
    )
    .join(' ');

/** What a verb is given where it needs something. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  USER: 'learner',
  PASS: 'portcall',
  CWD: 'docs',
  XCWD: 'docs',
  PORT: '203,0,113,10,195,80',
  EPRT: '|1|203.0.113.10|50000|',
  TYPE: 'I',
  STRU: 'F',
  MODE: 'S',
  RETR: 'hello.txt',
  STOR: 'new.txt',
  APPE: 'new.txt',
  SMNT: 'x',
  ACCT: 'x',
  ALLO: '1',
  REST: '0',
  RNFR: 'hello.txt',
  RNTO: 'moved.txt',
  DELE: 'hello.txt',
  RMD: 'docs',
  XRMD: 'docs',
  MKD: 'new',
  XMKD: 'new',
  SIZE: 'hello.txt',
  MDTM: 'hello.txt',
  OPTS: 'UTF8 ON',
};

describe('every verb in every state', () => {
  const login = ['USER learner', 'PASS portcall'];
  const states: [string, ServerSetup, string[]][] = [
    ['nobody', setupOf(), []],
    ['a user without password', setupOf(), ['USER learner']],
    ['logged in', setupOf(), login],
    ['logged in, an address offered', setupOf(), [...login, 'PORT 203,0,113,10,195,80']],
    ['read only', setupOf({ readOnly: true }), [...login, 'PORT 203,0,113,10,195,80']],
  ];
  for (const [verb, row] of Object.entries(verbs)) {
    test(verb, () => {
      for (const [state, setup, before] of states) {
        const argument = ARGUMENTS[verb];
        const { snapshot, commands } = steps.step(
          told(setup, before),
          line(argument === undefined ? verb : `${verb} ${argument}`),
        );
        const inside = before.length > 1;
        const replies = codes(commands);
        const where = `${verb}, ${state}`;
        if (!inside && !profile.login.verbsBefore.includes(verb)) expect(replies, where).toBe('530');
        else if (!profile.replies[verb]) expect(replies, where).toBe('500');
        else if (setup.settings.readOnly && row.writes) expect(replies, where).toBe('550');
        else if (row.data && before.length < 3) expect(replies, where).toBe('425');
        else if (row.data) expect([replies, snapshot.value], where).toEqual(['', 'OPENING']);
        else if (row.rule === 'passive' || row.rule === 'extendedPassive')
          expect([replies, snapshot.value], where).toEqual(['', 'BINDING']);
        else expect(replies, where).toMatch(/^[1-5]\d\d$/);
        expect(
          commands.filter(({ type }) => type === 'note'),
          where,
        ).toEqual([]);
      }
    });
  }
  test('what the profile has no reply for is unknown', () => {
    for (const verb of ['MLSD', 'LPSV', 'HOST', 'NOSUCH'])
      expect(codes(steps.step(told(setupOf(), login), line(verb)).commands)).toBe('500');
  });
});

describe('files', () => {
  const changes = (lines: readonly string[], last: string) => {
    const { commands } = steps.step(told(setupOf(), ['USER learner', 'PASS portcall', ...lines]), line(last));
    return [codes(commands), ...commands.flatMap((command) => (command.type === 'change' ? [command.change.op] : []))];
  };
  const rows: [string[], string, unknown[]][] = [
    [[], 'MKD new', ['257', 'write']],
    [[], 'MKD docs', ['550']],
    [[], 'MKD no/where', ['550']],
    [[], 'RMD docs', ['550']],
    [[], 'RMD hello.txt', ['550']],
    [[], 'DELE hello.txt', ['250', 'remove']],
    [[], 'DELE docs', ['550']],
    [[], 'DELE', ['550']],
    [['CWD docs'], 'DELE manual.txt', ['250', 'remove']],
    [['RNFR hello.txt'], 'RNTO docs/hello.txt', ['250', 'rename']],
    [['RNFR hello.txt'], 'RNTO docs', ['550']],
    [['RNFR nope'], 'RNTO x', ['503']],
    [['RNFR docs'], 'RNTO docs/in', ['550']],
    [[], 'SIZE docs', ['550']],
    [[], 'MDTM hello.txt', ['213']],
    [[], 'CWD hello.txt', ['550']],
    [[], 'CWD ../..', ['250']],
  ];
  for (const [before, last, expected] of rows)
    test([...before, last].join(', '), () => expect(changes(before, last)).toEqual(expected));
});

describe('lists', () => {
  const listed = (argument: string, verb = 'LIST'): string[] => {
    const { snapshot } = steps.step(
      told(setupOf(), ['USER learner', 'PASS portcall', 'PORT 203,0,113,10,195,80']),
      line(`${verb}${argument && ` ${argument}`}`),
    );
    return new TextDecoder()
      .decode(snapshot.context.transfer?.octets ?? undefined)
      .split('\r\n')
      .slice(0, -1);
  };
  test('names', () => expect(listed('', 'NLST')).toEqual(['chart.bin', 'docs', 'hello.txt', 'locked.txt']));
  test('names of a directory', () => expect(listed('docs', 'NLST')).toEqual(['docs/manual.txt']));
  test('a pattern', () => expect(listed('*.txt', 'NLST')).toEqual(['hello.txt', 'locked.txt']));
  test('all', () =>
    expect(listed('-la').map((one) => one.split(' ').at(-1))).toEqual([
      '.',
      '..',
      'chart.bin',
      'docs',
      'hello.txt',
      'locked.txt',
    ]));
  test('links of a directory', () =>
    expect(listed('-a')[0]).toMatch(/^drwxr-xr-x {4}3 2001 {5}2001 {9}4096 Jan 15 {2}2024 \.$/));
  test('dates', () => {
    const now = 1_763_600_000;
    expect(
      [
        '2024-02-29T12:34:56Z',
        '2025-11-19T00:05:00Z',
        '2025-11-21T00:00:00Z',
        '1970-01-01T00:00:00Z',
        '2000-12-31T23:59:59Z',
      ].map((text) => listedDate(Date.parse(text) / 1000, now)),
    ).toEqual(['Feb 29  2024', 'Nov 19 00:05', 'Nov 21  2025', 'Jan 01  1970', 'Dec 31  2000']);
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }), (seconds) => {
        expect(timeValue(seconds)).toBe(new Date(seconds * 1000).toISOString().replace(/[-:T]|\..*/g, ''));
      }),
    );
  });
});

describe('profiles', () => {
  const changedServer = (change: (copy: Record<string, never>) => void) => {
    const copy = structuredClone(profile) as unknown as Record<string, never>;
    change(copy);
    return checkServerProfile(copy);
  };
  const changedClient = (
    change: (copy: { plans: Record<string, unknown[]>; parts: Record<string, unknown[]> }) => void,
  ) => {
    const copy = structuredClone(clients['curl']) as unknown as {
      plans: Record<string, unknown[]>;
      parts: Record<string, unknown[]>;
    };
    change(copy);
    return checkClientProfile(copy);
  };
  test('those that are here can be used', () => {
    for (const one of Object.values(servers)) expect(checkServerProfile(one)).toEqual([]);
    for (const one of Object.values(clients)) expect(checkClientProfile(one)).toEqual([]);
  });
  test('they are plain data', () => {
    for (const one of [...Object.values(servers), ...Object.values(clients)])
      expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });
  const wrongServers: [string, (copy: never) => void, string][] = [
    [
      'a reply missing',
      (copy: { replies: { PASV: { ok?: string } } }) => delete copy.replies.PASV.ok,
      '/replies/PASV/ok: missing',
    ],
    [
      'no code',
      (copy: { replies: { NOOP: { ok: string } } }) => (copy.replies.NOOP.ok = 'Fine.'),
      "/replies/NOOP/ok: found 'Fine.', expected a code of three digits, a space and a text",
    ],
    [
      'a verb that nobody knows',
      (copy: { replies: Record<string, unknown> }) => (copy.replies['NOPE'] = { ok: '200 x' }),
      '/replies/NOPE: no such verb',
    ],
    [
      'a completion of its own',
      (copy: { transfer: { completion: { active: string } } }) => (copy.transfer.completion.active = 'soon'),
      '/transfer/completion/active: found "soon", expected drained or closing or closed or peerClosed',
    ],
    [
      'thought for nothing',
      (copy: { think: Record<string, number> }) => (copy.think['PASS.maybe'] = 1),
      '/think/PASS.maybe: no such verb and condition in replies',
    ],
  ];
  for (const [title, change, mistake] of wrongServers)
    test(`a server's: ${title}`, () => expect(changedServer(change as never)).toEqual([mistake]));
  const wrongClients: [string, Parameters<typeof changedClient>[0], string][] = [
    [
      'a label that is nowhere',
      ({ plans }) => plans['login']!.push({ goto: 'nowhere' }),
      "/plans/login: no label 'nowhere'",
    ],
    [
      'a part that is nowhere',
      ({ plans }) => plans['login']!.push({ do: 'nothing' }),
      "/plans/login: no part 'nothing'",
    ],
    [
      'an unknown word',
      ({ plans }) => plans['login']!.push({ dance: true }),
      '/plans/login: step 2: found {"dance":true}, which is no instruction',
    ],
    [
      'half a reply',
      ({ plans }) => plans['login']!.push({ expect: { 2: 'next' } }),
      "/plans/login: step 2: waits for a reply alone and has no 'else'",
    ],
    ['no way out', ({ plans }) => delete plans['leave'], '/plans/leave: missing'],
  ];
  for (const [title, change, mistake] of wrongClients)
    test(`a client's: ${title}`, () => expect(changedClient(change)).toEqual([mistake]));
  test('a plan that goes round in circles is stopped', () => {
    const circular = { ...clients['curl']!, plans: { leave: [{ label: 'a' }, { goto: 'a' }] } };
    const program = clientProgram({
      profile: circular,
      server: { name: 'x', address: '198.51.100.21', port: 21 },
      user: '',
      password: '',
      dataMode: 'PASV',
      ipVersion: 4,
      work: [],
      settings: { connectTimeout: null, skipPasvAddress: null },
    });
    const { model, input } = program.machines['pi']!;
    const { commands } = stepper(model).step(stepper(model).start(input), at({ type: 'started' }) as never);
    expect(commands).toMatchObject([
      { type: 'violation', name: 'plan-circular' },
      { type: 'exit', code: 1 },
    ]);
  });
});

describe('any events in any order', () => {
  const text = fc
    .oneof(
      fc.constantFrom(
        ...Object.keys(verbs),
        '220 hi',
        '331 p',
        '230 in',
        '257 "/docs" is',
        '227 (198,51,100,21,195,80)',
        '229 (|||50020|)',
        '200 ok',
        '213 300',
        '150 go',
        '226 done',
        '550 no',
        '421 bye',
      ),
      fc.string({ maxLength: 12 }),
    )
    .chain((word) =>
      fc.constantFrom(word, `${word} hello.txt`, `${word} learner`, `${word} portcall`, `${word}\r\nNOOP`),
    );
  const connection = fc.constantFrom('control', 'data-1', 'passive-1', 'active-1', 'data-2');
  const toPi = [
    'listening',
    'unlistened',
    'opened',
    'unopened',
    'accepted',
    'sent',
    'ended',
    'closed',
    'broken',
    'stalled',
  ];
  const toDtp = ['connect', 'listen', 'accept', 'open', 'send', 'receive', 'close', 'forget'];
  const event: fc.Arbitrary<HostEvent> = fc.oneof(
    fc.record({
      type: fc.constant('received' as const),
      connection,
      octets: text.map((word) => new TextEncoder().encode(`${word}\r\n`)),
    }),
    fc.record({ type: fc.constantFrom('drained' as const, 'peerClosed' as const, 'closed' as const), connection }),
    fc.record({
      type: fc.constant('opened' as const),
      connection,
      local: fc.constant(ours),
      remote: fc.constant(peer),
    }),
    fc.record({
      type: fc.constant('accepted' as const),
      listener: connection,
      connection,
      local: fc.constant(ours),
      remote: fc.constant(peer),
    }),
    fc.record({ type: fc.constant('listening' as const), listener: connection, local: fc.constant(ours) }),
    fc.record({
      type: fc.constant('failed' as const),
      subject: connection,
      reason: fc.constant('ECONNREFUSED' as const),
    }),
    fc.record({
      type: fc.constant('timeout' as const),
      timer: fc.constantFrom('idle', 'patience', 'stall', 'connect', 'accept'),
    }),
    fc.constant({ type: 'started' as const }),
  );
  const call = (names: readonly string[]): fc.Arbitrary<HostEvent> =>
    fc.constantFrom(...names).map((name) => ({
      type: 'called',
      from: 'other',
      call: {
        name,
        local: name === 'open' ? null : ours,
        remote: peer,
        reason: 'timeout',
        size: 3,
        address: ours.address,
        port: 50020,
        peer: null,
        patience: 1,
        stall: 1,
        octets: new Uint8Array(3),
        path: '/x',
        before: new Uint8Array(0),
        node: { uid: 0, gid: 0, owner: '', group: '', mode: 0 },
      },
    }));
  const client = clientProgram({
    profile: clients['curl']!,
    server: { name: 'x', address: '198.51.100.21', port: 21 },
    user: 'learner',
    password: 'portcall',
    dataMode: 'EPSV',
    ipVersion: 4,
    work: [
      { op: 'list', path: '/' },
      { op: 'get', path: 'hello.txt' },
    ],
    settings: { connectTimeout: 20, skipPasvAddress: false },
  });
  const inputs: Record<keyof typeof ftpModels, unknown> = {
    'user-PI': client.machines['pi']!.input,
    'user-DTP': null,
    'server-PI': setupOf(),
    'server-DTP': null,
    bystander: 8080,
    thief: { remote: peer, tls: true, attempts: 3 },
  };
  for (const [name, model] of Object.entries(ftpModels)) {
    const first: HostEvent[] =
      name === 'server-PI'
        ? [{ type: 'accepted', listener: 'service', connection: 'control', local: ours, remote: peer }]
        : [{ type: 'started' }];
    const events = fc
      .array(fc.oneof(event, call(name.endsWith('PI') ? toPi : toDtp)), { maxLength: 40 })
      .map((more) => [...first, ...more]);
    test(`${name}: a carried snapshot steps as a resolved one, and no step is silent about what it does not know`, () => {
      const table = stepper(model as never);
      const slow = reference(model as never);
      fc.assert(
        fc.property(events, (happened) => {
          let fast = table.start(inputs[name as keyof typeof ftpModels] as never) as Snapshot<unknown>;
          let exact = fast;
          happened.forEach((one, i) => {
            const full = { ...at(one), at: i * 1000 } as never;
            const ahead = table.step(fast as never, full);
            const behind = slow.step(exact as never, full);
            expect({ value: ahead.snapshot.value, commands: ahead.commands }).toEqual({
              value: behind.snapshot.value,
              commands: behind.commands,
            });
            fast = ahead.snapshot as never;
            exact = behind.snapshot as never;
            expect(fast.context).toEqual(exact.context);
          });
        }),
        { numRuns: 60 },
      );
    });
  }
});
