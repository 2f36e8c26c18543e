/**
 * Whatever a client sends, a server answers, refuses or names what is wrong with it; it never throws and never says
 * what no server may.
 */
import { expect, test } from 'vitest';
import type { Command, HostEvent, MachineEvent } from '../../src/machine/contract';
import { stepper, type Snapshot } from '../../src/machine/step';
import { serverProgram } from '../../src/ftp/programs';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { servers } from '../profiles';
import { serverDtp } from '../../src/ftp/dtp/server-dtp.machine';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import { heard } from '../../src/ftp/server/heard';
import { phases } from '../../src/ftp/server/phases';
import type { ServerPhase, ServerPi, ServerSetup } from '../../src/ftp/server/session';
import { verbs } from '../../src/ftp/protocol/verbs';
import { harbour } from './loop';
import { ours, peer } from './transcript';

const VIOLATIONS = ['command-empty', 'command-verb', 'command-line-end', 'line-too-long'];
const settings = {
  activeDataPort: 20,
  passiveRange: [50020, 50045],
  passiveAddress: null,
  allowForeignPortAddress: true,
  activeConnectTimeout: null,
  passiveAcceptTimeout: null,
  idleTimeout: 60,
  readOnly: false,
  tls: 'off',
  maxClientsPerAddress: 3,
  maxRate: 8000,
} as const;
const setupOf = (name: string, tls: ServerSettings['tls']): ServerSetup =>
  serverProgram({
    profile: servers[name]!,
    settings: { ...settings, activeDataPort: 'ephemeral', tls, requireTlsSessionReuse: true },
    accounts: [
      { name: 'learner', password: 'portcall', uid: 2001, gid: 2001, group: 'learner' },
      { name: 'anonymous', password: '', uid: 2002, gid: 2002, group: 'ftp', anonymous: true },
    ],
  }).machines['pi']!.input as ServerSetup;

/** mulberry32: the same lines every time. */
function lots(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const WORDS = [
  'hello.txt',
  'docs',
  '/',
  '..',
  '../..',
  '*',
  '-la',
  '~',
  'locked.txt',
  'learner',
  'portcall',
  'anonymous',
  'A',
  'I',
  'L 8',
  'S',
  'F',
  '0',
  '300',
  '99999999999999999999',
  '-1',
  'ALL',
  '1',
  '2',
  '203,0,113,10,195,80',
  '10,0,0,1,195,80',
  '203,0,113,10,0,0',
  '|1|203.0.113.10|50000|',
  '|2|::1|50000|',
  '|||',
  '20240115120000 hello.txt',
  '600 hello.txt',
  'HELP',
  'CHMOD 600 hello.txt',
  'UMASK 022',
  'TLS',
  'SSL',
  'P',
  'C',
  'UTF8 ON',
  'MLST size;',
  '{size}',
  '{listing}',
  '%n%s',
  '"',
  'a"b',
  'é',
  '\u0000',
  '\r',
  '\ufeff',
  'x'.repeat(300),
];
const TELNET = [
  [255, 244],
  [255, 242],
  [255, 251, 1],
  [255, 253, 10],
  [255, 255],
  [255],
  [255, 250, 24, 1, 255, 240],
  [255, 250],
];

type Lot = ReturnType<typeof lots>;

/** A line that is nearly a command, or no line at all. */
function fuzzed(lot: Lot): Uint8Array {
  const names = Object.keys(verbs);
  const kind = lot(20);
  if (kind === 0) return Uint8Array.from({ length: lot(40) }, () => lot(256));
  if (kind === 1) return Uint8Array.from({ length: 4090 + lot(20) }, () => 65 + lot(26));
  if (kind === 3) return new TextEncoder().encode(`\r\n${names[lot(names.length)] ?? ''}\r\n`);
  const verb =
    kind === 2
      ? String.fromCharCode(...Array.from({ length: lot(8) }, () => 32 + lot(90)))
      : (names[lot(names.length)] ?? '');
  const words = Array.from({ length: lot(3) }, () => WORDS[lot(WORDS.length)] ?? '');
  const text = [lot(4) === 0 ? verb.toLowerCase() : verb, ...words].join(lot(9) === 0 ? '  ' : ' ');
  const octets = new TextEncoder().encode(text + (['\r\n', '\r\n', '\r\n', '\n', '', '\r'][lot(6)] ?? ''));
  if (lot(8) !== 0) return octets;
  const cut = lot(octets.length + 1);
  return Uint8Array.of(...octets.subarray(0, cut), ...(TELNET[lot(TELNET.length)] ?? []), ...octets.subarray(cut));
}

/** A step that comes to a phase which its row does not name is not made: the machine has no use for the event then. */
function named(phase: ServerPhase, event: HostEvent, commands: readonly Command[]): void {
  const what = event.type === 'called' ? event.call.name : event.type;
  const answers: object = (event.type === 'called' ? heard[phase] : phases[phase].on) ?? {};
  const unused = commands.some((command) => command.type === 'note' && command.text.includes(`no use for '${what}'`));
  if (unused && what in answers) throw new Error(`${phase} leads somewhere that its row for ${what} does not name`);
}

const steps = stepper(serverPi);
const dtpSteps = stepper(serverDtp);

/** The server's own mark on its session with this client. */
const MARK = `${peer.address}:${peer.port} ${ours.port}`;

/** What a data transfer process may say, in any order: an interpreter bears all of it. */
const FROM_DTP = [
  { name: 'listening', local: { address: ours.address, port: 50030 } },
  { name: 'unlistened', reason: 'EADDRINUSE' },
  { name: 'opened' },
  { name: 'unopened', reason: 'timeout' },
  { name: 'unopened', reason: 'stranger' },
  { name: 'sent', size: 300 },
  { name: 'ended', size: 180 },
  { name: 'progress', size: 100 },
  { name: 'closed' },
  { name: 'broken', reason: 'ECONNRESET', size: 5 },
  { name: 'secured', facts: { resumed: false } },
  { name: 'secured', facts: { resumed: true, origin: MARK } },
  { name: 'notSecured', failure: { name: 'handshake_ended' } },
  { name: 'parted' },
  { name: 'resumable', session: {} },
  { name: 'stalled' },
];

/** What the layer on the control connection may say. */
const FROM_TLS: readonly HostEvent[] = [
  { type: 'secured', connection: 'control', facts: {} },
  { type: 'secured', connection: 'control', facts: {} },
  { type: 'secured', connection: 'control', facts: {} },
  { type: 'unsecured', connection: 'control' },
  { type: 'unsecured', connection: 'control' },
  { type: 'resumable', connection: 'control', session: {} },
  { type: 'broken', connection: 'control', name: 'bad_record_mac', text: '' },
  { type: 'broken', connection: 'control', name: 'handshake_ended', text: '' },
];

function judged(commands: readonly Command[], lines: number): void {
  for (const command of commands) {
    if (command.type === 'violation') expect(VIOLATIONS).toContain(command.name);
    if (command.type !== 'message' || command.way !== 'sent') continue;
    if (command.message.kind !== 'reply') throw new Error('a server says replies and nothing else');
    const { name, lines: said } = command.message;
    const code = Number(name);
    if (code < 100 || code > 599 || said.length > 60 || said.some((text) => /[\r\n]/.test(text)))
      throw new Error(`no reply after ${lines} lines: ${JSON.stringify(command.message)}`);
  }
}

const lineOf = (text: string): HostEvent => ({
  type: 'received',
  connection: 'control',
  octets: new TextEncoder().encode(`\r\n${text}\r\n`),
});

/** A login, with TLS where there is any, and data connections that want it too. */
const comeIn = (tls: ServerSettings['tls']): readonly HostEvent[] => [
  ...(tls === 'optional'
    ? [lineOf(''), lineOf('AUTH TLS'), { type: 'secured', connection: 'control', facts: {} } as const]
    : []),
  ...['', 'USER learner', 'PASS portcall', ...(tls === 'off' ? [] : ['PROT P'])].map(lineOf),
];

/** The states that a server comes to; TLS comes off where something fails, or the server knows CCC. */
const EVER = ['BINDING', 'CLOSING', 'ENDED', 'OPENING', 'READY', 'TRANSFERRING', 'WAIT-PASS', 'WAIT-USER'];
const SECURED = ['CLEARING', 'PROTECTING', 'SECURING'] as const;

test.each(
  Object.keys(servers).flatMap((name) => (['off', 'optional', 'implicit'] as const).map((tls) => [name, tls] as const)),
)(
  `%s bears fuzzed lines, with TLS %s`,
  (name, tls) => {
    const LINES = tls === 'off' ? 100_000 : 20_000;
    const lot = lots(2025);
    const setup = setupOf(name, tls);
    const start = (): Snapshot<ServerPi> =>
      steps.step(
        steps.start(setup),
        at({
          type: 'accepted',
          listener: 'service',
          connection: 'control',
          local: ours,
          remote: peer,
          peers: { all: 1, address: 1 },
        }),
      ).snapshot;
    const at = (event: HostEvent): MachineEvent => ({ ...event, at: time, epoch: 1_763_600_000, files: harbour });
    let time = 0;
    let snapshot = start();
    let replies = 0;
    let sessions = 1;
    const states = new Set<string>();
    for (let lines = 0; lines < LINES;) {
      time += 1000 + lot(5000);
      const kind = lot(10);
      const shaking = snapshot.value === 'SECURING' || snapshot.value === 'CLEARING';
      const opened = tls !== 'off' && snapshot.value === 'OPENING' && lot(2) === 0;
      const event: HostEvent = opened
        ? { type: 'called', from: 'dtp', call: { name: 'opened' } }
        : tls !== 'off' && (shaking || lot(400) === 0)
          ? (FROM_TLS[lot(FROM_TLS.length)] as HostEvent)
          : snapshot.value === 'PROTECTING' && lot(3) === 0
            ? { type: 'called', from: 'dtp', call: { name: 'secured', facts: { resumed: true, origin: MARK } } }
            : kind < 7
              ? {
                  type: 'received',
                  connection: 'control',
                  octets: fuzzed(lot),
                  ...(lot(30) === 0 ? { urgent: true } : {}),
                }
              : kind < 9
                ? { type: 'called', from: 'dtp', call: FROM_DTP[lot(FROM_DTP.length)] ?? { name: 'closed' } }
                : lot(40) === 0
                  ? { type: 'peerClosed', connection: 'control' }
                  : { type: 'timeout', timer: 'idle' };
      if (event.type === 'received') lines += 1;
      const stepped = steps.step(snapshot, at(event));
      named(snapshot.value as ServerPhase, event, stepped.commands);
      snapshot = stepped.snapshot;
      judged(stepped.commands, lines);
      replies += stepped.commands.filter((command) => command.type === 'message' && command.way === 'sent').length;
      states.add(snapshot.value);
      if (snapshot.value !== 'ENDED') {
        // Mostly logged in: there is little to break before.
        if (snapshot.value === 'WAIT-USER' && lot(3) === 0) {
          for (const event of comeIn(tls)) {
            snapshot = steps.step(snapshot, at(event)).snapshot;
            states.add(snapshot.value);
          }
        }
        continue;
      }
      snapshot = start();
      sessions += 1;
    }
    expect([...states].sort()).toEqual(
      [...EVER, ...(tls === 'off' ? [] : SECURED)]
        .filter((state) => states.has(state) || tls === 'off' || state !== 'CLOSING')
        .sort(),
    );
    expect(replies).toBeGreaterThan(LINES / 10);
    expect(sessions).toBeGreaterThan(10);
  },
  120_000,
);

test('the data transfer process bears events in any order', () => {
  const lot = lots(7);
  const node = { uid: 1, gid: 1, owner: 'a', group: 'a', mode: 0o644 };
  const pace = { rate: 1000, block: 50, firstFree: false };
  const octets = new Uint8Array(120);
  const calls: readonly object[] = [
    { name: 'listen', address: ours.address, port: { from: 50020, to: 50045 } },
    { name: 'open', remote: peer, local: null, peer: null, patience: 1000, stall: 1000 },
    { name: 'open', remote: null, local: null, peer: peer.address, patience: 1000, stall: 1000 },
    { name: 'send', octets },
    { name: 'send', octets, pace },
    { name: 'send', octets: new Uint8Array(0) },
    { name: 'send', octets, corked: true },
    { name: 'receive', path: '/new', before: octets, node },
    { name: 'receive', path: '/new', before: octets, beneath: octets, node, pace, text: true },
    { name: 'proceed' },
    { name: 'abort', lingering: 1000 },
    { name: 'close' },
    { name: 'close', lingering: 1000 },
    { name: 'forget' },
    { name: 'secure', input: { name: 'a' }, patience: 1000 },
    { name: 'part', noDelay: true },
  ];
  let snapshot = dtpSteps.start(null);
  const states = new Set<string>();
  for (let step = 0; step < 100_000; step += 1) {
    const connection = snapshot.context.connection ?? 'data-1';
    const listener = snapshot.context.listener ?? 'passive-1';
    const events: readonly HostEvent[] = [
      { type: 'called', from: 'pi', call: calls[lot(calls.length)] as { name: string } },
      { type: 'listening', listener, local: ours },
      { type: 'opened', connection, local: ours, remote: peer },
      {
        type: 'accepted',
        listener,
        connection: `data-${snapshot.context.count}`,
        local: ours,
        remote: lot(4) === 0 ? { ...peer, address: '203.0.113.99' } : peer,
      },
      { type: 'received', connection, octets: octets.subarray(0, lot(120)) },
      { type: 'drained', connection },
      { type: 'peerClosed', connection },
      { type: 'closed', connection },
      { type: 'failed', subject: lot(2) === 0 ? connection : listener, reason: 'ECONNRESET' },
      { type: 'timeout', timer: ['patience', 'stall', 'pace', 'linger'][lot(4)] ?? '' },
      { type: 'secured', connection, facts: {} },
      { type: 'unsecured', connection },
      { type: 'broken', connection, name: 'truncated', text: '' },
      { type: 'resumable', connection, session: {} },
    ];
    const event = events[lot(3) === 0 ? 0 : lot(events.length)] as HostEvent;
    const stepped = dtpSteps.step(snapshot, { ...event, at: step * 100, epoch: 0, files: harbour });
    snapshot = stepped.snapshot;
    states.add(snapshot.value);
    for (const command of stepped.commands)
      if (command.type === 'change' && command.change.op === 'write')
        expect(command.change.node.octets.length).toBeLessThan(100_000 * 120);
  }
  expect([...states].sort()).toEqual([
    'ACCEPTING',
    'BINDING',
    'CLOSING',
    'CONNECTING',
    'IDLE',
    'LINGERING',
    'LISTENING',
    'OPEN',
    'PARTING',
    'RECEIVING',
    'RESTING',
    'SECURING',
    'SENDING',
  ]);
});
