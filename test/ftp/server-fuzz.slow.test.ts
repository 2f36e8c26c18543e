/**
 * Whatever a client sends, a server answers, refuses or names what is wrong with it; it never throws and never says
 * what no server may.
 */
import { expect, test } from 'vitest';
import type { Command, HostEvent, MachineEvent } from '../../src/machine/contract';
import { nameOf } from '../../src/machine/config';
import { stepper, type Snapshot } from '../../src/machine/step';
import { serverProgram } from '../../src/ftp/programs';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { servers } from '../profiles';
import { share } from '../share';
import { serverPi } from '../../src/ftp/server/server-pi.machine';
import { table } from '../../src/ftp/server/phases';
import type { ServerPhase, ServerPi, ServerSetup, Turn } from '../../src/ftp/server/session/session';
import { harbour } from './store';
import { ours, peer } from './transcript';
import { lots, fuzzed } from './fuzzed';

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

/** A step that comes to a phase which its row does not name is not made by it. */
function named({ value, context }: Snapshot<ServerPi>, event: MachineEvent): void {
  const phase = nameOf(value) as ServerPhase;
  const row = (table.phases[phase].on as Readonly<Record<string, Row | undefined>>)[event.type];
  if (!row || row.leads.length === 0) return;
  const turn: Turn = { phase, session: { ...context }, event, commands: [] };
  row.rule(turn, event as never);
  if (!row.leads.includes(turn.phase ?? ''))
    throw new Error(`${phase} leads to ${turn.phase}, which its row for ${event.type} does not name`);
}

interface Row {
  readonly rule: (turn: Turn, event: never) => void;
  readonly leads: readonly string[];
}

const steps = stepper(serverPi);

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
  { type: 'broken', connection: 'control', name: 'bad_record_mac', why: { code: 'record-unverified' } },
  { type: 'broken', connection: 'control', name: 'handshake_ended', why: { code: 'ended-in-handshake' } },
];

function judged(commands: readonly Command[], lines: number): void {
  for (const command of commands) {
    if (command.type === 'violation') expect(VIOLATIONS).toContain(command.reason.code);
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
    // Of each, a part that comes to every state that the whole comes to.
    const LINES = tls === 'off' ? share(40_000, 20_000) : share(10_000, 3000);
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
      const shaking = nameOf(snapshot.value) === 'SECURING' || nameOf(snapshot.value) === 'CLEARING';
      const opened = tls !== 'off' && nameOf(snapshot.value) === 'OPENING' && lot(2) === 0;
      const event: HostEvent = opened
        ? { type: 'called', from: 'dtp', call: { name: 'opened' } }
        : tls !== 'off' && (shaking || lot(400) === 0)
          ? (FROM_TLS[lot(FROM_TLS.length)] as HostEvent)
          : nameOf(snapshot.value) === 'PROTECTING' && lot(3) === 0
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
      if (lines % 4 === 0) named(snapshot, at(event));
      const stepped = steps.step(snapshot, at(event));
      snapshot = stepped.snapshot;
      judged(stepped.commands, lines);
      replies += stepped.commands.filter((command) => command.type === 'message' && command.way === 'sent').length;
      states.add(nameOf(snapshot.value));
      if (nameOf(snapshot.value) !== 'ENDED') {
        // Mostly logged in: there is little to break before.
        if (nameOf(snapshot.value) === 'WAIT-USER' && lot(3) === 0) {
          for (const event of comeIn(tls)) {
            snapshot = steps.step(snapshot, at(event)).snapshot;
            states.add(nameOf(snapshot.value));
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
