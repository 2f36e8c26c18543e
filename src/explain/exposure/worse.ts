/**
 * What a server's settings would accept from a worse client than the one that was asked for: each is run against the
 * same server, behind the same edge, from a place of its own on the Internet. And what a port scanner finds there, by
 * its own SYNs.
 */
import type { Action } from '../../ftp/protocol/requests';
import { BYSTANDER, addressingOf } from '../../scenario/build/reading/addressing';
import { Reading } from '../../scenario/build/reading/reading';
import { isAt, namesOf } from '../../scenario/knobs/knobs';
import type { KnobName, Place, Settings } from '../../scenario/knobs/table';
import { problems, valueOf, withKnobs, type Scenario } from '../../scenario/scenario';
import { Recorder } from '../../sim/recorder';
import type { Entry } from '../../trace/entry';
import { entriesOf, type Trace } from '../../trace/trace';
import { formatEprt, formatPort } from '../../wire/ftp/host-port';
import { family } from '../../wire/packet/address';
import { diagnose, momentTo } from '../diagnosis/diagnose';
import { observed } from '../observed/observed';
import { phraseOf } from '../diagnosis/phrases';
import { doorsOf } from '../reading/reach';
import type { Attempt } from '../remedies/remedies';
import type { Ask, WorseSaid } from './worse-said';
import { isReply, type Reply } from '../reading/said';

export interface WorseAnswer {
  /** What that client does. */
  readonly asks: Ask;
  readonly accepted: boolean;
  /** What was said or done to it. */
  readonly said: WorseSaid;
  /** The run that shows it, and the moment in it. */
  readonly scenario: Scenario;
  readonly moment: string | null;
  /** The setting that decides over it. */
  readonly knob: KnobName;
}

export interface Worse {
  readonly answers: readonly WorseAnswer[];
  /** What a scan from the Internet finds while nobody is logged in. */
  readonly scan: readonly { readonly port: number; readonly state: string; readonly reason: string }[];
}

interface Trial {
  readonly asks: Ask;
  readonly knob: KnobName;
  readonly set: (scenario: Scenario) => Settings;
  /** The entry that shows that it got what it wanted. */
  readonly got: (trace: Trace) => Entry | null;
}

const replies = (trace: Trace): readonly Reply[] =>
  entriesOf(trace, 'message').filter(
    (entry): entry is Reply => isReply(entry) && entry.way === 'received' && entry.node === 'client',
  );
const lastReply =
  (code: number, atLeast = 1) =>
  (trace: Trace): Entry | null => {
    const found = replies(trace).filter(({ message }) => message.code === code);
    return found.length >= atLeast ? (found.at(-1) ?? null) : null;
  };
/** The reply to a transfer that did what was asked. */
const achieved = (trace: Trace): Entry | null => (observed(trace).achieved[0] === true ? lastReply(226)(trace) : null);

const asks = (...actions: readonly Action[]): Settings => ({ 'client.software': 'ftplib', actions });

/** Named, so that it is nobody's machine: port 8080 of the bystander. */
const ELSEWHERE = formatPort(BYSTANDER, 8080);
const WAIT = 1200;

const TRIALS: readonly Trial[] = [
  {
    asks: { code: 'logs-in-without-tls' },
    knob: 'server.tls',
    set: () => ({ ...asks({ op: 'login' }), security: 'none' }),
    got: lastReply(230),
  },
  {
    asks: { code: 'logs-in-with-wrong-password' },
    knob: 'passwordOk',
    set: () => ({ ...asks({ op: 'login' }), passwordOk: false }),
    got: lastReply(230),
  },
  {
    asks: { code: 'has-another-dialled' },
    knob: 'server.allowForeignPortAddress',
    set: () => ({
      ...asks(
        { op: 'login' },
        { op: 'quote', line: `PORT ${ELSEWHERE}`, continue: true },
        { op: 'quote', line: 'LIST' },
      ),
      dataMode: 'PORT',
      'faults.bystander': 'listens-8080',
    }),
    got: (trace) =>
      trace.entries.find(
        (entry) =>
          entry.kind === 'transmit' &&
          entry.connection !== null &&
          trace.connections[entry.connection]?.opener === 'server' &&
          trace.connections[entry.connection]?.remote.address === BYSTANDER,
      ) ?? null,
  },
  {
    asks: { code: 'names-reserved-port' },
    knob: 'server.allowForeignPortAddress',
    set: (scenario) => {
      const { client } = addressingOf(new Reading(scenario, new Recorder()));
      // PORT has room for IPv4 alone (RFC 2428 section 2).
      const [dataMode, line] = family(client) === 4 ? ['PORT' as const, formatPort] : ['EPRT' as const, formatEprt];
      return { ...asks({ op: 'login' }, { op: 'quote', line: `${dataMode} ${line(client, 25)}` }), dataMode };
    },
    got: lastReply(200),
  },
  {
    asks: { code: 'fetches-from-elsewhere' },
    knob: 'server.allowForeignDataAddress',
    set: () => ({
      ...asks({ op: 'list', path: '/' }),
      dataMode: 'PASV',
      'client.skipPasvAddress': 'true',
      'clientEdge.nat': true,
      'clientEdge.pooling': 'arbitrary',
    }),
    got: achieved,
  },
  {
    asks: { code: 'uploads' },
    knob: 'server.readOnly',
    set: () => asks({ op: 'put', path: 'notes.txt' }),
    got: achieved,
  },
  {
    asks: { code: 'logs-in-twice' },
    knob: 'server.maxClientsPerAddress',
    set: () => asks({ op: 'second-login' }),
    got: lastReply(230, 2),
  },
  {
    asks: { code: 'says-nothing', seconds: WAIT },
    knob: 'server.idleTimeout',
    set: () => asks({ op: 'login' }, { op: 'wait', seconds: WAIT }, { op: 'quote', line: 'NOOP' }),
    got: lastReply(200),
  },
];

/** Not the server's: the client that was asked for, what is on its side of the network, and what goes wrong. */
const OF_THE_CLIENT: readonly Place[] = ['client', 'clientEdge', 'carrier', 'tls', 'faults', 'scanner'];

const isKept = (name: KnobName): boolean =>
  name === 'client.connectPort' || !OF_THE_CLIENT.some((place) => isAt(place, name));

/** The same server, and a client with a plain way to it. */
function elsewhere(scenario: Scenario, set: Settings): Scenario {
  const knobs: Settings = Object.fromEntries(
    namesOf(scenario.knobs)
      .filter(isKept)
      .map((name) => [name, scenario.knobs[name]]),
  );
  const plain: Settings = {
    user: 'learner',
    passwordOk: true,
    security: 'none',
    dataMode: valueOf(scenario, 'ipVersion') === 6 ? 'EPSV' : 'PASV',
  };
  return withKnobs({ knobs, interventions: [] }, { ...plain, ...set });
}

/** Yields the runs that it wants to see, as the fix finder does. */
export function* worseClients(scenario: Scenario): Generator<Attempt, Worse, Trace> {
  const all = TRIALS.map((trial) => ({ trial, set: trial.set(elsewhere(scenario, {})) }))
    .map(({ trial, set }) => ({ trial, set, scenario: elsewhere(scenario, set) }))
    .filter((one) => problems(one.scenario).length === 0);
  const scan: Settings = {
    'client.software': 'nmap',
    actions: [{ op: 'scan', technique: 'syn', ports: portsToScan(scenario) }],
  };
  const of = all.length + 1;
  const answers: WorseAnswer[] = [];
  for (const [done, one] of all.entries()) {
    const trace: Trace = yield { scenario: one.scenario, set: one.set, done, of };
    answers.push(answerOf(one.trial, one.scenario, trace));
  }
  const scanned: Trace = yield { scenario: elsewhere(scenario, scan), set: scan, done: all.length, of };
  return { answers, scan: observed(scanned).scan ?? [] };
}

function answerOf({ asks: what, knob, got }: Trial, scenario: Scenario, trace: Trace): WorseAnswer {
  const entry = got(trace);
  const wrong = diagnose(trace);
  const refusal =
    replies(trace).filter(({ message }) => message.refuses === true)[0] ??
    trace.entries[wrong?.decisive ?? -1] ??
    trace.entries.at(-1);
  const shown = entry ?? refusal;
  return {
    asks: what,
    accepted: entry !== null,
    said: entry ? gotWhat(entry) : refusedBy(trace, refusal),
    scenario,
    moment: shown ? momentTo(trace, shown) : null,
    knob,
  };
}

const gotWhat = (entry: Entry): WorseSaid =>
  isReply(entry)
    ? { code: 'server-replied', reply: entry.message.code, line: entry.message.lines[0] ?? '' }
    : { code: 'server-dialled' };

const refusedBy = (trace: Trace, refusal: Entry | undefined): WorseSaid =>
  refusal ? phraseOf(trace, refusal) : { code: 'nothing-came' };

/** Both ends of every stretch that the server's edge treats alike, and the ports that the server names. */
function portsToScan(scenario: Scenario): readonly number[] {
  const ranges = doorsOf(scenario)
    .filter(({ edge, from, who }) => edge === 'serverEdge' && from === 'outside' && who === 'anyone')
    .flatMap(({ ports }) => ports);
  const named = [valueOf(scenario, 'server.controlPort'), ...valueOf(scenario, 'server.passiveRange')];
  const all = [
    20,
    22,
    80,
    ...named,
    ...ranges.flatMap(([from, to]) => [from - 1, from, to, to + 1]),
    ...named.flatMap((port) => [port - 1, port + 1]),
  ];
  return [...new Set(all)]
    .filter((port) => port >= 1 && port <= 65_535)
    .sort((a, b) => a - b)
    .slice(0, MOST);
}

const MOST = 60;
