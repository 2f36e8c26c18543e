/**
 * A port scanner: one port after the other, one probe at a time, as nmap does with -r and --max-parallelism 1. A SYN
 * scan makes its SYNs itself and looks at what comes back: SYN,ACK is an open port, RST a closed one, an ICMP error or
 * nothing at all a filtered one (nmap(1), "Port scanning techniques"). Its kernel knows of no connection and answers
 * SYN,ACK with RST, so that the server's program never hears of it. A connect scan asks the kernel for whole
 * connections and resets those it gets.
 *
 * An answer teaches how long to wait for the next; an unanswered probe is sent once more, with another sequence number.
 *
 * What is left out: host discovery (-Pn), parallel probes, the slowing down when answers get lost, other kinds of
 * scans.
 */
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../machine/contract';
import type { StateOf } from '../machine/config';
import {
  bridge,
  bridgeGuards,
  defineModel,
  held,
  type Guard,
  type Outcome,
  type Rule,
  type Types,
} from '../machine/model';
import { learnt } from './patience';
import { heading, report } from './report';
import { beginning, nameOf, SILENCE, tryPort, verdictOf, type Scan, type ScanSetup } from './work';
import type { ScanNote } from './work';

type Turn = Outcome<Scan, Command>;

const say = (text: string): Command => ({ type: 'say', to: 'user', text, stream: 'out', chatter: true });

function probe(scan: Scan, at: number): Turn {
  const next = { ...scan, tries: scan.tries + 1, sent: at };
  return { context: next, commands: [tryPort(next), { type: 'arm', timer: 'answer', after: scan.patience.timeout }] };
}

/** The port is done with; the next one waits until its probe may go. */
function settle(
  scan: Scan,
  event: MachineEvent,
  found: Omit<Scan['rows'][number], 'port'>,
  before: readonly Command[],
): Turn {
  const [port = 0, ...left] = scan.left;
  const { betweenProbes } = scan.setup.profile.timing;
  return {
    context: { left, tries: 0, rows: [...scan.rows, { port, ...found }] },
    commands: [
      ...before,
      { type: 'arm', timer: 'next', after: left.length === 0 ? 0 : Math.max(0, scan.sent + betweenProbes - event.at) },
    ],
  };
}

/** Whatever connection there is or may come is given up. */
const letGo = (scan: Scan): readonly Command[] =>
  scan.setup.technique === 'connect' ? [{ type: 'abort', connection: nameOf(scan) }] : [];

const rules = {
  begin(scan, event) {
    const turn = probe({ ...scan, began: event.at }, event.at);
    return {
      ...turn,
      commands: [say(heading(scan.setup.profile, event.epoch + event.at / 1e6)), ...(turn.commands ?? [])],
    };
  },
  wait: ({ setup: { after } }) => ({ commands: [{ type: 'arm', timer: 'start', after }] }),
  probe: (scan, event) => probe(scan, event.at),
  giveUp: (scan, event) => settle(scan, event, SILENCE, letGo(scan)),
  tryAgain(scan, event) {
    const turn = probe(scan, event.at);
    return { ...turn, commands: [...letGo(scan), ...(turn.commands ?? [])] };
  },
  settle(scan, event) {
    const patience =
      scan.tries === 1 ? learnt(scan.patience, event.at - scan.sent, scan.setup.profile.timing) : scan.patience;
    const turn = settle(scan, event, verdictOf(scan, event) ?? SILENCE, [
      { type: 'cancel', timer: 'answer' },
      ...(event.type === 'opened' ? letGo(scan) : []),
    ]);
    return { ...turn, context: { ...turn.context, patience } };
  },
  report(scan, event) {
    const {
      setup: { profile, address },
      rows,
      patience,
      began,
    } = scan;
    return {
      commands: [
        ...report(profile, address, rows, patience.smoothed, event.at - began).map(say),
        { type: 'exit', code: 0 },
      ],
    };
  },
  noteLate: (_scan, event) => ({
    commands: [{ type: 'note', reason: { code: 'tells-nothing', event: event.type } satisfies ScanNote }],
  }),
} satisfies Record<string, Rule<Scan, MachineEvent, Command>>;

const ofThis = (scan: Scan, event: MachineEvent): boolean =>
  ('connection' in event && event.connection === nameOf(scan)) ||
  (event.type === 'failed' && event.subject === nameOf(scan));

const guards = {
  tells: (scan, event) => ofThis(scan, event) && verdictOf(scan, event) !== null,
  isLater: ({ setup: { after } }) => after > 0,
  isPatient: (scan, event) =>
    event.type === 'timeout' && event.timer === 'answer' && scan.tries <= scan.setup.profile.timing.retries,
  waitedEnough: (_scan, event) => event.type === 'timeout' && event.timer === 'answer',
  isDone: ({ left }) => left.length === 0,
} satisfies Record<string, Guard<Scan, MachineEvent>>;

const machine = setup({
  types: {} as Types<Scan, MachineEvent, Command, ScanSetup>,
  actions: bridge<Scan, MachineEvent, Command, keyof typeof rules>(rules),
  guards: bridgeGuards<Scan, MachineEvent, keyof typeof guards>(guards),
}).createMachine({
  id: 'scanner',
  context: ({ input }) => held(beginning(input)),
  initial: 'READY',
  on: { '*': { actions: 'noteLate' } },
  states: {
    READY: {
      meta: { rfc: 'nmap(1)' },
      on: {
        started: [
          { guard: 'isLater', actions: 'wait' },
          { target: 'PROBING', actions: 'begin' },
        ],
        timeout: { target: 'PROBING', actions: 'begin' },
      },
    },
    PROBING: {
      meta: { rfc: 'RFC 9293 3.5' },
      on: {
        answered: { guard: 'tells', target: 'RESTING', actions: 'settle' },
        opened: { guard: 'tells', target: 'RESTING', actions: 'settle' },
        failed: { guard: 'tells', target: 'RESTING', actions: 'settle' },
        timeout: [
          { guard: 'isPatient', actions: 'tryAgain' },
          { guard: 'waitedEnough', target: 'RESTING', actions: 'giveUp' },
        ],
      },
    },
    RESTING: {
      meta: { rfc: 'nmap(1) --scan-delay' },
      on: {
        timeout: [
          { guard: 'isDone', target: 'DONE', actions: 'report' },
          { target: 'PROBING', actions: 'probe' },
        ],
      },
    },
    DONE: { meta: { rfc: 'nmap(1)' } },
  },
});

export type ScannerStates = StateOf<typeof machine>;

export const scanner = defineModel<Scan, MachineEvent, Command, ScanSetup>(machine, beginning);
